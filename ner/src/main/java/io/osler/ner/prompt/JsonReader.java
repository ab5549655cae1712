package io.osler.ner.prompt;

import io.osler.ner.Mention;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.exc.UnexpectedEndOfInputException;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonReadFeature;

/**
 * Reads JSON as models write it: behind other text, with single quotes, stray commas or comments, broken off in the
 * middle. Objects with a text and a type are items wherever they stand; so is a pair of a text and a label.
 */
final class JsonReader {
    private static final JsonFactory JSON = JsonFactory.builder()
            .enable(JsonReadFeature.ALLOW_SINGLE_QUOTES)
            .enable(JsonReadFeature.ALLOW_UNQUOTED_PROPERTY_NAMES)
            .enable(JsonReadFeature.ALLOW_TRAILING_COMMA)
            .enable(JsonReadFeature.ALLOW_MISSING_VALUES)
            .enable(JsonReadFeature.ALLOW_JAVA_COMMENTS)
            .enable(JsonReadFeature.ALLOW_UNESCAPED_CONTROL_CHARS)
            .enable(JsonReadFeature.ALLOW_BACKSLASH_ESCAPING_ANY_CHARACTER)
            .build();
    private static final String TEXT = "text";
    private static final String TYPE = "type";
    private static final List<String> TEXT_KEYS = List.of(TEXT, "mention", "entity", "name", "span");
    private static final List<String> TYPE_KEYS = List.of(TYPE, "label", "class", "category");

    private final AnswerTally tally = new AnswerTally();
    private final LabelReader labels;
    private final List<ListedMention> items = new ArrayList<>();
    private final List<String> strings = new ArrayList<>();

    private JsonReader(List<String> labels) {
        this.labels = new LabelReader(labels);
    }

    /** The mentions of a list of items with types. */
    static Decoding items(String answer, String sentence, List<String> labels) {
        JsonReader reader = new JsonReader(labels);
        reader.read(answer);
        List<Mention> placed = OccurrenceAligner.placed(sentence, List.of(reader.items), reader.tally);
        return new Decoding(Overlaps.resolved(placed, reader.tally), reader.tally.counts());
    }

    /** Strings of an array, as mentions without a type. */
    static Decoding strings(String answer, String sentence) {
        JsonReader reader = new JsonReader(List.of());
        reader.read(answer);
        List<ListedMention> listed = reader.strings.stream()
                .map(text -> new ListedMention(text.strip(), "", 1))
                .toList();
        List<Mention> placed = OccurrenceAligner.placed(sentence, List.of(listed), reader.tally);
        return new Decoding(Overlaps.resolved(placed, reader.tally), reader.tally.counts());
    }

    private void read(String answer) {
        int begin = begin(answer);
        if (begin < 0) {
            tally.add(AnswerEvent.UNPARSEABLE);
            return;
        }
        try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), answer.substring(begin))) {
            parser.nextToken();
            value(parser);
            long end = begin + parser.currentLocation().getCharOffset();
            if (!answer.substring((int) Math.min(end, answer.length())).isBlank()) {
                tally.add(AnswerEvent.TEXT_AFTER);
            }
        } catch (JacksonException e) {
            tally.add(AnswerEvent.CUT_SHORT);
        }
    }

    private static int begin(String answer) {
        int object = answer.indexOf('{');
        int array = answer.indexOf('[');
        return object < 0 || array < 0 ? Math.max(object, array) : Math.min(object, array);
    }

    private void value(JsonParser parser) {
        switch (parser.currentToken()) {
            case START_OBJECT -> object(parser);
            case START_ARRAY -> {
                while (next(parser) != JsonToken.END_ARRAY) {
                    if (parser.currentToken() == JsonToken.VALUE_STRING) {
                        strings.add(parser.getString());
                    }
                    value(parser);
                }
            }
            default -> {}
        }
    }

    private void object(JsonParser parser) {
        Map<String, String> texts = new HashMap<>();
        while (next(parser) != JsonToken.END_OBJECT) {
            String key = parser.currentName();
            next(parser);
            if (parser.currentToken() == JsonToken.VALUE_STRING) {
                texts.put(key, parser.getString());
            }
            value(parser);
        }
        Optional<String> text = first(TEXT_KEYS, texts);
        Optional<String> type = first(TYPE_KEYS, texts);
        if (text.isPresent() && type.isPresent()) {
            if (!texts.containsKey(TEXT) || !texts.containsKey(TYPE)) {
                tally.add(AnswerEvent.ITEM_SPELLED_OTHERWISE);
            }
            add(text.get(), type.get());
        } else {
            texts.forEach((mention, label) -> {
                tally.add(AnswerEvent.ITEM_SPELLED_OTHERWISE);
                add(mention, label);
            });
        }
    }

    private void add(String text, String label) {
        labels.read(label, tally).ifPresent(known -> items.add(new ListedMention(text.strip(), known, 1)));
    }

    private static Optional<String> first(List<String> keys, Map<String, String> texts) {
        return keys.stream().filter(texts::containsKey).map(texts::get).findFirst();
    }

    /** The next token; the end of the text is where the answer broke off. */
    private static JsonToken next(JsonParser parser) {
        JsonToken token = parser.nextToken();
        if (token == null) {
            throw new UnexpectedEndOfInputException(parser, null, "the answer broke off");
        }
        return token;
    }
}
