package io.osler.ner.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code fit} refuses before it opens a model, and what the other commands say of files that are no heads. */
class FitCommandTest {
    @TempDir
    private Path directory;

    private CliFixture cli;

    @BeforeEach
    void begin() {
        cli = new CliFixture(directory);
    }

    /** IOB2: each word of {@code words} is a sentence "the WORD hurts" with the word annotated. */
    private String corpus(String name, String type, String... words) {
        StringBuilder text = new StringBuilder();
        for (String word : words) {
            text.append("the\tO\n").append(word).append("\tB-").append(type).append("\nhurts\tO\n\n");
        }
        return cli.note(name, text.toString());
    }

    private CliFixture.Outcome fit(String... more) {
        String[] arguments = new String[more.length + 5];
        arguments[0] = "fit";
        arguments[1] = "--task";
        arguments[2] = "disease";
        arguments[3] = "-o";
        arguments[4] = directory.resolve("my.head").toString();
        System.arraycopy(more, 0, arguments, 5, more.length);
        return cli.run(arguments);
    }

    @Test
    void otherLabelsAreNamedWithWhatToDo() {
        CliFixture.Outcome outcome = fit("--train", corpus("train.tsv", "Sign", "knee", "head"));
        assertThat(outcome.code()).isEqualTo(ExitCodes.WRONG_USAGE);
        assertThat(outcome.err())
                .contains("train.tsv has no mention of disease; its types are Sign: say which is which, such as --types"
                        + " Sign=disease");
    }

    @Test
    void aCorpusWithoutAnyMentionIsRefused() {
        CliFixture.Outcome outcome = fit("--train", cli.note("train.tsv", "all\tO\nis\tO\nwell\tO\n\n"));
        assertThat(outcome.code()).isEqualTo(ExitCodes.WRONG_USAGE);
        assertThat(outcome.err()).contains("has no mention of disease; nothing is annotated in it");
    }

    @Test
    void everyOneOfSeveralCorporaIsRead() {
        String good = corpus("train.tsv", "disease", "knee");
        CliFixture.Outcome other = fit("--train", good, corpus("more.tsv", "Sign", "head"));
        assertThat(other.code()).isEqualTo(ExitCodes.WRONG_USAGE);
        assertThat(other.err()).contains("more.tsv has no mention of disease; its types are Sign");
        String export = cli.note("export.json", "[{\"data\": {\"text\": \"a\"}, \"annotations\": []}]");
        assertThat(fit("--train", good, "--train", export).err())
                .contains("export.json")
                .contains("holds 1 tasks and no annotation of any");
    }

    @Test
    void withoutEvidenceThereIsNothingToLeaveOut() {
        assertThat(fit("--train", "missing.tsv", "--no-evidence", "--ablation").err())
                .contains("--ablation leaves out evidence, but with --no-evidence there is none");
    }

    @Test
    void overlappingAndEmptyAnnotationIsNamedByItsPlace() {
        cli.note("brat/a.txt", "fever and cough");
        cli.note("brat/a.ann", "T1\tdisease 0 5\tfever\nT2\tdisease 0 9\tfever and\n");
        CliFixture.Outcome overlapping =
                fit("--train", directory.resolve("brat").toString());
        assertThat(overlapping.code()).isEqualTo(ExitCodes.ENVIRONMENT);
        assertThat(overlapping.err())
                .contains("CORPUS_INVALID")
                .contains("a.ann")
                .contains("overlap");
        cli.note("brat/a.ann", "T1\tdisease 3 3\t\n");
        CliFixture.Outcome empty = fit("--train", directory.resolve("brat").toString());
        assertThat(empty.code()).isEqualTo(ExitCodes.ENVIRONMENT);
        assertThat(empty.err()).contains("CORPUS_INVALID").contains("a.ann");
    }

    @Test
    void wrongNumbersAreRefusedBeforeAnythingIsRead() {
        assertThat(fit("--train", "missing.tsv", "--networks", "0").err()).contains("seeds is 0, expected 1 to 20");
        assertThat(fit("--train", "missing.tsv", "--curve", "3").err())
                .contains("curve is [3], expected numbers from 10 on");
        assertThat(fit("--train", "missing.tsv").err())
                .contains("INPUT_MISSING")
                .contains("missing.tsv");
    }

    @Test
    void aModelThatIsNotKnownIsNamedWithThoseThereAre() {
        String train = corpus("train.tsv", "disease", "knee");
        CliFixture.Outcome outcome = fit("--train", train, "--model", "nowhere+" + CliFixture.ENCODER);
        assertThat(outcome.code()).isEqualTo(ExitCodes.WRONG_USAGE);
        assertThat(outcome.err())
                .contains("model 'nowhere' is not known, expected one of")
                .contains(CliFixture.MODEL)
                .contains(CliFixture.ENCODER);
        Path plus = directory.resolve("a+b.gguf");
        assertThat(HeadsOption.names(plus.toString())).hasSize(2);
        cli.note("a+b.gguf", "not really weights");
        assertThat(HeadsOption.names(plus.toString())).containsExactly(plus.toString());
    }

    @Test
    void aDirectoryIsNoPlaceForAHead() {
        CliFixture.Outcome outcome =
                cli.run("fit", "--task", "disease", "--train", "x.tsv", "-o", directory.toString());
        assertThat(outcome.code()).isEqualTo(ExitCodes.WRONG_USAGE);
        assertThat(outcome.err()).contains("a directory; expected the name of a file");
    }

    @Test
    void annotateRefusesWhatIsNoHead() throws Exception {
        String note = cli.note("note.txt", "No fever.");
        Path file = directory.resolve("my.head");
        Files.writeString(file, "not a head at all");
        CliFixture.Outcome outcome = cli.run("annotate", note, "-o", cli.out().toString(), "--head", file.toString());
        assertThat(outcome.code()).isEqualTo(ExitCodes.ENVIRONMENT);
        assertThat(outcome.err())
                .contains("HEAD_UNUSABLE")
                .contains("is damaged or no head")
                .contains("fit it again");
        assertThat(cli.run("annotate", note, "-o", cli.out().toString(), "--min-confidence", "0.3")
                        .err())
                .contains("--min-confidence is for fitted heads; name one with --head");
        assertThat(cli.opened).isEmpty();
    }
}
