package io.osler.ner.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.osler.ner.cli.CliFixture.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelsCommandTest {
    @TempDir
    private Path directory;

    private CliFixture cli;

    @BeforeEach
    void setUp() {
        cli = new CliFixture(directory);
    }

    private Path installed() {
        return directory.resolve("home/models").resolve(CliFixture.MODEL);
    }

    @Test
    void pullShowsLicenceAndTermsAndListShowsTheModel() {
        Outcome pull = cli.run("models", "pull", CliFixture.MODEL);

        assertThat(pull.code()).isEqualTo(ExitCodes.DONE);
        assertThat(pull.err())
                .contains(
                        "toy-model: 18 bytes, licence CC0-1.0",
                        "Toy Terms: be kind.",
                        "weights.gguf: 18 bytes, checked");
        assertThat(pull.out()).isEqualTo("toy-model is in %s%n".formatted(installed()));
        assertThat(cli.run("models", "list").out().lines().map(line -> line.replaceAll(" +", " ")))
                .contains(
                        "id kind parameters size licence installed",
                        "toy-model llm 135M 18 bytes CC0-1.0 yes",
                        "toy-encoder encoder 135M 18 bytes CC0-1.0 no");
    }

    @Test
    void aDirectoryIsPulledUnderANameAndListed() {
        String file = cli.note("mine/model.gguf", "own weights");

        assertThat(cli.run("models", "pull", "dir:" + file).err()).contains("--as ID");
        assertThat(cli.run("models", "pull", "dir:" + file, "--as", "mine").code())
                .isEqualTo(ExitCodes.DONE);
        assertThat(cli.run("models", "list").out()).contains("mine ", " own ", "unknown");
    }

    @Test
    void anUnknownModelIsWrongUsageWithTheKnownOnes() {
        Outcome outcome = cli.run("models", "pull", "nope");

        assertThat(outcome.code()).isEqualTo(ExitCodes.WRONG_USAGE);
        assertThat(outcome.err()).contains("UNKNOWN_MODEL: nope", "toy-model, toy-encoder");
    }

    @Test
    void pathPrintsTheDirectoryOrHowToGetTheModel() {
        Outcome before = cli.run("models", "path", CliFixture.MODEL);
        assertThat(before.code()).isEqualTo(ExitCodes.ENVIRONMENT);
        assertThat(before.err()).contains("NOT_INSTALLED: toy-model", "models pull toy-model");

        cli.run("models", "pull", CliFixture.MODEL);
        assertThat(cli.run("models", "path", CliFixture.MODEL).out()).isEqualTo("%s%n".formatted(installed()));
    }

    @Test
    void verifyFindsAChangedFile() throws IOException {
        cli.run("models", "pull", CliFixture.MODEL);
        assertThat(cli.run("models", "verify").out()).startsWith("ok    toy-model/weights.gguf: sha256 ");

        Files.writeString(installed().resolve("weights.gguf"), "not really weightz");
        Outcome outcome = cli.run("models", "verify", CliFixture.MODEL);

        assertThat(outcome.code()).isEqualTo(ExitCodes.ENVIRONMENT);
        assertThat(outcome.out()).startsWith("fail  toy-model/weights.gguf: has sha256 ");
        assertThat(outcome.err()).contains("toy-model is damaged; delete " + installed() + " and pull it again");
    }
}
