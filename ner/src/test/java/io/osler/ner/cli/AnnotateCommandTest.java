package io.osler.ner.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.osler.ner.ConfidenceBand;
import io.osler.ner.DefaultModel;
import io.osler.ner.NerOptions;
import io.osler.ner.cli.CliFixture.Outcome;
import io.osler.ner.detect.SpanScoreOptions;
import io.osler.ner.select.SelectionSpec;
import io.osler.ner.task.OutputFormat;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class AnnotateCommandTest {
    @TempDir
    private Path directory;

    private CliFixture cli;

    @BeforeEach
    void setUp() {
        cli = new CliFixture(directory);
    }

    private Outcome annotate(String... inputsAndOptions) {
        List<String> arguments =
                new ArrayList<>(List.of("annotate", "--out", cli.out().toString(), "--model", CliFixture.MODEL));
        arguments.addAll(List.of(inputsAndOptions));
        return cli.run(arguments.toArray(String[]::new));
    }

    private JsonNode summary() {
        return JsonMapper.shared().readTree(cli.read("summary.json"));
    }

    private List<JsonNode> lines() {
        return cli.read("annotations.jsonl")
                .lines()
                .map(JsonMapper.shared()::readTree)
                .toList();
    }

    @Test
    void aDirectoryBecomesAllFormatsAndASummary() {
        cli.note("notes/b.txt", "No fever.\nGiven aspirin.\n");
        cli.note("notes/deep/a.TXT", "cough");
        cli.note("notes/.hidden.txt", "cough");
        cli.note("notes/.git/c.txt", "cough");
        cli.note("notes/readme.md", "cough");

        Outcome outcome = annotate(directory.resolve("notes").toString());

        assertThat(outcome.code()).isEqualTo(ExitCodes.DONE);
        assertThat(outcome.out())
                .contains("2 notes, 3 sentences, 3 mentions in ", "  problem 2, treatment 1, test 0", "results in ");
        assertThat(outcome.err())
                .contains("model toy-model is not in ", "pulling it, 18 bytes", "Toy Terms: be kind.")
                .doesNotContain("fever");
        assertThat(lines()).extracting(line -> line.path("doc_id").asString()).containsExactly("b", "a");
        assertThat(cli.out()).isDirectoryContaining("glob:**/{report.html,b.ann,a.txt,summary.json}");
        assertThat(summary().path("mentions").path("problem").asInt()).isEqualTo(2);
        assertThat(summary().path("model").asString()).isEqualTo(CliFixture.MODEL);
        assertThat(cli.annotator.closed).isTrue();
    }

    @Test
    void everyFormatIsWrittenAndSaysWhatItsOffsetsCount() {
        String note = cli.note("a.txt", "😀 fever, cough");

        Outcome outcome = annotate(
                note, "--format", "jsonl,brat,html,pubtator,bioc,iob2,label-studio,fhir,omop", "--offsets", "utf-16");

        assertThat(outcome.code()).isEqualTo(ExitCodes.DONE);
        assertThat(lines().getFirst().path("offsets").asString()).isEqualTo("utf-16 code units, half-open");
        assertThat(lines().getFirst().path("mentions").get(0).path("begin").asInt())
                .isEqualTo(3);
        assertThat(cli.read("annotations.pubtator")).contains("a\t3\t8\tfever\tproblem\t-1\n");
        assertThat(cli.read("fhir/a.json")).contains("utf-16 code units, half-open");
        assertThat(cli.read("note_nlp.csv")).contains(",fever,0,0,");
        assertThat(cli.out().resolve("annotations.spacy.jsonl")).doesNotExist();
        assertThat(annotate(note, "--format", "iob2").err()).contains("is there from an earlier run; --force");
    }

    @Test
    void dictionaryMentionsAreAssertedUnlessAskedNot() throws IOException {
        String note = cli.note("a.txt", "No fever. Zilch cough.");
        String rules = cli.note("rules.tsv", "zilch\tabsent\tforward\n");

        annotate(note, "--detector", "dictionary", "--format", "jsonl", "--assertion-rules", rules);
        assertThat(lines().getFirst().path("mentions").valueStream())
                .hasSize(2)
                .allMatch(mention ->
                        mention.path("assertion").path("status").asString().equals("absent"));

        annotate(note, "--detector", "dictionary", "--format", "jsonl", "--no-assert", "--force");
        assertThat(lines().getFirst().path("mentions").valueStream())
                .hasSize(2)
                .noneMatch(mention -> mention.has("assertion"));

        Files.writeString(Path.of(rules), "zilch\tabsent\tsideways\n");
        Outcome wrong = annotate(note, "--detector", "dictionary", "--force", "--assertion-rules", rules);
        assertThat(wrong.code()).isEqualTo(ExitCodes.WRONG_USAGE);
        assertThat(wrong.err()).contains("RULES_INVALID: %s, line 1: has the direction 'sideways'".formatted(rules));
    }

    @Test
    void standardInputIsANote() {
        cli.standardInput = "fever".getBytes(StandardCharsets.UTF_8);

        assertThat(annotate("-", "--format", "jsonl").code()).isEqualTo(ExitCodes.DONE);

        assertThat(lines()).extracting(line -> line.path("doc_id").asString()).containsExactly("stdin");
        assertThat(cli.out().resolve("report.html")).doesNotExist();
    }

    @Test
    void offsetsThatAFormatCannotHaveAreToldBeforeAModelIsOpened() {
        Outcome outcome = annotate(cli.note("a.txt", "fever"), "--format", "spacy", "--offsets", "utf-16");

        assertThat(outcome.code()).isEqualTo(ExitCodes.WRONG_USAGE);
        assertThat(outcome.err()).contains("osler: spacy counts code points and nothing else;");
        assertThat(cli.opened).isEmpty();
    }

    @Test
    void mentionsOfDoubtfulConfidenceAreListedForReview() {
        assertThat(annotate(cli.note("a.txt", "\uD83D\uDE00 fever"), "--review", "0.4,0.6")
                        .code())
                .isEqualTo(ExitCodes.DONE);
        JsonNode doubtful = JsonMapper.shared().readTree(cli.read("review.jsonl"));
        assertThat(doubtful.path("note").asString()).isEqualTo("a");
        assertThat(doubtful.path("begin").asInt()).as("code points").isEqualTo(2);
        assertThat(doubtful.path("end").asInt()).isEqualTo(7);
        assertThat(doubtful.path("text").asString()).isEqualTo("fever");
        assertThat(annotate(cli.note("a.txt", "fever"), "--review", "0.6,0.9", "--force")
                        .code())
                .isEqualTo(ExitCodes.DONE);
        assertThat(cli.read("review.jsonl")).isEmpty();
    }

    @Test
    void whatTheModelVerifiesIsNotListed() {
        assertThat(annotate(cli.note("a.txt", "fever"), "--review", "0.4,0.6", "--verify")
                        .code())
                .isEqualTo(ExitCodes.DONE);
        assertThat(cli.out().resolve("review.jsonl")).doesNotExist();
        assertThat(cli.asked.getFirst().verified()).contains(new ConfidenceBand(0.4, 0.6));
        Outcome alone = annotate(cli.note("a.txt", "fever"), "--verify", "--force");
        assertThat(alone.code()).isEqualTo(ExitCodes.WRONG_USAGE);
        assertThat(alone.err()).contains("--verify asks about what --review LOW,HIGH names, expected both");
    }

    @Test
    void whatTheUserDoesNotSayIsLeftToTheTask() {
        annotate(cli.note("a.txt", "fever"));
        annotate(
                cli.note("a.txt", "fever"),
                "--force",
                "--examples=3",
                "--select=kate:tfidf",
                "--notation=tanl",
                "--decoding=spans",
                "--threshold=0.4");
        assertThat(cli.asked.getFirst()).isEqualTo(NerOptions.DEFAULTS);
        NerOptions asked = cli.asked.getLast();
        assertThat(asked.examples()).contains(3);
        assertThat(asked.select()).contains(SelectionSpec.parse("kate:tfidf"));
        assertThat(asked.format()).contains(OutputFormat.TANL);
        assertThat(asked.spans()).contains(SpanScoreOptions.DEFAULTS.withThreshold(0.4));
    }

    @Test
    void aMissingFileFailsAloneAndTheOthersFinish() {
        Outcome outcome = annotate(directory + "/no.txt", cli.note("a.txt", "fever"));

        assertThat(outcome.code()).isEqualTo(ExitCodes.INPUTS_FAILED);
        assertThat(outcome.err())
                .contains("failed: INPUT_MISSING: " + directory + "/no.txt: there is no such file or directory");
        assertThat(outcome.out()).contains("1 note, 1 sentence, 1 mention", "failed: 1");
        assertThat(summary().path("failures").get(0).path("source").asString()).isEqualTo(directory + "/no.txt");
    }

    @Test
    void withNothingToReadNoModelIsOpened() {
        cli.note("empty/readme.md", "");

        Outcome outcome = annotate(directory.resolve("empty").toString());

        assertThat(outcome.code()).isEqualTo(ExitCodes.INPUTS_FAILED);
        assertThat(outcome.err()).contains("INPUT_MISSING", "the directory holds no .txt file");
        assertThat(cli.opened).isEmpty();
    }

    @Test
    void whatIsNoTextIsRefusedWithThePlace() {
        Outcome outcome = annotate(
                cli.note("binary.txt", new byte[] {'a', 'b', 0, 'c'}),
                cli.note("latin.txt", new byte[] {'c', 'a', 'f', (byte) 0xE9, ' '}),
                cli.note("cut.txt", new byte[] {'x', (byte) 0xE2, (byte) 0x82}),
                cli.note("wide.txt", new byte[] {(byte) 0xFF, (byte) 0xFE, 'a', 0}),
                cli.note("good.txt", "fever"));

        assertThat(outcome.code()).isEqualTo(ExitCodes.INPUTS_FAILED);
        assertThat(outcome.err())
                .contains(
                        "binary.txt: is a binary file (NUL at byte 2), expected text in UTF-8",
                        "latin.txt: is not UTF-8 at byte 3; convert it first, for instance: iconv -f WINDOWS-1252",
                        "cut.txt: is not UTF-8 at byte 1",
                        "wide.txt: is UTF-16, expected UTF-8");
        assertThat(lines()).hasSize(1);
        assertThat(summary().path("notes_failed").asInt()).isEqualTo(4);
    }

    @Test
    void whenAllFailItIsStillExitOneAndASummary() {
        Outcome outcome = annotate(cli.note("binary.txt", new byte[] {0}));

        assertThat(outcome.code()).isEqualTo(ExitCodes.INPUTS_FAILED);
        assertThat(outcome.out()).contains("0 notes", "failed: 1");
        assertThat(summary().path("notes_done").asInt()).isZero();
    }

    @Test
    void emptyAndBlankNotesAreDoneWithoutTheModel() {
        Outcome outcome = annotate(cli.note("empty.txt", ""), cli.note("blank.txt", "\uFEFF \n\t"));

        assertThat(outcome.code()).isEqualTo(ExitCodes.DONE);
        assertThat(outcome.out()).contains("2 notes, 0 sentences, 0 mentions", "2 notes without text");
        assertThat(cli.annotator.shown).isEmpty();
        assertThat(lines()).hasSize(2);
    }

    @Test
    void aNoteAboveTenMegabytesIsRefused() {
        byte[] tooLong = new byte[NoteText.BYTES_MAX + 1];
        Arrays.fill(tooLong, (byte) 'a');
        cli.standardInput = tooLong;

        Outcome outcome = annotate(cli.note("long.txt", tooLong), "-");

        assertThat(outcome.code()).isEqualTo(ExitCodes.INPUTS_FAILED);
        assertThat(outcome.err())
                .contains(
                        "INPUT_TOO_LONG: " + directory.resolve("long.txt") + ": is longer than 10 MB",
                        "INPUT_TOO_LONG: standard input: is longer than 10 MB");
    }

    @Test
    void aNoteOfAMegabyteWorks() {
        Outcome outcome =
                annotate(cli.note("big.txt", "Seen today and sent home again.\n".repeat(32_000) + "No fever."));

        assertThat(outcome.code()).isEqualTo(ExitCodes.DONE);
        assertThat(outcome.out()).contains("1 note, 32,001 sentences, 1 mention ");
    }

    @Test
    void aByteOrderMarkCountsInOffsetsButIsNotShown() {
        assertThat(annotate(cli.note("marked.txt", "\uFEFF😀 fever <long>")).code())
                .isEqualTo(ExitCodes.DONE);

        assertThat(cli.annotator.shown.getFirst().text()).isEqualTo("😀 fever <long>");
        JsonNode line = lines().getFirst();
        assertThat(line.path("mentions").get(0).path("begin").asInt()).isEqualTo(3);
        assertThat(line.path("mentions").get(0).path("text").asString()).isEqualTo("fever");
        assertThat(line.path("skipped").get(0).path("begin").asInt()).isEqualTo(9);
        assertThat(cli.read("marked.txt")).startsWith("\uFEFF");
    }

    @Test
    void whatWasNotReadInsideANoteIsSaid() {
        Outcome outcome = annotate(cli.note("a.txt", "fever 😀 <long>"));

        assertThat(outcome.code()).isEqualTo(ExitCodes.DONE);
        assertThat(outcome.out()).contains("not read inside notes: 1", "  a, characters 8-14: too long to read");
    }

    @Test
    void aFailingNoteIsReportedWithoutItsTextAndTheOthersFinish() {
        Outcome outcome = annotate(
                cli.note("a.txt", "the engine fails here"),
                cli.note("b.txt", "a bug in Mr Secret's note"),
                cli.note("c.txt", "cough"));

        assertThat(outcome.code()).isEqualTo(ExitCodes.INPUTS_FAILED);
        assertThat(outcome.err())
                .contains("a.txt: FAILED: device: gave up; try again")
                .contains("b.txt: unexpected IllegalStateException, which is a fault of Osler itself; --debug shows"
                        + " where")
                .doesNotContain("Secret")
                .doesNotContain("\tat ");
        assertThat(outcome.out())
                .contains("1 note, 1 sentence, 1 mention", "failed: 2")
                .doesNotContain("Secret");
        assertThat(cli.read("summary.json")).doesNotContain("Secret");
    }

    @Test
    void debugShowsTheStack() {
        assertThat(annotate("--debug", cli.note("b.txt", "bug")).err()).contains("\tat io.osler.ner.cli.FakeAnnotator");
    }

    @Test
    void twoNotesOfTheSameNameAreKeptApart() {
        String one = cli.note("x/note.txt", "fever");
        String two = cli.note("y/note.txt", "cough");
        String three = cli.note("z/note-2.txt", "cough");

        Outcome outcome = annotate(one, two, three, one);

        assertThat(lines())
                .extracting(line -> line.path("doc_id").asString())
                .containsExactly("note", "note-2", "note-2-2");
        assertThat(outcome.out()).contains("renamed, as the name was taken: 2", "  note-2 is " + two);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--task    | nope  | task is 'nope', expected one of [clinical, disease, chemical-disease, gene,"
                        + " gene-chemical] or a YAML file",
                "--weights | int5  | Invalid value for option '--weights': 'int5' is not one of auto, f32, bf16, int8,"
                        + " int4",
                "--device  | tpu   | Invalid value for option '--device': 'tpu' is not one of auto, cpu, cuda",
                "--format  | xml   | 'xml' is not one of jsonl, brat, html",
                "--offsets | bytes | 'bytes' is not one of code-points, utf-16",
                "--threads | -1    | threads is -1, expected 0 or more",
                "--context | 0     | contextTokensMax is 0, expected at least 1",
                "--examples| many  | 'many' is not an int",
                "--select| nearest  | selection is 'nearest', expected one of none, spread, static,",
                "--decoding| beam  | 'beam' is not one of greedy, spans",
                "--review| 0.7,0.3  | confidence band is 0.7 to 0.3, expected two numbers in [0, 1], the smaller first",
                "--review| 0.7  | confidence band is '0.7', expected LOW,HIGH such as 0.3,0.7",
                "--notation| xml  | format is 'xml', expected one of [tanl, dice, json]",
                "--open-bias| NaN  | openBias is NaN, expected a finite number"
            })
    void wrongValuesAreAnsweredWithTheRightOnes(String option, String value, String message) {
        Outcome outcome = annotate(cli.note("a.txt", "fever"), option, value);

        assertThat(outcome.code()).isEqualTo(ExitCodes.WRONG_USAGE);
        assertThat(outcome.err())
                .contains(message, "Run 'osler annotate --help'")
                .doesNotContain("\tat ");
        assertThat(cli.opened).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "nope        | model 'nope' is not known, expected one of toy-model, qwen2.5-coder-1.5b-instruct",
                "./nope.gguf | model is './nope.gguf', but there is no such file or directory",
                "No Pe       | model id is 'No Pe', expected lower-case letters",
                "toy-encoder | model toy-encoder is an encoder and writes no text, expected one of toy-model"
            })
    void anUnknownModelIsAnsweredWithTheKnownOnes(String model, String message) {
        Outcome outcome = cli.run("annotate", "-o", cli.out().toString(), "--model", model, cli.note("a.txt", "fever"));

        assertThat(outcome.code()).isEqualTo(ExitCodes.WRONG_USAGE);
        assertThat(outcome.err()).contains(message);
    }

    @Test
    void aModelOnThisMachineNeedsNoStore() {
        String file = cli.note("own/my.gguf", "weights");

        Outcome outcome = cli.run("annotate", "-o", cli.out().toString(), "--model", file, cli.note("a.txt", "fever"));

        assertThat(outcome.code()).isEqualTo(ExitCodes.DONE);
        assertThat(cli.opened).containsExactly(Path.of(file));
        assertThat(summary().path("model").asString()).isEqualTo("my.gguf");
    }

    @Test
    void littleMemoryTakesTheSmallModelAndSaysSo() {
        cli.memoryAvailableBytes = 5_999_999_999L;
        Outcome outcome = cli.run("annotate", "-o", cli.out().toString(), cli.note("a.txt", "fever"));

        assertThat(outcome.err()).contains("taking the small model " + DefaultModel.SMALL_ID);
        assertThat(summary().path("model").asString()).isEqualTo(DefaultModel.SMALL_ID);
    }

    @Test
    void enoughMemoryTakesTheDefaultModel() {
        cli.memoryAvailableBytes = 6_000_000_000L;
        Outcome outcome = cli.run("annotate", "-o", cli.out().toString(), cli.note("a.txt", "fever"));

        assertThat(outcome.err()).doesNotContain("small");
        assertThat(summary().path("model").asString()).isEqualTo(DefaultModel.ID);
    }

    @Test
    void anOutputPlaceThatIsAFileEndsBeforeTheModelIsOpened() {
        String file = cli.note("out", "mine");

        Outcome outcome = annotate(cli.note("a.txt", "fever"));

        assertThat(outcome.code()).isEqualTo(ExitCodes.ENVIRONMENT);
        assertThat(outcome.err()).contains("OUTPUT_UNWRITABLE: " + file, "choose an output directory");
        assertThat(cli.opened).isEmpty();
    }

    @Test
    void anOutputPlaceThatCannotBeWrittenEndsBeforeTheModelIsOpened() {
        Path unwritable = Path.of("/proc/self"); // also for root, whom permission bits do not stop
        assumeTrue(Files.isDirectory(unwritable));

        Outcome outcome = cli.run("annotate", "-o", unwritable.toString(), cli.note("a.txt", "fever"));

        assertThat(outcome.code()).isEqualTo(ExitCodes.ENVIRONMENT);
        assertThat(outcome.err()).contains("OUTPUT_UNWRITABLE: /proc/self: no file can be made there");
        assertThat(cli.opened).isEmpty();
    }

    @Test
    void withoutAnOutputPlaceItAsksForOne() {
        Outcome outcome = cli.run("annotate", cli.note("a.txt", "fever"));

        assertThat(outcome.code()).isEqualTo(ExitCodes.WRONG_USAGE);
        assertThat(outcome.err()).contains("Name a directory: --out DIR");
    }

    @Test
    void earlierResultsAreReplacedOnlyByForce() {
        String note = cli.note("a.txt", "fever");
        assertThat(annotate(note).code()).isEqualTo(ExitCodes.DONE);

        Outcome again = annotate(note);
        assertThat(again.code()).isEqualTo(ExitCodes.WRONG_USAGE);
        assertThat(again.err()).contains("summary.json is there from an earlier run; --force replaces it");
        assertThat(annotate(note, "--force").code()).isEqualTo(ExitCodes.DONE);
    }

    @Test
    void notesAreNeverWrittenOver() {
        cli.note("out/a.txt", "fever");

        Outcome outcome = annotate(cli.out().toString());

        assertThat(outcome.code()).isEqualTo(ExitCodes.WRONG_USAGE);
        assertThat(outcome.err()).contains("holds notes to be read, and brat results have such names too");
        assertThat(annotate(cli.out().toString(), "--format", "jsonl,html").code())
                .isEqualTo(ExitCodes.DONE);
    }

    @Test
    void resultsInsideTheNotesDirectoryAreNotReadAsNotes() {
        cli.note("a.txt", "fever");
        assertThat(annotate(directory.toString()).code()).isEqualTo(ExitCodes.DONE);

        assertThat(annotate(directory.toString(), "--force").out()).contains("1 note, ");
    }
}
