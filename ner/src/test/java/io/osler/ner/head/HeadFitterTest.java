package io.osler.ner.head;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.osler.engine.ComputeDevice;
import io.osler.engine.tagger.TaggerTrainer;
import io.osler.engine.tagger.TaggerTraining;
import io.osler.ner.Mention;
import io.osler.ner.NerException;
import io.osler.ner.corpus.GoldSentence;
import io.osler.ner.score.SpanScores;
import io.osler.ner.task.Task;
import io.osler.ner.task.Tasks;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Fitting, judging and keeping a head, on invented states. */
class HeadFitterTest {
    private static final HeadOptions OPTIONS = HeadOptions.DEFAULTS
            .withSeeds(2)
            .withWidths(8, 8)
            .withTraining(new TaggerTraining(30, 4, 1e-2f, 0.01f, 0.1f, 30, 7));

    private static HeadFitter.Fit fit;

    @TempDir
    private Path directory;

    @BeforeAll
    static void fitOnce() {
        fit = fit(OPTIONS.withCurve(List.of(20)), 90, List.of(), new ArrayList<>());
    }

    private static HeadFitter.Fit fit(HeadOptions options, int sentences, List<ReadSentence> dev, List<String> told) {
        HeadFitter fitter = new HeadFitter(
                InventedStates.TAGS, options, new TaggerTrainer(ComputeDevice.CPU), Optional.empty(), told::add);
        return fitter.fit(info(options), InventedStates.read(InventedStates.sentences(sentences, 1), 2, 0.8), dev);
    }

    private static HeadInfo info(HeadOptions options) {
        return new HeadInfo(
                HeadInfo.FORMAT,
                List.of(InventedStates.READING),
                "toy",
                HeadModel.hash(InventedStates.TASK),
                InventedStates.TAGS.labels(),
                HeadFitter.sizes(options, InventedStates.TAGS, InventedStates.WIDTH, false),
                options.seeds(),
                "",
                90,
                null);
    }

    private static SpanScores scores(FittedHead head, List<ReadSentence> sentences) {
        return sentences.stream()
                .map(sentence -> SpanScores.strict(
                        sentence.gold().gold().mentions(), head.mentions(sentence.text(), sentence.states())))
                .reduce(SpanScores.NONE, SpanScores::plus);
    }

    private static List<ReadSentence> others() {
        return InventedStates.read(InventedStates.sentences(60, 5), 6, 0.8);
    }

    @Test
    void findsMentionsInSentencesItHasNotSeen() {
        assertThat(scores(fit.head(), others()).f1()).isGreaterThan(0.8);
        assertThat(fit.scores().strict().f1()).isGreaterThan(0.7);
        assertThat(fit.scores().sentences()).isBetween(12, 27);
        assertThat(fit.scores().of()).isEqualTo("documents held out of training");
        assertThat(fit.scores().curve())
                .extracting(HeadScores.CurvePoint::sentences)
                .containsExactly(20, 90);
    }

    @Test
    void aDevelopmentCorpusJudgesInsteadOfFolds() {
        List<String> told = new ArrayList<>();
        HeadFitter.Fit judged = fit(OPTIONS, 60, others(), told);
        assertThat(judged.scores().of()).isEqualTo("development corpus");
        assertThat(judged.scores().strict()).isEqualTo(scores(judged.head(), others()));
        assertThat(told).hasSize(2).first().asString().startsWith("network 1 of 2: F1 ");
    }

    /** Words alone give everything away here; states are noise. */
    @Test
    void evidenceIsFittedOutOfFold() {
        List<ReadSentence> train = InventedStates.read(InventedStates.sentences(90, 1), 2, 1000);
        HeadFitter with = new HeadFitter(
                InventedStates.TAGS, OPTIONS, new TaggerTrainer(ComputeDevice.CPU), Optional.empty(), _ -> {});
        List<ReadSentence> other = InventedStates.read(InventedStates.sentences(60, 5), 6, 1000);
        double told =
                scores(with.fit(info(OPTIONS), train, List.of()).head(), other).f1();
        HeadOptions off = OPTIONS.withEvidence(false);
        HeadFitter without = new HeadFitter(
                InventedStates.TAGS, off, new TaggerTrainer(ComputeDevice.CPU), Optional.empty(), _ -> {});
        FittedHead blind = without.fit(info(off), train, List.of()).head();
        assertThat(told).isGreaterThan(0.6);
        assertThat(scores(blind, other).f1()).isLessThan(0.3);
        assertThat(blind.evidence()).isEmpty();
    }

    @Test
    void lessConfidenceFindsMoreAndMoreIsSurer() {
        List<ReadSentence> sentences = others();
        SpanScores lax = atLeast(0.05, sentences);
        SpanScores strict = atLeast(0.9, sentences);
        assertThat(lax.recall()).isGreaterThan(strict.recall());
        assertThat(strict.precision()).isGreaterThan(lax.precision());
    }

    private static SpanScores atLeast(double confidence, List<ReadSentence> sentences) {
        SpanScores all = SpanScores.NONE;
        for (ReadSentence sentence : sentences) {
            List<Mention> found = fit.head().mentions(sentence.text(), sentence.states(), confidence);
            assertThat(found).isSorted().allMatch(mention -> mention.confidence() >= confidence);
            for (int i = 1; i < found.size(); i++) {
                assertThat(found.get(i).span().begin())
                        .isGreaterThanOrEqualTo(found.get(i - 1).span().end());
            }
            all = all.plus(SpanScores.strict(sentence.gold().gold().mentions(), found));
        }
        return all;
    }

    @Test
    void aFileHoldsAllOfIt() {
        Path file = directory.resolve("toy.head");
        HeadFile.write(file, fit.head());
        FittedHead again = HeadFile.read(file, Optional.empty());
        assertThat(again.info()).isEqualTo(fit.head().info());
        assertThat(HeadFile.info(file).scores().curve()).hasSize(2);
        for (ReadSentence sentence : others()) {
            assertThat(again.mentions(sentence.text(), sentence.states()))
                    .isEqualTo(fit.head().mentions(sentence.text(), sentence.states()));
        }
    }

    @Test
    void damagedFilesAreRefused() throws IOException {
        Path file = directory.resolve("toy.head");
        HeadFile.write(file, fit.head());
        byte[] whole = Files.readAllBytes(file);
        for (int size : new int[] {0, 7, 100, whole.length / 2, whole.length - 1}) {
            Files.write(file, Arrays.copyOf(whole, size));
            assertThatThrownBy(() -> HeadFile.read(file, Optional.empty()))
                    .as("%d bytes", size)
                    .isInstanceOf(NerException.class)
                    .hasMessageContaining("head " + file)
                    .hasMessageContaining("fit it again");
        }
        String text = new String(whole, StandardCharsets.ISO_8859_1);
        Files.write(
                file, text.replace("{\\\"format\\\":2,", "{\\\"format\\\":9,").getBytes(StandardCharsets.ISO_8859_1));
        assertThatThrownBy(() -> HeadFile.read(file, Optional.empty()))
                .hasMessageContaining("has format 9, this version reads 2; fit it again");
    }

    @Test
    void aHeadOfAnotherTaskIsRefused() {
        Task other = Tasks.find("disease");
        assertThatThrownBy(
                        () -> Heads.requireTask(Path.of("toy.head"), fit.head().info(), other))
                .isInstanceOf(NerException.class)
                .hasMessageContaining("was fitted for task 'toy' with [sign, drug], not for 'disease' with [disease]");
    }

    @Test
    void thereAreNoMoreFoldsThanDocuments() {
        List<GoldSentence> sentences = InventedStates.sentences(12, 3);
        assertThat(Folds.deal(sentences, 10, 9).count()).isEqualTo(4);
        Folds oneDocument = Folds.deal(
                sentences.stream()
                        .map(it -> new GoldSentence(it.id(), "one", it.gold()))
                        .toList(),
                10,
                9);
        assertThat(oneDocument.count()).isEqualTo(10);
    }

    @Test
    void foldsShareNoDocument() {
        List<GoldSentence> sentences = InventedStates.sentences(61, 3);
        Folds folds = Folds.deal(sentences, 4, 9);
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < sentences.size(); i++) {
            seen.add(sentences.get(i).document() + " " + folds.of()[i]);
        }
        assertThat(seen).hasSize((int)
                sentences.stream().map(GoldSentence::document).distinct().count());
        assertThat(Arrays.stream(folds.of()).distinct().count()).isEqualTo(4);
    }

    @Test
    void calibrationUndoesOverconfidence() {
        List<Calibration.Judged> judged = new ArrayList<>();
        for (int i = 0; i < 4000; i++) {
            double truth = (i % 80 - 40) / 10.0;
            int round = i / 80;
            boolean right = (round + 0.5) / 50 < 1 / (1 + Math.exp(-truth));
            judged.add(new Calibration.Judged(3 * truth + 1, right, "d" + i % 37));
        }
        Calibration fitted = Calibration.fitted(judged);
        assertThat(fitted.slope()).isCloseTo(1 / 3.0, within(0.03));
        assertThat(fitted.confidence(1)).isCloseTo(0.5, within(0.03));
        assertThat(Calibration.crossed(judged).error()).isLessThan(0.03);
        Reliability.Counter raw = new Reliability.Counter();
        judged.forEach(one -> raw.add(Calibration.NONE.confidence(one.logOdds()), one.right()));
        assertThat(raw.reliability().error()).isGreaterThan(0.1);
        assertThat(Calibration.fitted(judged.subList(0, 5))).isEqualTo(Calibration.NONE);
    }
}
