package io.osler.ner.task;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.dataformat.yaml.YAMLFactory;

/** A value of a YAML file that knows its line, so that whoever reads it can say where it is wrong. */
sealed interface YamlNode {
    /** From 1. */
    int line();

    /** A single value; a YAML null is the empty text. */
    record Text(int line, String value) implements YamlNode {}

    record Items(int line, List<YamlNode> nodes) implements YamlNode {}

    /** Keys with values, in the order of the file. */
    record Mapping(int line, Map<String, YamlNode> values) implements YamlNode {
        /** @throws Misfit naming the first key that is none of these */
        void requireOnly(Set<String> known) {
            values.forEach((key, value) -> {
                if (!known.contains(key)) {
                    throw new Misfit(
                            value.line(),
                            "key '%s' is not known, expected one of %s"
                                    .formatted(key, known.stream().sorted().toList()));
                }
            });
        }

        boolean has(String key) {
            return values.containsKey(key);
        }

        String required(String key) {
            return text(key)
                    .filter(text -> !text.isBlank())
                    .orElseThrow(() -> new Misfit(line, "'%s' is missing or empty, expected text".formatted(key)));
        }

        Optional<String> text(String key) {
            return Optional.ofNullable(values.get(key)).map(value -> switch (value) {
                case Text text -> text.value();
                case Items items -> throw misfit(key, items, "a list", "text");
                case Mapping mapping -> throw misfit(key, mapping, "a mapping", "text");
            });
        }

        /** A text turned into something; that it cannot be is told with its line. */
        <T> Optional<T> parsed(String key, Function<String, T> parser) {
            return text(key).map(text -> at(values.get(key).line(), () -> parser.apply(text)));
        }

        List<Mapping> mappings(String key) {
            YamlNode value = values.get(key);
            if (!(value instanceof Items items) || items.nodes().isEmpty()) {
                throw new Misfit(
                        value == null ? line : value.line(),
                        "'%s' is missing or empty, expected a list".formatted(key));
            }
            return items.nodes().stream()
                    .map(node -> switch (node) {
                        case Mapping mapping -> mapping;
                        case Text text -> throw misfit(key, text, "an item of text", "items with keys");
                        case Items list -> throw misfit(key, list, "a list of lists", "items with keys");
                    })
                    .toList();
        }

        Map<String, String> texts(String key) {
            return switch (values.get(key)) {
                case null -> Map.of();
                case Mapping mapping -> {
                    Map<String, String> texts = new LinkedHashMap<>();
                    mapping.values()
                            .keySet()
                            .forEach(name -> texts.put(name, mapping.text(name).orElseThrow()));
                    yield texts;
                }
                case Text text -> throw misfit(key, text, "text", "keys with values");
                case Items items -> throw misfit(key, items, "a list", "keys with values");
            };
        }

        private static Misfit misfit(String key, YamlNode value, String found, String expected) {
            return new Misfit(value.line(), "'%s' is %s, expected %s".formatted(key, found, expected));
        }
    }

    /** Something in the file is not what was expected. */
    final class Misfit extends IllegalArgumentException {
        private final int line;

        Misfit(int line, String message) {
            super(message);
            this.line = line;
        }

        int line() {
            return line;
        }
    }

    /** Runs something that refuses its input; the refusal is told with a line. */
    static <T> T at(int line, Supplier<T> step) {
        try {
            return step.get();
        } catch (Misfit e) {
            throw e;
        } catch (IllegalArgumentException e) {
            throw new Misfit(line, e.getMessage());
        }
    }

    /**
     * Reads a file that is one mapping.
     *
     * @throws Misfit                               when it is none, or a key stands twice
     * @throws tools.jackson.core.JacksonException when it is no YAML
     */
    static Mapping read(String text) {
        try (JsonParser parser = new YAMLFactory().createParser(ObjectReadContext.empty(), text)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new Misfit(1, "the file has no keys, expected a YAML mapping");
            }
            return (Mapping) node(parser);
        }
    }

    private static YamlNode node(JsonParser parser) {
        int line = parser.currentTokenLocation().getLineNr();
        return switch (parser.currentToken()) {
            case START_OBJECT -> {
                Map<String, YamlNode> values = new LinkedHashMap<>();
                while (parser.nextToken() != JsonToken.END_OBJECT) {
                    String key = parser.currentName();
                    int keyLine = parser.currentTokenLocation().getLineNr();
                    parser.nextToken();
                    if (values.put(key, node(parser)) != null) {
                        throw new Misfit(keyLine, "key '%s' stands twice".formatted(key));
                    }
                }
                yield new Mapping(line, values);
            }
            case START_ARRAY -> {
                List<YamlNode> nodes = new ArrayList<>();
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    nodes.add(node(parser));
                }
                yield new Items(line, nodes);
            }
            case VALUE_NULL -> new Text(line, "");
            default -> new Text(line, parser.getString());
        };
    }
}
