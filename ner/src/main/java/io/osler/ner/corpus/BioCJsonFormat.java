package io.osler.ner.corpus;

import io.osler.models.TextSpan;
import io.osler.ner.files.Utf8Text;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.MappingIterator;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * BioC as JSON: a collection of documents, a document of passages, each with its offset in the document.
 *
 * <pre>
 * {"infons": {"offsets": "unicode code points, half-open"}, "documents": [{"id": "123", "passages": [
 *   {"infons": {"type": "title"}, "offset": 0, "text": "Red eye", "annotations": [
 *     {"id": "1", "infons": {"type": "Disease", "identifier": "D000001"}, "text": "Red eye",
 *      "locations": [{"offset": 0, "length": 7}]}]}]}]}
 * </pre>
 *
 * <p>A document's text is its passages at their offsets with spaces between them. What PubTator Central sends is read
 * too: documents one after another, or a list under {@code PubTator3}. Passages may give their text sentence by sentence.
 * Ids of several concepts are joined with a bar or a comma, {@code -} and {@code -1} say that there is none. Relations are counted.
 *
 * @see <a href="https://bioc.sourceforge.net/">BioC</a>
 */
final class BioCJsonFormat {
    /** More white space than that between two passages is an offset gone wrong. */
    private static final int GAP_MAX = 10_000;

    /** What {@link CorpusMention} has a place for; the others are its facts. */
    private static final Set<String> OWN_INFONS = Set.of("type", "identifier");

    private final Path file;
    private final ReadOptions options;
    private final ReadTally.Counter counter = new ReadTally.Counter();
    private final DocumentIds ids = new DocumentIds(counter);
    private final List<CorpusDocument> documents = new ArrayList<>();
    private OffsetUnit unit;

    private BioCJsonFormat(Path file, ReadOptions options) {
        this.file = file;
        this.options = options;
        this.unit = options.unit();
    }

    static Corpus read(Path file, ReadOptions options) {
        return new BioCJsonFormat(file, options).read();
    }

    private Corpus read() {
        String text = Utf8Text.read(file);
        try (MappingIterator<JsonNode> values =
                JsonMapper.shared().readerFor(JsonNode.class).readValues(text)) {
            while (values.hasNextValue()) {
                addAll(values.nextValue());
            }
        } catch (JacksonException e) {
            throw CorpusFiles.invalid(
                    CorpusFiles.place(
                            file, e.getLocation() == null ? 1 : e.getLocation().getLineNr()),
                    "is not readable as JSON; repair or convert it");
        }
        return new Corpus(documents, counter.tally());
    }

    private void addAll(JsonNode value) {
        OffsetUnit.said(value.path("infons").path("offsets").asString("")).ifPresent(said -> unit = said);
        if (value.isArray()) {
            value.valueStream().forEach(this::addAll);
        } else if (value.has("documents") || value.has("PubTator3")) {
            value.path("documents").valueStream().forEach(document -> documents.add(document(document)));
            value.path("PubTator3").valueStream().forEach(document -> documents.add(document(document)));
        } else if (value.has("passages")) {
            documents.add(document(value));
        } else {
            throw CorpusFiles.invalid(
                    file.toString(), "holds JSON without 'documents' or 'passages', expected a BioC collection");
        }
    }

    private CorpusDocument document(JsonNode json) {
        String id = json.path("id").asString("");
        String taken = ids.take(id.isEmpty() ? Integer.toString(documents.size() + 1) : id);
        String place = "%s, document %s".formatted(file, taken);
        List<Part> parts = new ArrayList<>();
        for (JsonNode passage : json.path("passages")) {
            parts.add(Part.of(passage, place, unit));
        }
        String text = text(parts, place);
        DocumentBuilder document = new DocumentBuilder(taken, text, unit, options, counter);
        for (Part part : parts) {
            if (part.length() > 0) {
                document.passage(place, part.type(), part.fragment());
            }
            part.sentences().forEach(sentence -> document.sentence(place, sentence));
        }
        addAnnotations(document, json, place);
        for (JsonNode passage : json.path("passages")) {
            addAnnotations(document, passage, place);
            passage.path("sentences").valueStream().forEach(sentence -> addAnnotations(document, sentence, place));
        }
        return document.build();
    }

    /**
     * A passage where it stands, in the file's unit.
     *
     * @param length of the text in that unit
     */
    private record Part(String type, int offset, String text, int length, List<DocumentBuilder.Fragment> sentences) {
        static Part of(JsonNode passage, String place, OffsetUnit unit) {
            int offset = number(passage, "offset", place);
            StringBuilder text = new StringBuilder(passage.path("text").asString(""));
            boolean whole = !text.isEmpty();
            List<DocumentBuilder.Fragment> sentences = new ArrayList<>();
            for (JsonNode sentence : passage.path("sentences")) {
                int begin = number(sentence, "offset", place);
                String words = sentence.path("text").asString("");
                int length = unit.ruler(words).length();
                if (!whole) {
                    pad(text, begin - offset - unit.ruler(text.toString()).length(), place);
                    text.append(words);
                }
                if (length > 0) {
                    sentences.add(new DocumentBuilder.Fragment(begin, begin + length));
                }
            }
            String found = text.toString();
            String type = passage.path("infons").path("type").asString("");
            return new Part(type, offset, found, unit.ruler(found).length(), sentences);
        }

        DocumentBuilder.Fragment fragment() {
            return new DocumentBuilder.Fragment(offset, offset + length);
        }
    }

    private static String text(List<Part> parts, String place) {
        StringBuilder text = new StringBuilder();
        int end = 0;
        for (Part part : parts) {
            if (part.length() > 0) {
                pad(text, part.offset() - end, place);
                text.append(part.text());
                end = part.offset() + part.length();
            }
        }
        return text.toString();
    }

    private static void pad(StringBuilder text, int gap, String place) {
        if (gap < 0 || gap > GAP_MAX) {
            throw CorpusFiles.invalid(
                    place,
                    "has a passage or sentence that begins %d after the one before ends, expected 0 to %d"
                            .formatted(gap, GAP_MAX));
        }
        text.repeat(' ', gap);
    }

    private void addAnnotations(DocumentBuilder document, JsonNode holder, String place) {
        holder.path("relations").valueStream().forEach(_ -> counter.met(Irregularity.RELATION));
        for (JsonNode annotation : holder.path("annotations")) {
            String here =
                    "%s, annotation %s".formatted(place, annotation.path("id").asString("without id"));
            List<DocumentBuilder.Fragment> fragments = new ArrayList<>();
            for (JsonNode location : annotation.path("locations")) {
                int offset = number(location, "offset", here);
                fragments.add(new DocumentBuilder.Fragment(offset, offset + number(location, "length", here)));
            }
            String type = annotation.path("infons").path("type").asString("");
            if (type.isEmpty() || fragments.isEmpty()) {
                throw CorpusFiles.invalid(here, "has no type or no locations, expected both");
            }
            document.mention(
                    here,
                    fragments,
                    annotation.path("text").asString(""),
                    type,
                    concepts(annotation.path("infons").path("identifier").asString("")),
                    facts(annotation.path("infons")));
        }
    }

    private static Map<String, String> facts(JsonNode infons) {
        Map<String, String> facts = new TreeMap<>();
        infons.forEachEntry((name, value) -> {
            if (!OWN_INFONS.contains(name) && value.isValueNode() && !value.isNull()) {
                facts.put(name, value.asString(""));
            }
        });
        return facts;
    }

    private static List<String> concepts(String identifier) {
        return Arrays.stream(identifier.split("[|,;]"))
                .map(String::strip)
                .filter(id -> !id.isEmpty() && !id.equals("-") && !id.equals("-1"))
                .toList();
    }

    /** As large as a file may make it, yet so that two add up to an int. */
    private static int number(JsonNode node, String field, String place) {
        int value = node.path(field).asInt(-1);
        if (value < 0 || value > Integer.MAX_VALUE / 2) {
            throw CorpusFiles.invalid(place, "has no usable '%s', expected a number from 0 on".formatted(field));
        }
        return value;
    }

    /** What stands before the first document. */
    static String head(OffsetUnit unit) {
        ObjectNode collection = JsonMapper.shared().createObjectNode();
        collection.put("source", "osler").put("date", "").put("key", "");
        collection.putObject("infons").put("offsets", unit.words());
        String whole = JsonMapper.shared().writeValueAsString(collection);
        return whole.substring(0, whole.length() - 1) + ",\"documents\":[";
    }

    /** A document; between two stands a comma. */
    static String text(CorpusDocument document, OffsetUnit unit) {
        ObjectNode json = JsonMapper.shared().createObjectNode();
        write(document, unit, json);
        return JsonMapper.shared().writeValueAsString(json);
    }

    /** What stands behind the last document. */
    static String tail() {
        return "]}\n";
    }

    private static void write(CorpusDocument document, OffsetUnit unit, ObjectNode json) {
        json.put("id", document.id()).putObject("infons");
        OffsetUnit.Ruler ruler = unit.ruler(document.text());
        List<Passage> passages = covering(document);
        ArrayNode list = json.putArray("passages");
        int number = 0;
        for (Passage passage : passages) {
            ObjectNode node = list.addObject();
            if (passage.type().isEmpty()) {
                node.putObject("infons");
            } else {
                node.putObject("infons").put("type", passage.type());
            }
            node.put("offset", ruler.fromUtf16(passage.span().begin()));
            node.put("text", passage.span().in(document.text()));
            ArrayNode sentences = node.putArray("sentences");
            document.sentences().stream()
                    .filter(sentence -> within(sentence, passage))
                    .forEach(sentence -> sentences
                            .addObject()
                            .put("offset", ruler.fromUtf16(sentence.begin()))
                            .put("text", sentence.in(document.text())));
            ArrayNode annotations = node.putArray("annotations");
            for (CorpusMention mention : document.mentions()) {
                if (within(mention.spans().getFirst(), passage)) {
                    number++;
                    write(document, mention, ruler, annotations.addObject().put("id", Integer.toString(number)));
                }
            }
            node.putArray("relations");
        }
        json.putArray("relations");
    }

    private static boolean within(TextSpan span, Passage passage) {
        return span.begin() >= passage.span().begin()
                && span.begin() < passage.span().end();
    }

    /** Passages that leave out nothing but white space: what no passage holds becomes one without a type. */
    private static List<Passage> covering(CorpusDocument document) {
        List<Passage> covering = new ArrayList<>(document.passages());
        int gap = 0;
        for (Passage passage : document.passages()) {
            addGap(document, gap, passage.span().begin(), covering);
            gap = passage.span().end();
        }
        addGap(document, gap, document.text().length(), covering);
        covering.sort(Comparator.comparing(Passage::span));
        return covering;
    }

    private static void addGap(CorpusDocument document, int from, int to, List<Passage> covering) {
        boolean spaces = document.text().substring(from, to).chars().allMatch(unit -> unit == ' ');
        if (!spaces) {
            covering.add(new Passage("", new TextSpan(from, to)));
        }
    }

    private static void write(CorpusDocument document, CorpusMention mention, OffsetUnit.Ruler ruler, ObjectNode json) {
        ObjectNode infons = json.putObject("infons").put("type", mention.type());
        if (!mention.concepts().isEmpty()) {
            infons.put("identifier", String.join("|", mention.concepts()));
        }
        new TreeMap<>(mention.facts()).forEach(infons::put);
        json.put("text", mention.words(document.text()));
        ArrayNode locations = json.putArray("locations");
        for (TextSpan span : mention.spans()) {
            int begin = ruler.fromUtf16(span.begin());
            locations.addObject().put("offset", begin).put("length", ruler.fromUtf16(span.end()) - begin);
        }
    }
}
