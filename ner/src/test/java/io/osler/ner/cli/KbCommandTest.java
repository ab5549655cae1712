package io.osler.ner.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.osler.ner.cli.CliFixture.Outcome;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class KbCommandTest {
    private static final String TABLE = """
            id\tname\tsynonyms\ttype\tdefinition\talt ids
            K:1\tzorbitis\tinflamed zorb|ZRB\tproblem\tA zorb that hurts.\tK:0|K:2
            K:2\tblint\t\ttest\tMeasures a zorb.
            """;

    @TempDir
    private Path directory;

    private CliFixture cli;

    @BeforeEach
    void setUp() {
        cli = new CliFixture(directory);
    }

    private String kb() {
        return directory.resolve("kb").toString();
    }

    private Outcome build(String... more) {
        List<String> arguments = new ArrayList<>(List.of("kb", "build", cli.note("t.tsv", TABLE), "-o", kb()));
        arguments.addAll(List.of(more));
        return cli.run(arguments.toArray(String[]::new));
    }

    private static List<JsonNode> json(Outcome outcome) {
        return outcome.out().lines().map(JsonMapper.shared()::readTree).toList();
    }

    private static List<String> cells(Outcome outcome) {
        return outcome.out().lines().map(line -> line.replaceAll(" +", " ")).toList();
    }

    @Test
    void buildTellsWhatItTookAndInfoAndVerifyReadIt() {
        Outcome built = build();

        assertThat(built.code()).as(built.err()).isEqualTo(ExitCodes.DONE);
        assertThat(built.out())
                .contains(
                        "2 concepts, 4 names, 1 alternative id, ",
                        "left out: alternative ids that are a concept's own 1",
                        "knowledge base in " + kb());
        assertThat(cells(built)).contains("source concepts names left out");
        assertThat(cli.run("kb", "info", kb(), "--verify").out())
                .startsWith("2 concepts, 4 names, 1 alternative id, ")
                .contains("every checksum is right", "vectors: none", "not stated");
        JsonNode info = json(cli.run("kb", "info", kb(), "--json")).getFirst();
        assertThat(info.path("concepts").asInt()).isEqualTo(2);
        assertThat(info.path("format_version").isInt()).isTrue();
        assertThat(info.path("sources").get(0).path("names").asInt()).isEqualTo(4);
    }

    @Test
    void buildAsJson() {
        JsonNode report = json(build("--json")).getFirst();
        assertThat(report.path("names").asInt()).isEqualTo(4);
        assertThat(report.path("sources").get(0).path("concepts").asInt()).isEqualTo(2);
    }

    @Test
    void filtersOfUmlsHoldForItsDirectoryAndItsFile() throws IOException {
        String atom = "%s|%s|P|L1|PF|S1|Y|A1||||%s|PT|X|%s|0|%s|256|\n";
        Path meta = Files.createDirectories(directory.resolve("META"));
        Path names = Files.writeString(
                meta.resolve("MRCONSO.RRF"),
                atom.formatted("C9000001", "ENG", "TOYA", "zorbitis", "N")
                        + atom.formatted("C9000002", "ENG", "TOYB", "blint", "N")
                        + atom.formatted("C9000003", "ENG", "TOYA", "old zorb", "O")
                        + atom.formatted("C9000004", "SPA", "TOYA", "zorbitis del juguete", "N"));
        assertThat(umls(meta)).isEqualTo(2);
        for (Path spec : List.of(meta, names)) {
            assertThat(umls(spec, "--umls-source", "TOYA")).as(spec.toString()).isEqualTo(1);
            assertThat(umls(spec, "--umls-language", "ENG,SPA")).isEqualTo(3);
            assertThat(umls(spec, "--umls-suppressed", "E,Y")).isEqualTo(3);
            assertThat(umls(spec, "--umls-suppressed=")).isEqualTo(3);
        }
        assertThat(cli.run("kb", "build", meta.toString(), "-o", kb(), "--force", "--umls-language=")
                        .err())
                .contains("no language, expected at least one, such as ENG");
    }

    /** How many concepts are taken. */
    private int umls(Path spec, String... filters) {
        List<String> arguments =
                new ArrayList<>(List.of("kb", "build", spec.toString(), "-o", kb(), "--force", "--json"));
        arguments.addAll(List.of(filters));
        Outcome built = cli.run(arguments.toArray(String[]::new));
        assertThat(built.code()).as(built.err()).isEqualTo(ExitCodes.DONE);
        return json(built).getFirst().path("concepts").asInt();
    }

    @Test
    void whatIsThereIsReplacedOnlyByForce() {
        build();
        Outcome again = build();
        assertThat(again.code()).isEqualTo(ExitCodes.WRONG_USAGE);
        assertThat(again.err()).contains("kb holds files already; --force replaces");
        assertThat(build("--force").code()).isEqualTo(ExitCodes.DONE);
    }

    @Test
    void brokenUnknownAndMissingSourcesHaveTheirCodes() {
        Outcome broken = cli.run("kb", "build", cli.note("b.tsv", "id\tname\nK:1\tok\n\"\n"), "-o", kb());
        Outcome unknown = cli.run("kb", "build", cli.note("u.bin", "what is this"), "-o", kb());
        Outcome missing = cli.run("kb", "build", directory + "/no.obo", "-o", kb());

        assertThat(broken.err()).startsWith("osler: SOURCE_MALFORMED: ");
        assertThat(broken.code()).isEqualTo(ExitCodes.INPUTS_FAILED);
        assertThat(unknown.err()).startsWith("osler: SOURCE_UNKNOWN: " + directory + "/u.bin");
        assertThat(unknown.code()).isEqualTo(ExitCodes.WRONG_USAGE);
        assertThat(missing.err()).startsWith("osler: IO: " + directory + "/no.obo");
        assertThat(missing.code()).isEqualTo(ExitCodes.ENVIRONMENT);
        assertThat(directory.resolve("kb")).doesNotExist();
    }

    @Test
    void whatIsNoKnowledgeBaseIsWrongUsageAndADamagedOneIsNot() throws IOException {
        Outcome none = cli.run("kb", "search", "zorbitis", "--kb", directory.toString());
        assertThat(none.code()).isEqualTo(ExitCodes.WRONG_USAGE);
        assertThat(none.err()).startsWith("osler: NOT_A_KB: " + directory);

        build();
        Path largest = largestFile();
        byte[] bytes = Files.readAllBytes(largest);
        bytes[bytes.length / 2] ^= 1;
        Files.write(largest, bytes);
        Outcome damaged = cli.run("kb", "info", kb(), "--verify");
        assertThat(damaged.code()).isEqualTo(ExitCodes.ENVIRONMENT);
        assertThat(damaged.err()).startsWith("osler: DAMAGED: ");
    }

    private Path largestFile() throws IOException {
        try (Stream<Path> files = Files.list(Path.of(kb()))) {
            return files.max(Comparator.comparingLong(file -> file.toFile().length()))
                    .orElseThrow();
        }
    }

    @Test
    void searchRanksWithReasons() {
        build();
        assertThat(cells(cli.run("kb", "search", "Inflamed ZORB", "--kb", kb())))
                .anyMatch(line -> line.startsWith("K:1 zorbitis inflamed zorb case 0."));
        JsonNode found = json(cli.run("kb", "search", "zorbittis", "--kb", kb(), "--json"))
                .getFirst();
        assertThat(found.path("reason").asString()).isEqualTo("edit distance");
        assertThat(found.path("types").get(0).asString()).isEqualTo("problem");
        Outcome nothing = cli.run("kb", "search", "zorbittis", "--kb", kb(), "--edits", "0");
        assertThat(nothing.out()).isEmpty();
        assertThat(nothing.err()).contains("nothing found");
        assertThat(nothing.code()).isEqualTo(ExitCodes.DONE);
    }

    @Test
    void searchFindsAConceptByAnyOfItsIds() {
        build();
        for (String id : List.of("K:1", "K:0")) {
            JsonNode found =
                    json(cli.run("kb", "search", id, "--kb", kb(), "--json")).getFirst();
            assertThat(found.path("id").asString()).isEqualTo("K:1");
            assertThat(found.path("matched").asString()).isEqualTo("zorbitis");
            assertThat(found.path("reason").asString()).isEqualTo("id");
        }
        assertThat(cli.run("kb", "search", "K:0", "--kb", kb(), "--type", "test")
                        .err())
                .contains("nothing found");
    }

    @Test
    void withAnIndexNamesThatAreOnlyLikeItAreFound() {
        Outcome without = cli.run("kb", "search", "zorb that hurts", "--kb", buildDirectory(), "--like");
        assertThat(without.code()).isEqualTo(ExitCodes.WRONG_USAGE);
        assertThat(without.err()).contains("kb has no index of words; build it with --index");

        build("--force", "--index");
        assertThat(cells(cli.run("kb", "search", "the zorb, very inflamed", "--kb", kb(), "--like")))
                .anyMatch(line -> line.startsWith("K:1 zorbitis inflamed zorb lexical 0."));
        assertThat(cli.run("kb", "search", "quux", "--kb", kb(), "--like").err())
                .contains("nothing found");
    }

    private String buildDirectory() {
        assertThat(build().code()).isEqualTo(ExitCodes.DONE);
        return kb();
    }

    @Test
    void vectorsThatAreNotThereAndEncodersNobodyKnowsAreSaid() {
        Outcome dense = cli.run("kb", "search", "zorb", "--kb", buildDirectory(), "--dense");
        assertThat(dense.code()).isEqualTo(ExitCodes.ENVIRONMENT);
        assertThat(dense.err())
                .startsWith("osler: VECTORS_UNFIT: " + kb() + ": it has no vectors; build it with --embed");
        Outcome unknown = build("--force", "--embed", "nope");
        assertThat(unknown.code()).isEqualTo(ExitCodes.WRONG_USAGE);
        assertThat(unknown.err()).contains("'nope' is no encoder, expected one of toy-encoder");
    }

    @Test
    void searchRefusesWhatCannotBeMeant() {
        assertThat(cli.run("kb", "search", "fever", "--edits", "3").err())
                .contains("editsMax is 3, expected 0, 1 or 2");
        Outcome type = cli.run("kb", "search", "fever", "--type", "T047");
        assertThat(type.code()).isEqualTo(ExitCodes.WRONG_USAGE);
        assertThat(type.err()).contains("T047");
        assertThat(cli.run("kb", "search", "fever", "--type", "problem").code()).isEqualTo(ExitCodes.DONE);
    }

    @Test
    void scanPrintsATableOrJsonLinesInCodePoints() {
        build();
        String note = cli.note("n.txt", "😀 No zorbitis (ZBT).");
        assertThat(cells(cli.run("kb", "scan", note, "--kb", kb())))
                .anyMatch(line -> line.startsWith("5-13 zorbitis K:1 zorbitis zorbitis exact"))
                .anyMatch(line -> line.startsWith("15-18 ZBT K:1 zorbitis"));
        List<JsonNode> lines = json(cli.run("kb", "scan", note, "--kb", kb(), "--format", "jsonl"));
        assertThat(lines).hasSize(2);
        assertThat(lines.getFirst().path("begin").asInt()).isEqualTo(5);
        assertThat(lines.getFirst().path("senses").get(0).path("id").asString()).isEqualTo("K:1");
    }

    @Test
    void scanReadsStandardInputWithTheStarterVocabulary() {
        cli.standardInput = "Given aspirin.".getBytes(StandardCharsets.UTF_8);
        assertThat(cells(cli.run("kb", "scan", "-", "--type", "treatment")))
                .anyMatch(line -> line.startsWith("6-13 aspirin OSL:"));
    }

    @Test
    void scanRefusesWhatIsNoText() {
        Outcome missing = cli.run("kb", "scan", directory + "/no.txt");
        assertThat(missing.code()).isEqualTo(ExitCodes.INPUTS_FAILED);
        assertThat(missing.err()).contains("INPUT_MISSING");
        Outcome binary = cli.run("kb", "scan", cli.note("b.txt", new byte[] {'S', 'e', 'c', 'r', 'e', 't', 0}));
        assertThat(binary.err()).contains("is a binary file").doesNotContain("Secret");
    }

    @Test
    void annotateFindsNamesWithoutAModelAndLinksThem() {
        build();
        String note = cli.note("n.txt", "Zorbitis seen. Blint done.");

        Outcome outcome = cli.run(
                "annotate",
                note,
                "-o",
                cli.out().toString(),
                "--detector",
                "dictionary",
                "--kb",
                kb(),
                "--link",
                "--types",
                "problem=problem");

        assertThat(outcome.code()).as(outcome.err()).isEqualTo(ExitCodes.DONE);
        assertThat(cli.opened).isEmpty();
        assertThat(cli.read("annotations.jsonl"))
                .contains("\"link\":{\"id\":\"K:1\"", "\"model\":\"dictionary\"", "\"knowledge_base\":\"kb\"");
        assertThat(cli.read("n.ann")).contains("N1\tReference T1 K:1\tzorbitis");
        assertThat(cli.read("summary.json")).contains("\"linked\" : 2", "\"knowledge_base\" : \"kb\"");
        assertThat(outcome.out()).contains("linked to a concept of kb: 2");
    }

    @Test
    void aModelsMentionsAreLinkedToo() {
        Outcome outcome = cli.run(
                "annotate",
                cli.note("a.txt", "Has fever."),
                "-o",
                cli.out().toString(),
                "--model",
                CliFixture.MODEL,
                "--link");

        assertThat(outcome.code()).as(outcome.err()).isEqualTo(ExitCodes.DONE);
        assertThat(cli.read("annotations.jsonl"))
                .contains("\"model\":\"toy-model\"", "\"knowledge_base\":\"starter\"", "\"link\":{\"id\":\"OSL:");
        assertThat(cli.annotator.closed).isTrue();
    }

    @Test
    void wrongTypesAndAWrongDirectoryEndBeforeAnythingIsOpened() {
        String note = cli.note("a.txt", "fever");
        Outcome types = cli.run("annotate", note, "-o", cli.out().toString(), "--types", "gene=T028");
        assertThat(types.code()).isEqualTo(ExitCodes.WRONG_USAGE);
        assertThat(types.err())
                .contains("types are given for label 'gene', expected one of [problem, test, treatment]");
        assertThat(cli.run("annotate", note, "-o", cli.out().toString(), "--types", "problem")
                        .err())
                .contains("--types is 'problem', expected LABEL=TYPE,...");
        Outcome directoryless = cli.run(
                "annotate", note, "-o", cli.out().toString(), "--detector", "dictionary", "--kb", directory + "/no");
        assertThat(directoryless.code()).isNotEqualTo(ExitCodes.DONE);
        assertThat(directoryless.err()).contains(directory + "/no").doesNotContain("unexpected");
        assertThat(cli.opened).isEmpty();
    }

    @Test
    void manyNotesComeOutInTheirOrder() {
        for (int i = 100; i < 160; i++) {
            cli.note("notes/n%d.txt".formatted(i), "fever ".repeat(i % 7 * 40) + ".");
        }
        cli.note("notes/n130.txt", new byte[] {'x', 0});

        Outcome outcome = cli.run(
                "annotate",
                directory.resolve("notes").toString(),
                "-o",
                cli.out().toString(),
                "--detector",
                "dictionary",
                "--format",
                "jsonl");

        assertThat(outcome.code()).isEqualTo(ExitCodes.INPUTS_FAILED);
        assertThat(outcome.out()).contains("59 notes", "failed: 1");
        assertThat(cli.read("annotations.jsonl").lines().map(line -> line.substring(11, 15)))
                .hasSize(59)
                .isSorted();
    }
}
