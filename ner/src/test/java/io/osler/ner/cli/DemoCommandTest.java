package io.osler.ner.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.osler.ner.cli.CliFixture.Outcome;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoCommandTest {
    @TempDir
    private Path directory;

    @Test
    void theSamplesBecomeATableAndAReport() {
        CliFixture cli = new CliFixture(directory);

        Outcome outcome = cli.run("demo", "--out", cli.out().toString(), "--model", CliFixture.MODEL);

        assertThat(outcome.code()).isEqualTo(ExitCodes.DONE);
        assertThat(outcome.out())
                .startsWith("note ")
                .contains("fever", "problem", "0.50", "sentences/s", "opened in ", "must review")
                .contains("Look at it: " + cli.out().resolve("report.html"));
        assertThat(cli.annotator.shown).hasSameSizeAs(DemoCommand.SAMPLES);
        assertThat(cli.out()).isDirectoryContaining("glob:**/{annotations.jsonl,emergency-note.ann}");
        assertThat(outcome.err()).doesNotContain("fever");
    }

    @Test
    void aSecondDemoReplacesTheFirst() {
        CliFixture cli = new CliFixture(directory);
        String[] arguments = {"demo", "-o", cli.out().toString(), "--model", CliFixture.MODEL};

        assertThat(cli.run(arguments).code()).isEqualTo(ExitCodes.DONE);
        assertThat(cli.run(arguments).code()).isEqualTo(ExitCodes.DONE);
    }
}
