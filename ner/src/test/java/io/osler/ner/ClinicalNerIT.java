package io.osler.ner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.osler.engine.ComputeDevice;
import io.osler.engine.Engine;
import io.osler.engine.EngineOptions;
import io.osler.engine.WeightForm;
import io.osler.models.TextSpan;
import io.osler.models.store.ModelStore;
import io.osler.models.store.PullProgress;
import io.osler.ner.detect.DetectorOptions;
import io.osler.ner.detect.LlmMentionDetector;
import io.osler.ner.detect.SpanScorer;
import io.osler.ner.select.ExamplePool;
import io.osler.ner.select.ExampleSelector;
import io.osler.ner.select.SelectionSpec;
import io.osler.ner.select.SelectorParts;
import io.osler.ner.task.BoundaryProfile;
import io.osler.ner.task.OutputFormat;
import io.osler.ner.task.PromptProfile;
import io.osler.ner.task.Task;
import io.osler.ner.task.TaskDefaults;
import io.osler.ner.task.Tasks;
import io.osler.ner.text.Flattened;
import io.osler.ner.text.Sentence;
import io.osler.ner.text.SentenceSplitter;
import io.osler.ner.text.Words;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The main job on real weights, pulled by the product itself. */
class ClinicalNerIT {
    private static final String NOTE = """
            HISTORY OF PRESENT ILLNESS:
            65 y/o M with 😀 chest pain [see ECG] and shortness of breath | no fever.
            Started on aspirin 81 mg\tdaily and\r
            metoprolol 25 mg b.i.d. by Dr. Smith.

            LABS: troponin 0.03, creatinine 1.1
            """;

    private static Path model;

    @BeforeAll
    static void pull() {
        model = ModelStore.open()
                .pull("smollm2-135m-instruct", PullProgress.SILENT)
                .directory();
    }

    @Test
    void mentionsAreSpansOfTheNoteAndDraftsChangeNothing() {
        EngineOptions engine =
                EngineOptions.DEFAULTS.withWeightForm(WeightForm.F32).withDevice(ComputeDevice.CPU);
        Annotations fast = annotate(NerOptions.DEFAULTS.withEngine(engine));
        Annotations plain = annotate(NerOptions.DEFAULTS.withEngine(engine.withDraftTokensMax(1)));
        assertThat(fast.mentions()).isNotEmpty().isSorted();
        assertThat(fast.skipped()).isEmpty();
        for (Mention mention : fast.mentions()) {
            assertThat(mention.span().in(NOTE))
                    .isNotBlank()
                    .isEqualTo(mention.span().in(NOTE).strip());
            assertThat(mention.confidence()).isBetween(0.0, 1.0);
            assertThat(Tasks.find("clinical").labelNames()).contains(mention.type());
        }
        assertThat(fast.mentions().stream().map(SpanAndType::of).toList())
                .isEqualTo(plain.mentions().stream().map(SpanAndType::of).toList());
    }

    @Test
    void aBiasTradesPrecisionForRecall() {
        NerOptions options = NerOptions.DEFAULTS.withEngine(EngineOptions.DEFAULTS.withDevice(ComputeDevice.CPU));
        assertThat(annotate(options.withOpenBias(-50)).mentions()).isEmpty();
        assertThat(annotate(options.withOpenBias(3)).mentions())
                .hasSizeGreaterThan(annotate(options).mentions().size());
    }

    /** Up to the first mention of a sentence the written copy is unmarked too, so both must judge it alike. */
    @Test
    void spanScoresAreTheConfidencesOfWhatTheModelWrites() {
        Task task = Tasks.find("clinical");
        EngineOptions options =
                EngineOptions.DEFAULTS.withWeightForm(WeightForm.F32).withDevice(ComputeDevice.CPU);
        try (Engine engine = Engine.open(model, options)) {
            ExampleSelector examples = ExampleSelector.spread(task.examples(), 16);
            LlmMentionDetector detector = new LlmMentionDetector(engine, task, examples, 1);
            SpanScorer scorer = new SpanScorer(engine, task, examples, 1);
            int compared = 0;
            for (String sentence : List.of(
                    "He was given aspirin for chest pain.",
                    "Chest radiograph (portable) showed left basal pneumonia.")) {
                List<TextSpan> words = Words.of(sentence);
                List<TextSpan> spans = new ArrayList<>();
                for (int begin = 0; begin < words.size(); begin++) {
                    for (int end = begin; end < Math.min(begin + 4, words.size()); end++) {
                        if (Words.isWord(words.get(begin).in(sentence))) {
                            spans.add(new TextSpan(
                                    words.get(begin).begin(), words.get(end).end()));
                        }
                    }
                }
                long before = engine.stats().steps();
                List<SpanScorer.ScoredSpan> scores = scorer.score(sentence, spans);
                assertThat(scores).hasSize(3 * spans.size());
                assertThat(scores.stream()
                                .mapToDouble(score -> Math.exp(score.logProbability()))
                                .max()
                                .orElseThrow())
                        .isBetween(0.0, 1.0);
                assertThat(engine.stats().steps() - before).isLessThan(12);
                for (Mention first : detector.detect(sentence).stream().limit(1).toList()) {
                    double scored = scores.stream()
                            .filter(score -> score.span().equals(first.span())
                                    && score.type().equals(first.type()))
                            .mapToDouble(score -> Math.exp(score.logProbability()))
                            .findFirst()
                            .orElseThrow();
                    assertThat(scored).isCloseTo(first.confidence(), within(1e-3));
                    compared++;
                }
            }
            assertThat(compared).isPositive();
            assertThatThrownBy(() -> scorer.score("chest pain", List.of(new TextSpan(0, 3))))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("span 0 to 3 does not begin and end with words");
        }
    }

    @Test
    void theDefaultsOfATaskHoldUnlessTheCallerSaysOtherwise() {
        Task task = Tasks.find("clinical")
                .withDefaults(new TaskDefaults(
                        OutputFormat.JSON,
                        PromptProfile.DEFAULT,
                        SelectionSpec.parse("kate:tfidf,k=2"),
                        BoundaryProfile.AS_FOUND,
                        Optional.empty()));
        NerOptions options = NerOptions.DEFAULTS.withEngine(
                EngineOptions.DEFAULTS.withWeightForm(WeightForm.F32).withDevice(ComputeDevice.CPU));
        String sentence = "He was given aspirin for chest pain.";
        try (ClinicalNer ner = ClinicalNer.open(model, task, options)) {
            long prompts = promptTokens(ner, () -> ner.annotate(new ClinicalNote("note", sentence)));
            ExampleSelector kate = ExampleSelector.of(
                    SelectionSpec.parse("kate:tfidf,k=2"), ExamplePool.of(task.examples()), SelectorParts.NONE);
            LlmMentionDetector same = new LlmMentionDetector(
                    ner.engine().orElseThrow(),
                    task,
                    kate,
                    DetectorOptions.DEFAULTS.withFormat(OutputFormat.JSON).withOpenBias(1));
            assertThat(promptTokens(ner, () -> same.detect(sentence))).isEqualTo(prompts);
            LlmMentionDetector other = new LlmMentionDetector(
                    ner.engine().orElseThrow(), task, ExampleSelector.spread(task.examples(), 16), 1);
            assertThat(promptTokens(ner, () -> other.detect(sentence))).isNotEqualTo(prompts);
        }
        try (ClinicalNer ner =
                ClinicalNer.open(model, task, options.withExamples(0).withFormat(OutputFormat.TANL))) {
            LlmMentionDetector zero = new LlmMentionDetector(
                    ner.engine().orElseThrow(),
                    task,
                    ExampleSelector.fixed(List.of()),
                    DetectorOptions.DEFAULTS.withOpenBias(1));
            assertThat(promptTokens(ner, () -> ner.annotate(new ClinicalNote("note", sentence))))
                    .isEqualTo(promptTokens(ner, () -> zero.detect(sentence)));
        }
    }

    private static long promptTokens(ClinicalNer ner, Runnable asking) {
        long before = ner.engine().orElseThrow().stats().promptTokens();
        asking.run();
        return ner.engine().orElseThrow().stats().promptTokens() - before;
    }

    @Test
    void flatSentencesKnowWhereTheyStood() {
        for (Sentence sentence : new SentenceSplitter().split(NOTE)) {
            Flattened flat = Flattened.of(NOTE, sentence.span());
            assertThat(flat.text()).doesNotContain("\n", "\t", "\r", "  ");
            assertThat(flat.inNote(new TextSpan(0, flat.text().length()))).isEqualTo(sentence.span());
        }
    }

    private record SpanAndType(TextSpan span, String type) {
        static SpanAndType of(Mention mention) {
            return new SpanAndType(mention.span(), mention.type());
        }
    }

    private static Annotations annotate(NerOptions options) {
        try (ClinicalNer ner = ClinicalNer.open(model, Tasks.find("clinical"), options)) {
            return ner.annotate(new ClinicalNote("note", NOTE));
        }
    }
}
