package io.osler.ner.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is refused before a model is opened. */
class FitSpansCommandTest {
    @TempDir
    private Path directory;

    private CliFixture cli;

    @BeforeEach
    void begin() {
        cli = new CliFixture(directory);
    }

    private String fit(String... more) {
        String[] arguments = new String[more.length + 5];
        System.arraycopy(
                new String[] {
                    "fit-spans",
                    "--task",
                    "disease",
                    "-o",
                    directory.resolve("e").toString()
                },
                0,
                arguments,
                0,
                5);
        System.arraycopy(more, 0, arguments, 5, more.length);
        CliFixture.Outcome outcome = cli.run(arguments);
        assertThat(outcome.code()).isEqualTo(ExitCodes.WRONG_USAGE);
        return outcome.err();
    }

    @Test
    void wrongWordsAreNamed() {
        assertThat(fit("--sentences", "3")).contains("sentences to fit evidence on are 3, expected at least 10");
        assertThat(fit("--evidence", "lm+stars"))
                .contains("evidence is 'lm+stars', expected parts of lm+pool+examples+kb with + between");
        assertThat(fit("--select", "best")).contains("selection is 'best', expected one of none, spread");
        assertThat(cli.run("fit-spans", "--task", "disease", "-o", directory.toString())
                        .err())
                .contains("a directory; expected the name of a file");
        assertThat(cli.run("fit-spans", "--task", "disease", "--train", "missing.tsv", "-o", directory + "/e")
                        .err())
                .contains("INPUT_MISSING");
    }

    @Test
    void annotateRefusesEvidenceThatIsNoneOrNotAskedFor() {
        String note = cli.note("note.txt", "No fever.");
        String file = cli.note("e.json", "{\"what\": \"else\"}");
        CliFixture.Outcome none =
                cli.run("annotate", note, "-o", cli.out().toString(), "--decoding", "spans", "--evidence", file);
        assertThat(none.code()).isEqualTo(ExitCodes.ENVIRONMENT);
        assertThat(none.err()).contains("HEAD_UNUSABLE").contains("is no evidence of 'osler fit-spans'");
        assertThat(cli.run("annotate", note, "-o", cli.out().toString(), "--evidence", file)
                        .err())
                .contains("--evidence judges scored spans, expected --decoding spans");
        assertThat(cli.opened).isEmpty();
    }
}
