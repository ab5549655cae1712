package io.osler.ner.head;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.osler.engine.ComputeDevice;
import io.osler.engine.Engine;
import io.osler.engine.EngineOptions;
import io.osler.engine.WeightForm;
import io.osler.engine.tagger.TaggerTraining;
import io.osler.models.store.ModelStore;
import io.osler.models.store.PullProgress;
import io.osler.ner.AnnotatedText;
import io.osler.ner.Annotations;
import io.osler.ner.ClinicalNer;
import io.osler.ner.ClinicalNote;
import io.osler.ner.Mention;
import io.osler.ner.NerException;
import io.osler.ner.NerOptions;
import io.osler.ner.corpus.GoldSentence;
import io.osler.ner.task.Task;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Heads on real weights, pulled by the product itself. */
class HeadsIT {
    private static final EngineOptions ENGINE =
            EngineOptions.DEFAULTS.withWeightForm(WeightForm.F32).withDevice(ComputeDevice.CPU);
    private static final Task TASK = InventedStates.TASK;
    private static final HeadOptions OPTIONS = HeadOptions.DEFAULTS
            .withSeeds(2)
            .withLayers(List.of(4, 8))
            .withWidths(16, 16)
            .withTraining(new TaggerTraining(6, 4, 5e-3f, 0.01f, 0.1f, 3, 7));

    private static Path model;
    private static HeadReader reader;

    @TempDir
    private Path directory;

    @BeforeAll
    static void open() {
        model = ModelStore.open()
                .pull("smollm2-135m-instruct", PullProgress.SILENT)
                .directory();
        reader = HeadReader.of(Engine.open(model, ENGINE), "smollm2-135m-instruct");
    }

    @AfterAll
    static void close() {
        reader.close();
    }

    private static FittedHead fit(List<GoldSentence> train, List<GoldSentence> dev, List<String> told) {
        return Heads.fit(reader, TASK, train, dev, OPTIONS, Optional.empty(), told::add);
    }

    @Test
    void whatWasReadOnceIsFittedAgainAndReadingsAreMentionsWithDoubts() {
        List<GoldSentence> train = InventedStates.sentences(60, 1);
        ReadSentences read = ReadSentences.read(reader, TASK, train, OPTIONS, "training", _ -> {});
        ReadSentences none = read.at(List.of());
        FittedHead head = Heads.fit(reader, TASK, read, none, OPTIONS, Optional.empty(), _ -> {});
        List<Ablation> parts = Ablation.of(head, reader, TASK, read, none, OPTIONS, Optional.empty(), _ -> {});
        assertThat(parts).hasSize(1);
        assertThat(parts.getFirst().words()).startsWith("without the training sentences' words F1 ");
        assertThat(parts.getFirst().without().sentences())
                .isEqualTo(head.info().scores().sentences());
        HeadMentionDetector detector = new HeadMentionDetector(reader, List.of(head), OptionalDouble.empty());
        List<String> texts =
                InventedStates.sentences(8, 9).stream().map(GoldSentence::text).toList();
        List<SentenceReading> readings =
                detector.readings(texts).stream().map(CompletableFuture::join).toList();
        for (int i = 0; i < texts.size(); i++) {
            assertThat(readings.get(i).mentions().stream().map(Mention::span).toList())
                    .isEqualTo(detector.detect(texts.get(i)).stream()
                            .map(Mention::span)
                            .toList());
            assertThat(readings.get(i).logProbability()).isNegative();
        }
        assertThatThrownBy(() ->
                        Heads.fit(reader, TASK, read, none, OPTIONS.withLayers(List.of(5)), Optional.empty(), _ -> {}))
                .hasMessageContaining("the sentences were read as [ReadingPlan[layers=[4, 8]")
                .hasMessageContaining("expected [ReadingPlan[layers=[5]");
    }

    @Test
    void fitsKeepsAndFinds() {
        List<String> told = new ArrayList<>();
        FittedHead head = fit(InventedStates.sentences(60, 1), List.of(), told);
        assertThat(head.info().scores().strict().f1()).isGreaterThan(0.8);
        assertThat(told).first().asString().startsWith("read 60 of 60 training sentences");
        Path file = directory.resolve("toy.head");
        HeadFile.write(file, head);
        List<GoldSentence> others = InventedStates.sentences(8, 9);
        HeadMentionDetector detector = new HeadMentionDetector(
                reader, List.of(Heads.open(file, reader, Optional.empty())), OptionalDouble.empty());
        List<List<Mention>> together = detector
                .detectAll(others.stream().map(GoldSentence::text).toList())
                .stream()
                .map(found -> found.join())
                .toList();
        for (int i = 0; i < others.size(); i++) {
            List<Mention> alone = detector.detect(others.get(i).text());
            assertThat(alone.stream().map(Mention::span))
                    .isEqualTo(together.get(i).stream().map(Mention::span).toList());
        }
        assertThat(detector.detect("")).isEmpty();
        try (ClinicalNer ner = ClinicalNer.withHeads(
                model, List.of(file), OptionalDouble.of(0.1), NerOptions.DEFAULTS.withEngine(ENGINE))) {
            String note = "The nurse saw him with knee pain today.\n\nHe had zorvan on and the rash.";
            Annotations found = ner.annotate(new ClinicalNote("n", note));
            assertThat(found.mentions()).isNotEmpty().isSorted();
            assertThat(found.mentions().stream().map(mention -> mention.span().in(note)))
                    .contains("knee pain", "zorvan");
            assertThat(found.skipped()).isEmpty();
        }
    }

    /** Words of a window see as much of what stands around them as a window has. */
    @Test
    void aSentenceLongerThanTheContextIsReadInWindows() {
        ReadingPlan plan = ReadingPlan.of(30).withLayers(List.of(2)).withWindowTokens(64);
        String part = "the nurse saw him with knee pain and a rash today , ";
        String text = part.repeat(420).strip();
        WordStates states = read(plan, text);
        assertThat(states.words()).hasSizeGreaterThan(5_000);
        assertThat(Arrays.asList(states.states())).doesNotContainNull();
        // In the first window nothing is different from a short sentence of the same beginning.
        String begin = part.repeat(5).strip();
        WordStates small = read(plan, begin);
        float one = Float.float16ToFloat(states.states()[3][7]);
        float two = Float.float16ToFloat(small.states()[3][7]);
        assertThat(one).isCloseTo(two, within(0.5f + Math.abs(two) * 0.2f));
        HeadMentionDetector detector = new HeadMentionDetector(
                reader,
                List.of(fit(InventedStates.sentences(30, 1), List.of(), new ArrayList<>())),
                OptionalDouble.empty());
        List<Mention> found = detector.detect(text);
        assertThat(found).isSorted().hasSizeGreaterThan(300);
        assertThat(found.getLast().span().end()).isGreaterThan(text.length() - 200);
    }

    @Test
    void wordsAndWindowsKeepTheirPlaces() {
        ReadingPlan plan = ReadingPlan.of(30).withLayers(List.of(1));
        String text = "fever , knee pain and zorvan ".repeat(12).strip();
        WordStates whole = read(plan.once(), text);
        WordStates cut = read(plan.once().withWindowTokens(16), text);
        assertThat(cut.words()).isEqualTo(whole.words());
        // A first layer's state is mostly the word's own: the nearest of all words is the same word.
        for (int word = 0; word < cut.states().length; word += 5) {
            short[] own = cut.states()[word];
            int nearest = IntStream.range(0, whole.states().length)
                    .boxed()
                    .min((a, b) -> Double.compare(distance(own, whole.states()[a]), distance(own, whole.states()[b])))
                    .orElseThrow();
            assertThat(whole.words().get(nearest).in(text))
                    .isEqualTo(cut.words().get(word).in(text));
        }
    }

    private static WordStates read(ReadingPlan plan, String text) {
        return reader.readAll(List.of(text), List.of(plan)).getFirst().join();
    }

    private static double distance(short[] a, short[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            double gap = Float.float16ToFloat(a[i]) - Float.float16ToFloat(b[i]);
            sum += gap * gap;
        }
        return sum;
    }

    @Test
    void tooFewSentencesOrNoneAnnotatedAreRefused() {
        assertThatThrownBy(() -> fit(InventedStates.sentences(3, 1), List.of(), new ArrayList<>()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("there are 3 training sentences, expected at least 10; a hundred are a good beginning");
        List<GoldSentence> plain = IntStream.range(0, 12)
                .mapToObj(i -> new GoldSentence("s" + i, "s" + i, new AnnotatedText("all is well " + i, List.of())))
                .toList();
        assertThatThrownBy(() -> fit(plain, List.of(), new ArrayList<>()))
                .hasMessage("none of the 12 training sentences has a mention of sign, drug");
    }

    @Test
    void developmentSentencesThatAreTrainingSentencesAreRefused() {
        List<GoldSentence> train = InventedStates.sentences(20, 1);
        assertThatThrownBy(() -> fit(train, train, new ArrayList<>()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("20 of 20 development sentences are training sentences too, expected other documents");
    }

    @Test
    void aLabelThatNeverStandsIsTold() {
        List<GoldSentence> signs = InventedStates.sentences(24, 1).stream()
                .map(sentence -> new GoldSentence(
                        sentence.id(),
                        sentence.document(),
                        new AnnotatedText(
                                sentence.text(),
                                sentence.gold().mentions().stream()
                                        .filter(mention -> mention.type().equals("sign"))
                                        .toList())))
                .toList();
        List<String> told = new ArrayList<>();
        fit(signs, List.of(), told);
        assertThat(told).contains("no training sentence has a mention of drug: the head will never find one");
    }

    @Test
    void anInterruptedFitLeavesTheOldHead() throws Exception {
        Path file = directory.resolve("toy.head");
        Files.writeString(file, "the old one");
        assertThatThrownBy(() -> {
                    FittedHead head = Heads.fit(
                            reader,
                            TASK,
                            InventedStates.sentences(20, 1),
                            List.of(),
                            OPTIONS,
                            Optional.empty(),
                            line -> {
                                if (line.startsWith("network 1")) {
                                    throw new CancellationException("stopped here");
                                }
                            });
                    HeadFile.write(file, head);
                })
                .isInstanceOf(CancellationException.class);
        assertThat(file).hasContent("the old one");
        assertThat(directory.toFile().list()).containsExactly("toy.head");
    }

    @Test
    void aHeadOfAnotherModelIsRefused() {
        FittedHead head = fit(InventedStates.sentences(20, 1), List.of(), new ArrayList<>());
        HeadInfo info = head.info();
        HeadModel own = info.readings().getFirst().model();
        HeadModel another = new HeadModel("another", "0123456789abcdef", own.form(), own.tokenHash());
        HeadInfo other = new HeadInfo(
                info.format(),
                List.of(new ModelReading(another, info.plans().getFirst())),
                info.task(),
                info.taskHash(),
                info.labels(),
                info.sizes(),
                info.networks(),
                info.names(),
                info.sentences(),
                info.scores());
        Path file = directory.resolve("other.head");
        HeadFile.write(file, head.with(other, head.calibration()));
        assertThatThrownBy(() -> Heads.open(file, reader, Optional.empty()))
                .isInstanceOf(NerException.class)
                .hasMessageContaining("was fitted on another model (another, files 0123456789abcdef) than")
                .hasMessageContaining("use that model, or fit the head again");
    }
}
