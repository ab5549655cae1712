package io.osler.bench.speed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.osler.engine.EngineOptions;
import io.osler.ner.Mention;
import io.osler.ner.NerException;
import io.osler.ner.eval.EngineUse;
import io.osler.ner.eval.EvalRow;
import io.osler.ner.eval.EvalSample;
import io.osler.ner.eval.Outcome;
import io.osler.ner.eval.RunFile;
import io.osler.ner.eval.RunRecords;
import io.osler.ner.eval.Setting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On an invented corpus: 40 sentences, the gout of each annotated. */
class StudyBarsTest {
    private static final int SENTENCES = 40;
    private static final Setting KATE = Setting.llm("toy", "tanl", "tfidf", 16);
    private static final Setting RANDOM =
            Setting.llm("toy", "tanl", "random", 16).withSeed(3);
    private static final Setting ZERO = Setting.llm("toy", "tanl", "none", 0);

    @TempDir
    Path directory;

    private final List<Bar> rows = new ArrayList<>();
    private Path data;

    @BeforeEach
    void corpus() throws IOException {
        data = directory.resolve("data");
        Path corpus = Files.createDirectories(data.resolve("ncbi-disease/iob"));
        String text = IntStream.range(0, SENTENCES)
                .mapToObj("Day\tO\n%d\tO\nof\tO\ngout\tB-disease\n.\tO\n\n"::formatted)
                .reduce("", String::concat);
        Files.writeString(corpus.resolve("test.tsv"), text);
        Files.writeString(corpus.resolve("train.tsv"), "Day\tO\nof\tO\ngout\tB-disease\n\n");
    }

    private void measure(Path... runs) {
        StudyRun own = new StudyRun(
                List.of("no-such-model"), EngineOptions.DEFAULTS, EvalSample.ALL, 7, directory.resolve("own"));
        new StudyBars(new StudyBars.Plan(Optional.of(data), List.of(runs), own), new BarSheet("study", rows::add))
                .measure();
    }

    /** Writes what a run would. */
    private final class Run implements AutoCloseable {
        private final Path place;
        private final RunFile file;
        private final StudyCorpus corpus = StudyCorpus.read(data);

        Run(String name, boolean sameCorpus) {
            place = directory.resolve(name);
            file = RunFile.open(
                    place.resolve(RunRecords.FILE), sameCorpus ? corpus.fingerprint() : "another", "invented");
        }

        /** Finds the gout of some sentences. */
        void add(Setting setting, IntPredicate found, Map<String, Integer> counts) {
            file.begin(setting.label(), setting, "");
            for (int i = 0; i < SENTENCES; i++) {
                List<Mention> mentions =
                        found.test(i) ? corpus.sentences().get(i).gold().mentions() : List.of();
                file.append(new EvalRow(
                        setting.label(),
                        corpus.sentences().get(i).id(),
                        new Outcome(mentions, counts, EngineUse.NONE),
                        1));
            }
        }

        @Override
        public void close() {
            file.close();
        }
    }

    private Bar row(String part) {
        return rows.stream()
                .filter(row -> row.name().contains(part))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void whatHoldsAndWhatDoesNotIsReadFromAFinishedRun() {
        try (Run run = new Run("one", true)) {
            run.add(Setting.pool(), i -> i % 2 == 0, Map.of());
            run.add(KATE, i -> i < 36, Map.of());
            run.add(RANDOM, i -> i < 12, Map.of());
            run.add(ZERO, i -> i < 4, Map.of());
            run.add(ZERO.withKnowledge("mesh", "dirag"), i -> i < 4, Map.of());
            run.add(ZERO.withGrammar(false), i -> i < 4, Map.of(Outcome.UNGROUNDED, 2));
        }
        measure(directory.resolve("one"));
        assertThat(row("ungrounded, with the grammar, 160 sentences").verdict()).isEqualTo("pass");
        assertThat(row("unparseable, with the grammar").verdict()).isEqualTo("pass");
        assertThat(row("ungrounded, without the grammar").row()).contains("| 80 |  |");
        assertThat(row("the pool's own mentions, no model, 40 sentences")
                        .figure()
                        .median())
                .isEqualTo(2.0 / 3);
        Bar kate = row("tfidf k=16 less toy tanl random k=16 seed 3, 40 sentences, 0.947 and 0.462");
        assertThat(kate.figure().median()).isBetween(48.5, 48.7);
        assertThat(kate.figure().least()).isBetween(20.0, kate.figure().median());
        assertThat(kate.verdict()).isEqualTo("pass");
        assertThat(row("low end of the interval").verdict()).as("no difference").isEqualTo("short");
        assertThat(row("best of model-only few-shot: toy tanl tfidf k=16").verdict())
                .isEqualTo("pass");
    }

    @Test
    void neighboursAndRandomExamplesAreComparedEachAtItsBestBias() {
        try (Run run = new Run("one", true)) {
            run.add(KATE, i -> i < 36, Map.of());
            run.add(KATE.withOpenBias(-1), i -> i < 4, Map.of());
            run.add(RANDOM, i -> i < 12, Map.of());
            run.add(RANDOM.withOpenBias(0.5), i -> i < 20, Map.of());
        }
        measure(directory.resolve("one"));
        assertThat(row("tfidf k=16 less toy tanl random k=16 bias 0.5 seed 3").verdict())
                .isEqualTo("pass");
        assertThat(rows)
                .extracting(Bar::name)
                .filteredOn(name -> name.contains("tfidf k=16 less"))
                .hasSize(1);
    }

    @Test
    void anUngroundedSpanUnderTheGrammarAndALeadThatIsTooSmallAreShort() {
        try (Run run = new Run("one", true);
                Run other = new Run("other", false)) {
            run.add(KATE, i -> i < 14, Map.of());
            run.add(RANDOM, i -> i < 12, Map.of());
            run.add(ZERO, i -> i < 2, Map.of());
            run.add(ZERO.withKnowledge("mesh", "dirag"), i -> i < 30, Map.of());
            other.add(ZERO, i -> true, Map.of(Outcome.UNGROUNDED, 1));
        }
        measure(directory.resolve("one"), directory.resolve("other"));
        assertThat(row("ungrounded, with the grammar, 200 sentences").verdict()).isEqualTo("short");
        assertThat(row("less toy tanl random").verdict()).isEqualTo("short");
        assertThat(row("low end of the interval").verdict()).isEqualTo("pass");
        assertThat(row("best of model-only few-shot").verdict()).isEqualTo("short");
    }

    @Test
    void aRunWithoutTheSettingsLeavesFiguresOut() {
        try (Run run = new Run("one", true)) {
            run.add(Setting.pool(), i -> true, Map.of());
        }
        measure(directory.resolve("one"));
        assertThat(row("KATE less random").verdict()).isEqualTo("not measured: no run has both");
        assertThat(row("DiRAG less no DiRAG").verdict()).isEqualTo("not measured: no run has both");
        assertThat(row("ungrounded").verdict()).isEqualTo("not measured: no run asks a model with the grammar");
        assertThat(row("best of").verdict()).isEqualTo("not measured: no run asks a model with examples");
    }

    @Test
    void aDirectoryWithoutARunIsTold() {
        assertThatExceptionOfType(NerException.class)
                .isThrownBy(() -> measure(directory))
                .withMessage(
                        "INPUT_UNREADABLE: %s: cannot be read, expected the rows of an 'osler eval' run",
                        directory.resolve("run.jsonl"));
    }
}
