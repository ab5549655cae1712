package io.osler.ner.export;

import static io.osler.ner.export.ExportFixture.RUN;
import static io.osler.ner.export.ExportFixture.mention;
import static io.osler.ner.export.ExportFixture.note;
import static org.assertj.core.api.Assertions.assertThat;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import io.osler.kb.MatchReason;
import io.osler.models.TextSpan;
import io.osler.ner.Annotations;
import io.osler.ner.Mention;
import io.osler.ner.assertion.Assertion;
import io.osler.ner.assertion.AssertionRules;
import io.osler.ner.assertion.Assertions;
import io.osler.ner.corpus.Corpora;
import io.osler.ner.corpus.CorpusDocument;
import io.osler.ner.corpus.CorpusFormat;
import io.osler.ner.corpus.OffsetUnit;
import io.osler.ner.corpus.ReadOptions;
import io.osler.ner.files.FileNames;
import io.osler.ner.link.LinkCandidate;
import io.osler.ner.link.LinkDecision;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What was written is read again, by whatever reads such files, and the mentions are the same. */
class ExportRoundTripTest {
    private static final List<Annotations> NOTES = List.of(
            astral(),
            crlf(),
            note("empty", ""),
            note("white", "  \n "),
            note("plain", "Nothing\tto | see."),
            one("ward 3/a"),
            one("ward 3/a"),
            one("17"),
            one("17"),
            long300());

    @TempDir
    Path directory;

    /** A mention in UTF-16 units. */
    private record Read(int begin, int end, String type) {}

    private static Annotations asserted(String id, String text, Mention... mentions) {
        Annotations plain = note(id, text, mentions);
        return note(
                id,
                text,
                new Assertions(AssertionRules.BUILT_IN)
                        .of(text, plain.mentions())
                        .toArray(Mention[]::new));
    }

    /** At the begin and the end, and behind, before and between pairs of surrogates. */
    private static Annotations astral() {
        String text = "Fever 😀 no cough😀 but 𝒂che, no rash";
        LinkDecision link = new LinkDecision(
                Optional.of(new LinkCandidate("DOID:1|x", "\"Cough\", <dry>", "cough", MatchReason.EXACT, 1)),
                "",
                List.of());
        return asserted(
                "astral 😀",
                text,
                mention(text, "Fever", "problem", 1),
                mention(text, "cough", "problem", 0.25).withLink(link),
                mention(text, "𝒂che", "body location", 0.5),
                mention(text, "rash", "problem", 0.75));
    }

    private static Annotations crlf() {
        String text = "\r\nMother had \"chest\r\n  pain\", 5'; took 2,5mg\tof a=b\r\n\r\n1. <aspirin>, 30mg\r\n";
        return asserted(
                "crlf",
                text,
                mention(text, "chest\r\n  pain", "problem", 0.5),
                mention(text, "mg\tof", "treatment", 0.5),
                mention(text, "<aspirin>", "treatment", 0.5),
                mention(text, "30", "treatment", 0.5));
    }

    private static Annotations one(String id) {
        return note(id, "ache", Mention.gold(0, 4, "problem"));
    }

    private static Annotations long300() {
        String text = "a " + "very ".repeat(60) + "long ache";
        return note("long", text, mention(text, text.substring(2), "problem", 0.5));
    }

    @ParameterizedTest
    @EnumSource
    void mentionsAreTheSameInCodePoints(ExportFormat format) throws IOException {
        roundTrip(format, OffsetUnit.CODE_POINTS);
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "SPACY")
    void mentionsAreTheSameInUtf16(ExportFormat format) throws IOException {
        roundTrip(format, OffsetUnit.UTF_16);
    }

    private void roundTrip(ExportFormat format, OffsetUnit unit) throws IOException {
        try (AnnotationWriter writer = format.open(directory, RUN, unit)) {
            NOTES.forEach(writer::write);
        }
        List<List<Read>> expected =
                NOTES.stream().map(ExportRoundTripTest::mentions).toList();
        assertThat(read(format, unit)).isEqualTo(expected);
    }

    private static List<Read> mentions(Annotations note) {
        return note.mentions().stream()
                .map(mention -> new Read(mention.span().begin(), mention.span().end(), mention.type()))
                .toList();
    }

    private List<List<Read>> read(ExportFormat format, OffsetUnit unit) throws IOException {
        return switch (format) {
            case JSONL -> jsonl(unit);
            case BRAT -> brat(unit);
            case HTML -> html(unit);
            case PUBTATOR -> pubtator(unit);
            case BIOC -> bioc(unit);
            case IOB2 -> iob2();
            case SPACY -> spacy();
            case LABEL_STUDIO -> labelStudio(unit);
            case FHIR -> fhir(unit);
            case OMOP -> omop(unit);
        };
    }

    private static Read placed(int note, int begin, int end, String type, String words, OffsetUnit unit) {
        String text = NOTES.get(note).note().text();
        OffsetUnit.Ruler ruler = unit.ruler(text);
        TextSpan span = new TextSpan(ruler.toUtf16(begin), ruler.toUtf16(end));
        assertThat(span.in(text)).isEqualTo(words);
        return new Read(span.begin(), span.end(), type);
    }

    private String file(String name) throws IOException {
        return Files.readString(directory.resolve(name));
    }

    private List<List<Read>> jsonl(OffsetUnit unit) throws IOException {
        List<JsonNode> lines = file("annotations.jsonl")
                .lines()
                .map(JsonMapper.shared()::readTree)
                .toList();
        List<List<Read>> notes = new ArrayList<>();
        for (JsonNode line : lines) {
            assertThat(line.path("offsets").asString()).isEqualTo(unit.words());
            int note = notes.size();
            notes.add(line.path("mentions")
                    .valueStream()
                    .map(mention -> placed(
                            note,
                            mention.path("begin").asInt(),
                            mention.path("end").asInt(),
                            mention.path("type").asString(),
                            mention.path("text").asString(),
                            unit))
                    .toList());
        }
        assertThat(lines.getFirst().path("mentions").get(3).path("assertion").toString())
                .isEqualTo("{\"status\":\"absent\",\"historical\":false,\"cues\":[\"no\"]}");
        return notes;
    }

    private List<List<Read>> brat(OffsetUnit unit) throws IOException {
        assertThat(file("annotation.conf"))
                .startsWith("# offsets: " + unit.words())
                .contains("Assertion\tArg:<ENTITY>");
        FileNames names = new FileNames();
        List<List<Read>> notes = new ArrayList<>();
        for (Annotations note : NOTES) {
            String name = names.take(note.note().id());
            assertThat(file(name + ".txt")).isEqualTo(note.note().text());
            notes.add(read(Corpora.readBrat(
                            directory.resolve(name + ".txt"),
                            directory.resolve(name + ".ann"),
                            ReadOptions.STRICT.withUnit(unit))
                    .documents()
                    .getFirst()));
        }
        assertThat(file("crlf.ann")).contains("A1\tAssertion T1 someone_else\n");
        return notes;
    }

    private static List<Read> read(CorpusDocument document) {
        return document.mentions().stream()
                .map(mention -> new Read(
                        mention.cover().begin(),
                        mention.cover().end(),
                        mention.type().replace("body_", "body ")))
                .toList();
    }

    private List<List<Read>> html(OffsetUnit unit) throws IOException {
        Pattern mark = Pattern.compile(
                "<mark class=\"t\\d+\" id=\"n(?<note>\\d+)-e\\d+\" style=\"[^\"]*\" data-type=\"(?<type>[^\"]*)\""
                        + "(?: data-a=\"[a-z_]+\")? title=\"[^\"]*characters (?<begin>\\d+)–(?<end>\\d+)[^\"]*\">"
                        + "(?<words>[^<]*)</mark>");
        List<List<Read>> notes = new ArrayList<>();
        NOTES.forEach(_ -> notes.add(new ArrayList<>()));
        Matcher found = mark.matcher(file("report.html"));
        while (found.find()) {
            int note = Integer.parseInt(found.group("note")) - 1;
            String words = found.group("words")
                    .replace("&lt;", "<")
                    .replace("&gt;", ">")
                    .replace("&quot;", "\"")
                    .replace("&#39;", "'")
                    .replace("&amp;", "&");
            notes.get(note)
                    .add(placed(
                            note,
                            Integer.parseInt(found.group("begin")),
                            Integer.parseInt(found.group("end")),
                            found.group("type"),
                            words,
                            unit));
        }
        assertThat(file("report.html"))
                .contains("Offsets count " + unit.words())
                .contains("<td>absent</td><td>DOID:1|x <bdi>&quot;Cough&quot;, &lt;dry&gt;</bdi></td></tr>");
        return notes;
    }

    private List<List<Read>> pubtator(OffsetUnit unit) {
        List<CorpusDocument> documents = Corpora.read(
                        directory.resolve("annotations.pubtator"), ReadOptions.STRICT.withUnit(unit))
                .documents();
        assertThat(documents)
                .extracting(CorpusDocument::id)
                .containsExactly(
                        "astral_😀", "crlf", "empty", "white", "plain", "ward_3/a", "ward_3/a-2", "17", "17-2", "long");
        for (int i = 0; i < NOTES.size(); i++) {
            assertThat(documents.get(i).text().strip())
                    .isEqualTo(NOTES.get(i)
                            .note()
                            .text()
                            .replaceAll("[\r\n\t]", " ")
                            .strip());
        }
        assertThat(documents.getFirst().mentions().get(1).concepts()).containsExactly("DOID:1_x");
        return documents.stream().map(ExportRoundTripTest::read).toList();
    }

    private List<List<Read>> bioc(OffsetUnit unit) throws IOException {
        assertThat(file("annotations.bioc.json")).contains(unit.words());
        List<CorpusDocument> documents = Corpora.read(directory.resolve("annotations.bioc.json"), ReadOptions.STRICT)
                .documents();
        assertThat(documents).hasSameSizeAs(NOTES);
        for (int i = 0; i < NOTES.size(); i++) {
            assertThat(documents.get(i).text()).isEqualTo(NOTES.get(i).note().text());
        }
        assertThat(documents.getFirst().mentions().get(1).facts())
                .containsEntry("score", "0.25")
                .containsEntry("assertion", "absent");
        return documents.stream().map(ExportRoundTripTest::read).toList();
    }

    /** There are no offsets; the words are counted instead, letters from the begin of the note. */
    private List<List<Read>> iob2() {
        Map<String, CorpusDocument> documents = new LinkedHashMap<>();
        Corpora.read(directory.resolve("annotations.iob2"), CorpusFormat.IOB2, ReadOptions.STRICT)
                .documents()
                .forEach(document -> documents.put(document.id(), document));
        List<String> ids =
                List.of("astral_😀", "crlf", "", "", "plain", "ward_3/a", "ward_3/a-2", "17", "17-2", "long");
        List<List<Read>> notes = new ArrayList<>();
        for (int i = 0; i < NOTES.size(); i++) {
            List<Read> found = new ArrayList<>();
            String text = NOTES.get(i).note().text();
            if (documents.containsKey(ids.get(i))) {
                CorpusDocument document = documents.get(ids.get(i));
                for (Read read : read(document)) {
                    found.add(new Read(
                            behind(text, letters(document.text().substring(0, read.begin())) + 1) - 1,
                            behind(text, letters(document.text().substring(0, read.end()))),
                            read.type()));
                }
            }
            notes.add(found);
        }
        assertThat(documents).hasSize(NOTES.size() - 2);
        return notes;
    }

    private static int letters(String text) {
        return (int) text.chars().filter(unit -> !Character.isWhitespace(unit)).count();
    }

    /** Where the text's first {@code letters} units that are not white end. */
    private static int behind(String text, int letters) {
        int at = 0;
        for (int left = letters; left > 0; at++) {
            left -= Character.isWhitespace(text.charAt(at)) ? 0 : 1;
        }
        return at;
    }

    private List<List<Read>> spacy() throws IOException {
        List<List<Read>> notes = new ArrayList<>();
        for (String line : file("annotations.spacy.jsonl").lines().toList()) {
            JsonNode doc = JsonMapper.shared().readTree(line);
            int note = notes.size();
            String text = NOTES.get(note).note().text();
            assertThat(doc.path("text").asString()).isEqualTo(text);
            assertThat(spelled(doc)).isEqualTo(text);
            List<Read> found = new ArrayList<>();
            for (JsonNode ent : doc.path("ents")) {
                int begin = ent.path("start").asInt();
                int end = ent.path("end").asInt();
                assertThat(starts(doc, "start")).contains(begin);
                assertThat(starts(doc, "end")).contains(end);
                Read read = placed(
                        note,
                        begin,
                        end,
                        ent.path("label").asString(),
                        words(text, begin, end),
                        OffsetUnit.CODE_POINTS);
                found.add(read);
            }
            notes.add(found);
        }
        return notes;
    }

    /** The tokens one after the other, a space where the text has one: as spaCy builds a text. */
    private static String spelled(JsonNode doc) {
        String text = doc.path("text").asString();
        StringBuilder spelled = new StringBuilder();
        for (JsonNode token : doc.path("tokens")) {
            spelled.append(
                    words(text, token.path("start").asInt(), token.path("end").asInt()));
            if (text.startsWith(" ", spelled.length())) {
                spelled.append(' ');
            }
        }
        return spelled.toString();
    }

    private static List<Integer> starts(JsonNode doc, String field) {
        return doc.path("tokens")
                .valueStream()
                .map(token -> token.path(field).asInt())
                .toList();
    }

    private static String words(String text, int begin, int end) {
        return text.substring(text.offsetByCodePoints(0, begin), text.offsetByCodePoints(0, end));
    }

    private List<List<Read>> labelStudio(OffsetUnit unit) throws IOException {
        assertThat(file("label-studio.xml")).contains("<Label value=\"body location\" background=\"#");
        List<List<Read>> notes = new ArrayList<>();
        for (JsonNode task : JsonMapper.shared().readTree(file("label-studio.json"))) {
            int note = notes.size();
            assertThat(task.path("data").path("text").asString())
                    .isEqualTo(NOTES.get(note).note().text());
            assertThat(task.path("data").path("offsets").asString()).isEqualTo(unit.words());
            notes.add(task.path("predictions")
                    .get(0)
                    .path("result")
                    .valueStream()
                    .filter(region -> region.path("type").asString().equals("labels"))
                    .map(region -> region.path("value"))
                    .map(value -> placed(
                            note,
                            value.path("start").asInt(),
                            value.path("end").asInt(),
                            value.path("labels").get(0).asString(),
                            value.path("text").asString(),
                            unit))
                    .toList());
        }
        return notes;
    }

    private List<List<Read>> fhir(OffsetUnit unit) throws IOException {
        FileNames names = new FileNames();
        List<List<Read>> notes = new ArrayList<>();
        for (Annotations written : NOTES) {
            int note = notes.size();
            JsonNode bundle = JsonMapper.shared()
                    .readTree(file("fhir/" + names.take(written.note().id()) + ".json"));
            List<Read> found = new ArrayList<>();
            for (JsonNode entry : bundle.path("entry")) {
                Map<String, JsonNode> parts = new LinkedHashMap<>();
                entry.path("resource")
                        .path("extension")
                        .path(0)
                        .path("extension")
                        .forEach(part -> parts.put(part.path("url").asString(), part));
                if (!parts.isEmpty()) {
                    assertThat(parts.get("offsets").path("valueString").asString())
                            .isEqualTo(unit.words());
                    found.add(placed(
                            note,
                            parts.get("begin").path("valueInteger").asInt(),
                            parts.get("end").path("valueInteger").asInt(),
                            parts.get("label").path("valueString").asString(),
                            parts.get("text").path("valueString").asString(),
                            unit));
                }
            }
            notes.add(found);
        }
        return notes;
    }

    private List<List<Read>> omop(OffsetUnit unit) throws IOException {
        Map<String, List<Read>> notes = new LinkedHashMap<>();
        try (CsvReader<NamedCsvRecord> rows =
                CsvReader.builder().ofNamedCsvRecord(directory.resolve("note_nlp_notes.csv"))) {
            rows.forEach(row -> {
                assertThat(row.getField("offsets")).isEqualTo(unit.words());
                notes.put(row.getField("note_id"), new ArrayList<>());
            });
        }
        assertThat(notes.keySet()).containsExactly("-1", "-2", "-3", "-4", "-5", "-6", "-7", "17", "-8", "-9");
        List<String> order = List.copyOf(notes.keySet());
        Pattern length = Pattern.compile("length=(\\d+)");
        try (CsvReader<NamedCsvRecord> rows = CsvReader.builder().ofNamedCsvRecord(directory.resolve("note_nlp.csv"))) {
            rows.forEach(row -> {
                String modifiers = row.getField("term_modifiers");
                int note = order.indexOf(row.getField("note_id"));
                String text = NOTES.get(note).note().text();
                int begin = Integer.parseInt(row.getField("offset"));
                String words = row.getField("lexical_variant");
                Matcher cut = length.matcher(modifiers);
                int end = begin
                        + (cut.find()
                                ? Integer.parseInt(cut.group(1))
                                : unit.ruler(words).length());
                OffsetUnit.Ruler ruler = unit.ruler(text);
                String whole = text.substring(ruler.toUtf16(begin), ruler.toUtf16(end));
                assertThat(whole).startsWith(words);
                String type = modifiers.substring("type=".length(), modifiers.indexOf(';'));
                notes.get(row.getField("note_id")).add(placed(note, begin, end, type, whole, unit));
            });
        }
        return List.copyOf(notes.values());
    }

    /** Of a mention without any assertion nothing is written. */
    @ParameterizedTest
    @EnumSource
    void whatNobodyAskedIsNotSaid(ExportFormat format) throws IOException {
        ExportFixture.write(format, directory, one("n"));
        assertThat(NOTES.getLast().mentions().getFirst().assertion()).isEqualTo(Optional.<Assertion>empty());
        try (var files = Files.walk(directory)) {
            assertThat(files.filter(Files::isRegularFile)
                            .filter(file -> !file.toString().matches(".*(?:\\.conf|\\.xml|note_nlp\\.csv)")))
                    .isNotEmpty()
                    .allSatisfy(file -> assertThat(file).content().doesNotContain("assertion\"", "Assertion T"));
        }
    }
}
