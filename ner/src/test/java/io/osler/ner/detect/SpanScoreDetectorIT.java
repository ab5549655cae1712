package io.osler.ner.detect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.osler.engine.ComputeDevice;
import io.osler.engine.Engine;
import io.osler.engine.EngineException;
import io.osler.engine.EngineOptions;
import io.osler.engine.WeightForm;
import io.osler.models.TextSpan;
import io.osler.models.store.ModelStore;
import io.osler.models.store.PullProgress;
import io.osler.ner.AnnotatedText;
import io.osler.ner.Mention;
import io.osler.ner.select.ExampleSelector;
import io.osler.ner.task.OutputFormat;
import io.osler.ner.task.Task;
import io.osler.ner.task.Tasks;
import io.osler.ner.text.Words;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** On real weights: the plain twin is {@link SpanScorer}, which is told each span. */
class SpanScoreDetectorIT {
    private static final List<String> SENTENCES = List.of(
            "He was given aspirin for chest pain.",
            "...",
            "Chest radiograph (portable) showed left basal pneumonia, no effusion.");
    private static final MentionDetector NO_CANDIDATES = sentence -> List.of();

    private static Engine engine;

    @BeforeAll
    static void open() {
        engine = Engine.open(
                ModelStore.open()
                        .pull("smollm2-135m-instruct", PullProgress.SILENT)
                        .directory(),
                EngineOptions.DEFAULTS.withWeightForm(WeightForm.F32).withDevice(ComputeDevice.CPU));
    }

    @AfterAll
    static void close() {
        engine.close();
    }

    private static SpanScoreDetector detector(Task task, MentionDetector candidates, SpanScoreOptions spans) {
        return new SpanScoreDetector(
                engine,
                task,
                ExampleSelector.spread(task.examples(), 6),
                DetectorOptions.DEFAULTS.withOpenBias(1),
                candidates,
                spans);
    }

    private static void agree(Task task) {
        SpanScorer plain = new SpanScorer(engine, task, ExampleSelector.spread(task.examples(), 6), 1);
        List<CompletableFuture<List<Mention>>> scores =
                detector(task, NO_CANDIDATES, SpanScoreOptions.DEFAULTS).scores(SENTENCES);
        int compared = 0;
        for (int i = 0; i < SENTENCES.size(); i++) {
            for (Mention scored : scores.get(i).join()) {
                double told = plain.score(SENTENCES.get(i), List.of(scored.span())).stream()
                        .filter(score -> score.type().equals(scored.type()))
                        .mapToDouble(score -> Math.exp(score.logProbability()))
                        .findFirst()
                        .orElseThrow();
                assertThat(scored.confidence()).isCloseTo(told, within(1e-3));
                compared++;
            }
        }
        assertThat(compared).isGreaterThan(5);
        assertThat(scores.get(1).join()).as("no word").isEmpty();
    }

    @Test
    void scoresAreThoseOfGivenSpansWithOneLabelAndWithSeveral() {
        agree(Tasks.find("disease"));
        agree(Tasks.find("clinical"));
    }

    @Test
    void noSpanAboveTheFloorIsMissed() {
        Task task = Tasks.find("disease");
        String sentence = SENTENCES.getFirst();
        SpanScorer plain = new SpanScorer(engine, task, ExampleSelector.spread(task.examples(), 6), 1);
        List<TextSpan> words = Words.of(sentence);
        List<TextSpan> scored = detector(task, NO_CANDIDATES, SpanScoreOptions.DEFAULTS.withOpenMin(0))
                .scores(List.of(sentence))
                .getFirst()
                .join()
                .stream()
                .map(Mention::span)
                .toList();
        for (int begin = 0; begin < words.size() - 1; begin++) {
            for (int end = begin; end < words.size(); end++) {
                TextSpan span =
                        new TextSpan(words.get(begin).begin(), words.get(end).end());
                double told =
                        Math.exp(plain.score(sentence, List.of(span)).getFirst().logProbability());
                if (told >= 0.011) {
                    assertThat(scored).contains(span);
                }
            }
        }
        assertThat(scored).isNotEmpty();
    }

    @Test
    void aCandidateIsLookedIntoWhateverTheOdds() {
        Task task = Tasks.find("disease");
        SpanScoreOptions shut = new SpanScoreOptions(1, 0, 2, 0);
        String sentence = SENTENCES.getFirst();
        assertThat(detector(task, NO_CANDIDATES, shut)
                        .scores(List.of(sentence))
                        .getFirst()
                        .join())
                .isEmpty();
        MentionDetector pain = text -> List.of(Mention.gold(text.indexOf("chest"), text.indexOf("."), "disease"));
        assertThat(detector(task, pain, shut)
                        .scores(List.of(sentence))
                        .getFirst()
                        .join())
                .extracting(mention -> mention.span().in(sentence))
                .containsExactly("chest", "chest pain");
    }

    @Test
    void theThresholdTradesPrecisionForRecallAndCanBeFitted() {
        Task task = Tasks.find("clinical");
        SpanScoreDetector detector = detector(task, NO_CANDIDATES, SpanScoreOptions.DEFAULTS);
        List<AnnotatedText> gold = SpanThreshold.sample(task.examples(), 12, 5);
        assertThat(gold).hasSize(12).isSubsetOf(task.examples());
        SpanThreshold fitted = SpanThreshold.fit(detector, gold);
        assertThat(fitted.threshold()).isBetween(0.02, 0.98);
        assertThat(fitted.f1()).isBetween(0.05, 1.0);
        int low = found(detector.withThreshold(0.05), gold);
        assertThat(found(detector.withThreshold(0.9), gold)).isLessThan(low);
        for (List<Mention> mentions : detector.withThreshold(0.05).detectAll(SENTENCES).stream()
                .map(CompletableFuture::join)
                .toList()) {
            assertThat(new AnnotatedText("x".repeat(200), mentions).mentions()).isEqualTo(mentions);
        }
    }

    private static int found(SpanScoreDetector detector, List<AnnotatedText> texts) {
        return detector.detectAll(texts.stream().map(AnnotatedText::text).toList()).stream()
                .mapToInt(mentions -> mentions.join().size())
                .sum();
    }

    @Test
    void oneSentenceThatDoesNotFitFailsAlone() {
        Task task = Tasks.find("disease");
        List<CompletableFuture<List<Mention>>> found = detector(task, NO_CANDIDATES, SpanScoreOptions.DEFAULTS)
                .detectAll(List.of("gout ".repeat(5_000).strip(), SENTENCES.getFirst()));
        assertThatThrownBy(found.get(0)::join)
                .cause()
                .isInstanceOfSatisfying(
                        EngineException.class,
                        e -> assertThat(e.code()).isEqualTo(EngineException.Code.CONTEXT_EXCEEDED));
        assertThat(found.get(1).join()).isNotNull();
    }

    @Test
    void otherFormatsAreRefused() {
        Task task = Tasks.find("disease");
        assertThatThrownBy(() -> new SpanScoreDetector(
                        engine,
                        task,
                        ExampleSelector.fixed(List.of()),
                        DetectorOptions.DEFAULTS.withFormat(OutputFormat.JSON),
                        NO_CANDIDATES,
                        SpanScoreOptions.DEFAULTS))
                .hasMessage("spans are scored in format json, with a grammar, expected tanl with one");
        assertThatThrownBy(() -> SpanScoreOptions.DEFAULTS.withThreshold(1.5))
                .hasMessage("threshold is 1.5, expected a number in [0, 1]");
    }
}
