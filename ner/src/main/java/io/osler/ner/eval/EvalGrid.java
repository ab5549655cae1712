package io.osler.ner.eval;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/**
 * Lists of choices; its settings are all their combinations, each once. As YAML, one such block or a list of them under
 * {@code grid}:
 *
 * <pre>
 * models: [qwen2.5-coder-1.5b-instruct]
 * formats: [tanl, json]
 * selectors: [random, tfidf]
 * k: [4, 8, 16]              0 is zero-shot
 * kb: [starter]              what knowledge is taken from
 * knowledge: [none, dirag]
 * grammar: [true]
 * open-bias: [1]
 * seeds: [7]
 * decoding: [greedy]         or spans
 * more: {weights: int8}      passed on as it is
 * </pre>
 *
 * @param models     at least one
 * @param formats    at least one
 * @param selectors  at least one
 * @param k          at least one
 * @param kb         at least one
 * @param knowledge  at least one
 * @param grammar    at least one
 * @param openBiases none for what suits the selector
 * @param seeds      at least one
 * @param decodings  at least one
 * @param more       the same for all
 */
public record EvalGrid(
        List<String> models,
        List<String> formats,
        List<String> selectors,
        List<Integer> k,
        List<String> kb,
        List<String> knowledge,
        List<Boolean> grammar,
        List<Double> openBiases,
        List<Long> seeds,
        List<String> decodings,
        Map<String, String> more) {
    private static final String GREEDY = "greedy";

    /** Keys of a YAML block, as its users write them. */
    private static final Set<String> KEYS = new LinkedHashSet<>(List.of(
            "models",
            "formats",
            "selectors",
            "k",
            "kb",
            "knowledge",
            "grammar",
            "open-bias",
            "seeds",
            "decoding",
            "more"));

    /** What is taken where a block says nothing; there is no default model. */
    public static final EvalGrid DEFAULTS = new EvalGrid(
            List.of(),
            List.of("tanl"),
            List.of("tfidf"),
            List.of(16),
            List.of(Setting.NONE),
            List.of(Setting.NONE),
            List.of(true),
            List.of(),
            List.of(7L),
            List.of(GREEDY),
            Map.of());

    public EvalGrid {
        models = List.copyOf(models);
        formats = List.copyOf(formats);
        selectors = List.copyOf(selectors);
        k = List.copyOf(k);
        kb = List.copyOf(kb);
        knowledge = List.copyOf(knowledge);
        grammar = List.copyOf(grammar);
        openBiases = List.copyOf(openBiases);
        seeds = List.copyOf(seeds);
        decodings = List.copyOf(decodings);
        more = Map.copyOf(more);
    }

    /** All combinations, models outermost; settings that come out the same stand once. */
    public List<Setting> settings() {
        Set<Setting> settings = new LinkedHashSet<>();
        for (String model : models) {
            for (String format : formats) {
                for (String selector : selectors) {
                    for (int count : k) {
                        for (String decoding : decodings) {
                            add(
                                    settings,
                                    Setting.llm(model, format, selector, count).withMore(more(decoding)));
                        }
                    }
                }
            }
        }
        return List.copyOf(settings);
    }

    private Map<String, String> more(String decoding) {
        Map<String, String> all = new TreeMap<>(more);
        if (!decoding.equals(GREEDY)) {
            all.put(LocalDetectors.DECODING, decoding);
        }
        return all;
    }

    private void add(Set<Setting> settings, Setting asked) {
        for (String way : knowledge) {
            for (String dictionary : kb) {
                for (boolean held : grammar) {
                    for (double bias : openBiases.isEmpty() ? List.of(asked.openBias()) : openBiases) {
                        for (long seed : seeds) {
                            settings.add(asked.withKnowledge(dictionary, way)
                                    .withGrammar(held)
                                    .withOpenBias(bias)
                                    .withSeed(seed));
                        }
                    }
                }
            }
        }
    }

    /**
     * Reads the blocks of a file.
     *
     * @throws IllegalArgumentException when the file is no such YAML, with the key that is wrong
     */
    public static List<EvalGrid> read(Path file) {
        JsonNode yaml;
        try {
            yaml = YAMLMapper.shared().readTree(Files.readString(file));
        } catch (JacksonException e) {
            throw new IllegalArgumentException(
                    "%s is not readable as YAML (%s)".formatted(file, e.getOriginalMessage()), e);
        } catch (IOException e) {
            throw new IllegalArgumentException("grid file %s cannot be read".formatted(file), e);
        }
        JsonNode blocks = yaml.path("grid").isArray() ? yaml.path("grid") : yaml;
        List<EvalGrid> grids = new ArrayList<>();
        if (blocks.isArray()) {
            if (yaml.size() > 1) {
                throw new IllegalArgumentException(
                        "%s has keys beside 'grid', expected a list of blocks there and nothing else".formatted(file));
            }
            blocks.valueStream().forEach(block -> grids.add(block(file, block)));
        } else {
            grids.add(block(file, blocks));
        }
        return grids;
    }

    private static EvalGrid block(Path file, JsonNode block) {
        block.propertyNames().stream()
                .filter(key -> !KEYS.contains(key))
                .findFirst()
                .ifPresent(key -> {
                    throw new IllegalArgumentException(
                            "%s has the key '%s', expected one of %s".formatted(file, key, KEYS));
                });
        try {
            Map<String, String> more = new TreeMap<>();
            block.path("more")
                    .propertyStream()
                    .forEach(entry -> more.put(entry.getKey(), entry.getValue().asString()));
            EvalGrid grid = new EvalGrid(
                    texts(block, "models", DEFAULTS.models),
                    texts(block, "formats", DEFAULTS.formats),
                    texts(block, "selectors", DEFAULTS.selectors),
                    texts(block, "k", texts(DEFAULTS.k)).stream()
                            .map(Integer::valueOf)
                            .toList(),
                    texts(block, "kb", DEFAULTS.kb),
                    texts(block, "knowledge", DEFAULTS.knowledge),
                    texts(block, "grammar", texts(DEFAULTS.grammar)).stream()
                            .map(EvalGrid::truth)
                            .toList(),
                    texts(block, "open-bias", texts(DEFAULTS.openBiases)).stream()
                            .map(Double::valueOf)
                            .toList(),
                    texts(block, "seeds", texts(DEFAULTS.seeds)).stream()
                            .map(Long::valueOf)
                            .toList(),
                    texts(block, "decoding", DEFAULTS.decodings),
                    more);
            if (grid.models.isEmpty()) {
                throw new IllegalArgumentException("names no models, expected at least one under 'models'");
            }
            return grid;
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("%s: a block of the grid %s".formatted(file, e.getMessage()), e);
        }
    }

    private static boolean truth(String word) {
        return switch (word) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException("has '%s', expected true or false".formatted(word));
        };
    }

    private static List<String> texts(List<?> values) {
        return values.stream().map(Object::toString).toList();
    }

    /** A list, or one value for a list of one. */
    private static List<String> texts(JsonNode block, String key, List<String> otherwise) {
        JsonNode value = block.path(key);
        if (value.isMissingNode()) {
            return otherwise;
        }
        List<String> texts =
                value.isArray() ? value.valueStream().map(JsonNode::asString).toList() : List.of(value.asString());
        if (texts.isEmpty()) {
            throw new IllegalArgumentException("has nothing under '%s', expected at least one".formatted(key));
        }
        return texts;
    }
}
