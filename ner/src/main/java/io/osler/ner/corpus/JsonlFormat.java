package io.osler.ner.corpus;

import io.osler.models.TextSpan;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A line of JSON for each document; the format that can say everything {@link CorpusDocument} holds.
 *
 * <pre>
 * {"id": "1", "offsets": "unicode code points, half-open", "text": "Red eye.",
 *  "passages": [{"begin": 0, "end": 8, "type": "title"}], "sentences": [{"begin": 0, "end": 8}],
 *  "mentions": [{"begin": 0, "end": 7, "text": "Red eye", "type": "disease", "concepts": ["D000001"]},
 *               {"spans": [{"begin": 0, "end": 3}, {"begin": 4, "end": 7}], "type": "sign"}]}
 * </pre>
 *
 * <p>Only {@code text} must be there, and of a mention its place and type. Without {@code offsets} the unit is the
 * reader's; without {@code id} the line's number stands for it. Other fields are passed over.
 */
final class JsonlFormat {
    private JsonlFormat() {}

    static Corpus read(Path file, ReadOptions options) {
        ReadTally.Counter counter = new ReadTally.Counter();
        DocumentIds ids = new DocumentIds(counter);
        List<CorpusDocument> documents = new ArrayList<>();
        int number = 0;
        for (String line : CorpusFiles.lines(file)) {
            number++;
            if (!line.isBlank()) {
                String place = CorpusFiles.place(file, number);
                JsonNode json = json(line, place);
                String id = ids.take(json.path("id").asString(Integer.toString(number)));
                documents.add(document(id, json, place, options, counter));
            }
        }
        return new Corpus(documents, counter.tally());
    }

    private static JsonNode json(String line, String place) {
        try {
            JsonNode json = JsonMapper.shared().readTree(line);
            if (json.path("text").isString()) {
                return json;
            }
        } catch (JacksonException _) {
            // Its message may quote the line.
        }
        throw CorpusFiles.invalid(place, "is not a JSON object with a 'text'");
    }

    private static CorpusDocument document(
            String id, JsonNode json, String place, ReadOptions options, ReadTally.Counter counter) {
        String said = json.path("offsets").asString("");
        OffsetUnit unit = said.isEmpty()
                ? options.unit()
                : OffsetUnit.said(said)
                        .orElseThrow(() -> CorpusFiles.invalid(
                                place,
                                "counts its offsets in something unknown, expected '%s' or '%s'"
                                        .formatted(OffsetUnit.CODE_POINTS.words(), OffsetUnit.UTF_16.words())));
        DocumentBuilder document = new DocumentBuilder(id, json.path("text").asString(), unit, options, counter);
        for (JsonNode passage : json.path("passages")) {
            document.passage(place, passage.path("type").asString(""), fragment(passage, place));
        }
        for (JsonNode sentence : json.path("sentences")) {
            document.sentence(place, fragment(sentence, place));
        }
        for (JsonNode mention : json.path("mentions")) {
            String type = mention.path("type").asString("");
            if (type.isEmpty()) {
                throw CorpusFiles.invalid(place, "has a mention without a type");
            }
            document.mention(
                    place,
                    fragments(mention, place),
                    mention.path("text").asString(""),
                    type,
                    mention.path("concepts")
                            .valueStream()
                            .map(concept -> concept.asString(""))
                            .toList(),
                    facts(mention.path("facts")));
        }
        return document.build();
    }

    private static Map<String, String> facts(JsonNode json) {
        Map<String, String> facts = new TreeMap<>();
        json.forEachEntry((name, value) -> facts.put(name, value.asString("")));
        return facts;
    }

    private static List<DocumentBuilder.Fragment> fragments(JsonNode mention, String place) {
        if (!mention.has("spans")) {
            return List.of(fragment(mention, place));
        }
        List<DocumentBuilder.Fragment> fragments = mention.path("spans")
                .valueStream()
                .map(span -> fragment(span, place))
                .toList();
        if (fragments.isEmpty()) {
            throw CorpusFiles.invalid(place, "has a mention without a place");
        }
        return fragments;
    }

    private static DocumentBuilder.Fragment fragment(JsonNode node, String place) {
        if (!node.path("begin").isInt() || !node.path("end").isInt()) {
            throw CorpusFiles.invalid(place, "has a place without 'begin' and 'end', expected whole numbers");
        }
        return new DocumentBuilder.Fragment(
                node.path("begin").asInt(), node.path("end").asInt());
    }

    /** The document's line. */
    static String text(CorpusDocument document, OffsetUnit unit) {
        return JsonMapper.shared().writeValueAsString(json(document, unit)) + '\n';
    }

    private static ObjectNode json(CorpusDocument document, OffsetUnit unit) {
        OffsetUnit.Ruler ruler = unit.ruler(document.text());
        ObjectNode json = JsonMapper.shared().createObjectNode();
        json.put("id", document.id());
        json.put("offsets", unit.words());
        json.put("text", document.text());
        if (!document.passages().isEmpty()) {
            ArrayNode passages = json.putArray("passages");
            document.passages()
                    .forEach(passage ->
                            put(passages.addObject(), passage.span(), ruler).put("type", passage.type()));
        }
        if (!document.sentences().isEmpty()) {
            ArrayNode sentences = json.putArray("sentences");
            document.sentences().forEach(sentence -> put(sentences.addObject(), sentence, ruler));
        }
        ArrayNode mentions = json.putArray("mentions");
        document.mentions().forEach(mention -> put(mentions.addObject(), mention, document.text(), ruler));
        return json;
    }

    private static void put(ObjectNode json, CorpusMention mention, String text, OffsetUnit.Ruler ruler) {
        if (mention.discontinuous()) {
            ArrayNode spans = json.putArray("spans");
            mention.spans().forEach(span -> put(spans.addObject(), span, ruler));
        } else {
            put(json, mention.cover(), ruler);
        }
        json.put("text", mention.words(text)).put("type", mention.type());
        if (!mention.concepts().isEmpty()) {
            ArrayNode concepts = json.putArray("concepts");
            mention.concepts().forEach(concepts::add);
        }
        if (!mention.facts().isEmpty()) {
            new TreeMap<>(mention.facts()).forEach(json.putObject("facts")::put);
        }
    }

    private static ObjectNode put(ObjectNode json, TextSpan span, OffsetUnit.Ruler ruler) {
        return json.put("begin", ruler.fromUtf16(span.begin())).put("end", ruler.fromUtf16(span.end()));
    }
}
