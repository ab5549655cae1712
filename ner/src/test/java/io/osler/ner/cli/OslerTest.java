package io.osler.ner.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.osler.models.store.ModelCatalog;
import io.osler.ner.DefaultModel;
import io.osler.ner.cli.CliFixture.Outcome;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OslerTest {
    @TempDir
    private Path directory;

    private Outcome run(String line) {
        return new CliFixture(directory).run(line.isEmpty() ? new String[0] : line.split(" "));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--help",
                "demo --help",
                "annotate --help",
                "kb --help",
                "kb build --help",
                "kb info --help",
                "kb search --help",
                "kb scan --help",
                "models --help",
                "models list --help",
                "models pull --help",
                "models verify --help",
                "models path --help",
                "doctor --help"
            })
    void everyCommandExplainsItselfWithAnExample(String line) {
        Outcome outcome = run(line);

        assertThat(outcome.code()).isEqualTo(ExitCodes.DONE);
        assertThat(outcome.out()).contains("Usage: osler", "Example", "osler ");
        assertThat(outcome.out().lines())
                .allSatisfy(text -> assertThat(text.length()).isLessThanOrEqualTo(100));
        assertThat(outcome.err()).isEmpty();
    }

    @Test
    void helpShowsTheDefaultsOfTheLibrary() {
        assertThat(run("annotate --help").out())
                .contains("(default: jsonl,brat,html)", "(default: clinical)", "(default: greedy)");
    }

    @Test
    void versionNamesOslerAndTheJdk() {
        assertThat(run("--version").out()).startsWith("osler ").contains("JDK " + Runtime.version());
    }

    @Test
    void withoutACommandTheyAreListed() {
        Outcome outcome = run("");

        assertThat(outcome.code()).isEqualTo(ExitCodes.WRONG_USAGE);
        assertThat(outcome.err()).contains("One of demo, annotate, propose, fit, fit-spans, eval, kb, models, doctor");
        assertThat(run("kb").err()).contains("One of build, info, search, scan");
        assertThat(run("models").err()).contains("One of list, pull, verify, path");
    }

    @Test
    void aMisspeltCommandIsWrongUsage() {
        Outcome outcome = run("anotate");

        assertThat(outcome.code()).isEqualTo(ExitCodes.WRONG_USAGE);
        assertThat(outcome.err()).contains("'anotate'", "Run 'osler --help'", "Did you mean");
    }

    @Test
    void theDefaultModelsAreInTheCatalogue() {
        assertThat(ModelCatalog.builtIn().ids()).contains(DefaultModel.ID, DefaultModel.SMALL_ID);
    }
}
