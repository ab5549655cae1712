package io.osler.ner.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.osler.engine.Embedder;
import io.osler.engine.EngineOptions;
import io.osler.kb.KnowledgeBase;
import io.osler.ner.AnnotatedText;
import io.osler.ner.Mention;
import io.osler.ner.NerException;
import io.osler.ner.corpus.GoldSentence;
import io.osler.ner.score.SpanScores;
import io.osler.ner.select.ExampleSelector;
import io.osler.ner.task.Label;
import io.osler.ner.task.Task;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EvalRunTest {
    private static final List<GoldSentence> SENTENCES = IntStream.range(0, 7)
            .mapToObj(i -> new GoldSentence(
                    "s" + i, "d" + i / 3, new AnnotatedText("fever <b> " + i, List.of(Mention.gold(0, 5, "problem")))))
            .toList();
    private static final List<AnnotatedText> POOL =
            List.of(new AnnotatedText("a fever", List.of(Mention.gold(2, 7, "problem"))));
    private static final Setting TOY = Setting.llm("toy", "tanl", "spread", 1);

    @TempDir
    Path directory;

    private Path file;
    private final List<String> asked = new ArrayList<>();
    private int failAt = -1;
    private String model = "";
    private String fitting = "";

    @BeforeEach
    void place() {
        file = directory.resolve("out/run.jsonl");
    }

    /** Finds the fever of even sentences; says what it was asked. */
    private final class Toy implements DetectorFactory {
        @Override
        public EvalDetector open(Setting setting, Task task) {
            return new EvalDetector() {
                @Override
                public List<CompletableFuture<Outcome>> detectAll(List<String> sentences) {
                    return sentences.stream().map(Toy.this::answer).toList();
                }

                @Override
                public String fitting() {
                    return fitting;
                }
            };
        }

        private CompletableFuture<Outcome> answer(String sentence) {
            if (asked.size() == failAt) {
                return CompletableFuture.failedFuture(new IllegalStateException("the machine died"));
            }
            asked.add(sentence);
            int number = Integer.parseInt(sentence.substring(10));
            if (number == 5) {
                return CompletableFuture.failedFuture(new IllegalArgumentException("too long"));
            }
            List<Mention> found = number % 2 == 0
                    ? List.of(new Mention(Mention.gold(0, 5, "x").span(), "problem", 0.5))
                    : List.of();
            return CompletableFuture.completedFuture(
                    new Outcome(found, Map.of(Outcome.UNGROUNDED, number), new EngineUse(1, 100, 40, 10)));
        }

        @Override
        public String fingerprint(Setting setting) {
            return model;
        }
    }

    @Test
    void everyRowIsThereOnceAndScored() {
        EvalResults results = complete(run(SENTENCES), "c");
        SettingResult result = results.settings().getFirst();
        assertThat(asked).hasSize(7);
        assertThat(result.sheet().strict()).isEqualTo(new SpanScores(7, 4, 4, 4));
        assertThat(result.counts()).isEqualTo(Map.of(Outcome.UNGROUNDED, 0 + 1 + 2 + 3 + 4 + 6, Outcome.FAILED, 1));
        assertThat(result.use()).isEqualTo(new EngineUse(6, 600, 240, 60));
        assertThat(result.use().reusedShare()).isEqualTo(0.4);
        assertThat(result.seconds()).isPositive();
        assertThat(results.mentions()).isEqualTo(7);
    }

    @Test
    void settingsThatDifferInBiasAloneTakeTurns() {
        List<String> turns = new ArrayList<>();
        List<String> failures = new ArrayList<>();
        Setting other = Setting.llm("toy", "json", "spread", 1);
        EvalRun run = new EvalRun(task(POOL), SENTENCES, List.of(TOY, other, TOY.withOpenBias(-1)), 3);

        try (RunFile open = RunFile.open(file, "c", "corpus")) {
            run.complete(open, new Toy(), new EvalRun.Listener() {
                @Override
                public void failed(Setting setting, String sentence, String message) {
                    failures.add(setting.format() + " " + sentence + " " + message);
                }

                @Override
                public void row(Setting setting, EvalRow row) {
                    turns.add(setting.format() + setting.openBias() + " " + row.sentence());
                }
            });
        }

        assertThat(turns)
                .startsWith("tanl1.0 s0", "tanl1.0 s1", "tanl1.0 s2", "tanl-1.0 s0", "tanl-1.0 s1", "tanl-1.0 s2")
                .endsWith("json1.0 s6")
                .hasSize(21)
                .doesNotHaveDuplicates();
        assertThat(failures).containsExactly("tanl s5 too long", "tanl s5 too long", "json s5 too long");
    }

    @Test
    void turnsAreShorterWhereMoreExamplesAreShown() {
        List<String> turns = new ArrayList<>();
        Setting shown = Setting.llm("toy", "tanl", "spread", 64);
        EvalRun run = new EvalRun(task(POOL), SENTENCES, List.of(shown, shown.withOpenBias(-1)), 3);

        try (RunFile open = RunFile.open(file, "c", "corpus")) {
            run.complete(open, new Toy(), new EvalRun.Listener() {
                @Override
                public void row(Setting setting, EvalRow row) {
                    turns.add(setting.openBias() + " " + row.sentence());
                }
            });
        }

        assertThat(turns)
                .startsWith("1.0 s0", "1.0 s1", "-1.0 s0", "-1.0 s1", "1.0 s2")
                .hasSize(14);
    }

    @Test
    void aFinishedRunComputesNothingAndScoresTheSame() {
        EvalResults first = complete(run(SENTENCES), "c");
        asked.clear();
        EvalResults again = complete(run(SENTENCES), "c");
        assertThat(asked).isEmpty();
        assertThat(again.settings()).isEqualTo(first.settings());
    }

    @Test
    void anInterruptedRunGoesOnWhereItWas() throws IOException {
        failAt = 4;
        assertThatThrownBy(() -> complete(run(SENTENCES), "c")).hasMessage("the machine died");
        List<String> before = List.copyOf(asked);
        assertThat(Files.readAllLines(file)).hasSize(1 + 1 + before.size());
        failAt = -1;
        asked.clear();
        EvalResults results = complete(run(SENTENCES), "c");
        assertThat(asked).doesNotContainAnyElementsOf(before).hasSize(7 - before.size());
        assertThat(results.settings().getFirst().sheet().strict()).isEqualTo(new SpanScores(7, 4, 4, 4));
    }

    @Test
    void aLineCutAnywhereCostsOnlyItself() throws IOException {
        complete(run(SENTENCES), "c");
        String whole = Files.readString(file);
        int last = whole.lastIndexOf('\n', whole.length() - 2) + 1;
        for (int end = last + 1; end < whole.length(); end += 17) {
            Files.writeString(file, whole.substring(0, end), StandardCharsets.UTF_8);
            asked.clear();
            complete(run(SENTENCES), "c");
            assertThat(asked).containsExactly("fever <b> 6");
            assertThat(Files.readAllLines(file)).hasSize(9);
        }
    }

    @Test
    void aHeadCutShortBeginsAnew() throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, "{\"kind\":\"ru");
        complete(run(SENTENCES), "c");
        assertThat(asked).hasSize(7);
        assertThat(Files.readAllLines(file).getFirst()).startsWith("{\"kind\":\"run\",\"version\":1,\"corpus\":\"c\"");
    }

    @Test
    void aSampleMayGrow() {
        complete(run(SENTENCES.subList(0, 3)), "c");
        asked.clear();
        complete(run(SENTENCES), "c");
        assertThat(asked).hasSize(4);
    }

    @Test
    void anotherCorpusIsNoticed() {
        complete(run(SENTENCES), "c");
        assertThatExceptionOfType(NerException.class)
                .isThrownBy(() -> complete(run(SENTENCES), "d"))
                .withMessage(
                        "RUN_UNUSABLE: %s, line 1: is a run over another corpus or split; bring that back, or begin"
                                + " anew in another directory",
                        file);
    }

    @Test
    void aChangedModelOrPoolIsNoticedAndComputedAnew() {
        complete(run(SENTENCES), "c");
        asked.clear();
        model = "other weights";
        List<Boolean> stale = new ArrayList<>();
        try (RunFile open = RunFile.open(file, "c", "corpus")) {
            run(SENTENCES).complete(open, new Toy(), new EvalRun.Listener() {
                @Override
                public void setting(Setting setting, int kept, boolean isStale) {
                    stale.add(isStale);
                }
            });
        }
        assertThat(asked).hasSize(7);
        assertThat(stale).containsExactly(true);
        Task otherPool = task(List.of());
        assertThat(new EvalRun(otherPool, SENTENCES, List.of(Setting.pool()), 3).key(Setting.pool(), new Toy()))
                .isNotEqualTo(run(SENTENCES).key(Setting.pool(), new Toy()));
    }

    @Test
    void aDamagedLineInTheMiddleIsTold() throws IOException {
        complete(run(SENTENCES), "c");
        Files.writeString(file, "garbage\n", StandardOpenOption.APPEND);
        Files.writeString(file, "{\"kind\":\"row\"}\n", StandardOpenOption.APPEND);
        assertThatExceptionOfType(NerException.class)
                .isThrownBy(() -> complete(run(SENTENCES), "c"))
                .withMessageEndingWith("line 10: is no JSON object; remove the line, its sentence is computed again");
    }

    @Test
    void twoRunsOfOneFileAreRefused() {
        try (RunFile open = RunFile.open(file, "c", "corpus")) {
            assertThat(open.wasCut()).isFalse();
            assertThatExceptionOfType(NerException.class)
                    .isThrownBy(() -> RunFile.open(file, "c", "corpus"))
                    .withMessageContaining("is open in another run");
        }
    }

    @Test
    void anEmptyPoolHasNoExamplesToShowAndMakesAnEmptyBaseline() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new EvalRun(task(List.of()), SENTENCES, List.of(TOY), 3))
                .withMessage(
                        "setting 'toy tanl spread k=1' shows 1 examples, but the pool is empty; give a pool, or k 0");
        EvalRun run = new EvalRun(task(List.of()), SENTENCES, List.of(Setting.pool()), 3);
        try (LocalDetectors detectors = detectors();
                RunFile open = RunFile.open(file, "c", "corpus")) {
            run.complete(open, detectors, new EvalRun.Listener() {});
            SettingResult result =
                    EvalResults.of(facts(), run, open, detectors).settings().getFirst();
            assertThat(result.sheet().strict()).isEqualTo(new SpanScores(7, 0, 0, 0));
        }
    }

    @Test
    void aDictionaryAloneIsABaseline() {
        EvalRun run = new EvalRun(task(POOL), SENTENCES, List.of(Setting.dictionary("starter")), 3);
        try (LocalDetectors detectors = detectors();
                RunFile open = RunFile.open(file, "c", "corpus")) {
            run.complete(open, detectors, new EvalRun.Listener() {});
            SettingResult result =
                    EvalResults.of(facts(), run, open, detectors).settings().getFirst();
            assertThat(result.sheet().strict().found()).isPositive();
            assertThat(detectors.fingerprint(Setting.dictionary("starter"))).isNotEmpty();
        }
    }

    @Test
    void kLargerThanThePoolShowsAllOfIt() {
        for (String selector : List.of("spread", "static", "tfidf")) {
            ExampleSelector chosen = detectors().selector(Setting.llm("toy", "tanl", selector, 16), POOL);
            assertThat(chosen.select("another fever")).isEqualTo(POOL);
        }
        assertThatIllegalArgumentException()
                .isThrownBy(() -> detectors().selector(Setting.llm("toy", "tanl", "psychic", 16), POOL))
                .withMessageStartingWith("selection is 'psychic', expected one of none, spread, static, random");
    }

    @Test
    void reportsSayTheFiguresAndThePageEscapesTheText() {
        EvalRun run = new EvalRun(
                task(POOL), SENTENCES, List.of(Setting.pool(), TOY, Setting.llm("toy", "tanl", "spread", 2)), 3);
        EvalResults results = complete(run, "c");
        assertThat(EvalMarkdown.of(results))
                .contains("| toy tanl spread k=1 | 1.000 | 0.571 | **0.727** |")
                .contains("| toy tanl spread k=1 | +0.000 | +0.000 to +0.000 | 1.000 |");
        assertThat(EvalJson.of(results)).contains("\"prefixHitShare\" : 0.4").doesNotContain("fever");
        String page = EvalHtml.of(results);
        assertThat(page)
                .contains("fever \\u003cb> 0")
                .doesNotContain("fever <b>")
                .contains("Strict F1 by number of examples")
                .doesNotContain("{{")
                .doesNotContain("http://", "https://");
    }

    @Test
    void reportsSayWhatWasFittedAlsoOfARunThatWasFinishedBefore() {
        assertThat(EvalMarkdown.of(complete(run(SENTENCES), "c"))).doesNotContain("What was fitted");
        model = "another";
        fitting = "pool alone F1 0.700 & <more>";
        complete(run(SENTENCES), "c");
        fitting = "";
        EvalResults results = complete(run(SENTENCES), "c");
        assertThat(EvalMarkdown.of(results)).contains("| toy tanl spread k=1 | pool alone F1 0.700 & <more> |");
        assertThat(EvalHtml.of(results)).contains(">pool alone F1 0.700 &amp; &lt;more&gt;</span></td>");
        assertThat(EvalJson.of(results)).contains("\"fitting\" : \"pool alone F1 0.700");
    }

    private EvalRun run(List<GoldSentence> sentences) {
        return new EvalRun(task(POOL), sentences, List.of(TOY), 3);
    }

    private EvalResults complete(EvalRun run, String corpus) {
        try (RunFile open = RunFile.open(file, corpus, "corpus")) {
            run.complete(open, new Toy(), new EvalRun.Listener() {});
            return EvalResults.of(facts(), run, open, new Toy());
        }
    }

    private static LocalDetectors detectors() {
        return new LocalDetectors(new NoParts(), EngineOptions.DEFAULTS, OwnDocuments.NONE);
    }

    /** No model, the built-in dictionary, no encoder. */
    static final class NoParts implements LocalParts {
        @Override
        public Path model(String name) {
            return Path.of("none");
        }

        @Override
        public boolean isEncoder(String name) {
            return false;
        }

        @Override
        public KnowledgeBase dictionary(String name) {
            return KnowledgeBase.starter();
        }

        @Override
        public Embedder encoder(String name) {
            throw new IllegalArgumentException("no encoder " + name);
        }
    }

    private static EvalResults.Facts facts() {
        return new EvalResults.Facts(
                "corpus", "c", "all", "toy", List.of("problem"), "pool", 1, "", new Bootstrap(50, 1), true);
    }

    private static Task task(List<AnnotatedText> pool) {
        return new Task("toy", "clinical", List.of(new Label("problem", "A problem.", "All of it.")), pool);
    }
}
