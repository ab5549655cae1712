package io.osler.ner.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EvalCommandTest {
    @TempDir
    Path directory;

    private CliFixture cli;

    @BeforeEach
    void corpus() {
        cli = new CliFixture(directory);
        cli.note("corpus/train.tsv", "red\tB-Disease\neye\tI-Disease\n\ngout\tB-Disease\n\n");
        cli.note("corpus/test.tsv", "gout\tB-Disease\nagain\tO\n\nfever\tB-Disease\nX\tB-Gene\n\n");
    }

    @Test
    void thePoolAloneIsScoredAndReported() {
        CliFixture.Outcome outcome = run();
        assertThat(outcome.code()).isZero();
        assertThat(outcome.out())
                .contains("2 sentences (all of ", "| the pool's own mentions, no model | 1.000 | 0.500 | **0.667** |");
        assertThat(outcome.err()).contains("reading: 1 mentions of types not asked for");
        assertThat(cli.read("report.md")).contains("**0.667**");
        assertThat(cli.read("report.json")).contains("\"mentions\" : 2");
        assertThat(cli.read("report.html")).contains("Errors in context");
        assertThat(cli.read("run.jsonl").lines()).hasSize(1 + 1 + 2);
    }

    @Test
    void aSecondTimeNothingIsComputed() {
        run();
        String rows = cli.read("run.jsonl");
        assertThat(run().err()).contains("2 sentences, 2 of them there already");
        assertThat(cli.read("run.jsonl")).isEqualTo(rows);
    }

    @Test
    void anotherCorpusUnderTheSameOutputIsRefused() {
        run();
        cli.note("corpus/test.tsv", "gout\tO\n\n");
        CliFixture.Outcome outcome = run();
        assertThat(outcome.code()).isEqualTo(ExitCodes.ENVIRONMENT);
        assertThat(outcome.err()).contains("RUN_UNUSABLE: ", "is a run over another corpus or split");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '#',
            value = {
                "--sample some # sample is 'some', expected all, first:N, random:N, random:N:SEED or ncbi-449",
                "--baselines luck # baseline is 'luck', expected pool, dictionary or none",
                "--baselines none # there are 2 sentences and 0 settings, expected at least one of each",
                "--types Gene=gene # --types maps Gene to 'gene', but task 'disease' has [disease]",
                "--models toy-model --pool none # shows 16 examples, but the pool is empty; give a pool, or k 0",
                "--models toy-model --selectors psychic # selection is 'psychic', expected one of",
                "--models toy-model --formats poem # format is 'poem', expected one of",
            })
    void whatCannotBeMeantIsTold(String options, String message) {
        CliFixture.Outcome outcome = run(options.split(" "));
        assertThat(outcome.err()).contains(message);
        assertThat(outcome.code()).isEqualTo(ExitCodes.WRONG_USAGE);
    }

    private CliFixture.Outcome run(String... more) {
        String[] arguments = {
            "eval",
            "--corpus",
            directory.resolve("corpus").toString(),
            "--task",
            "disease",
            "-o",
            cli.out().toString()
        };
        String[] all = Arrays.copyOf(arguments, arguments.length + more.length);
        System.arraycopy(more, 0, all, arguments.length, more.length);
        return cli.run(all);
    }
}
