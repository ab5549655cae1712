package io.osler.models.text;

import io.osler.models.ModelException;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.POJONode;

/**
 * The content of one {@code tokenizer.json}, checked, and the two forms of it that are given to the library: both
 * without truncation, padding and post-processing. They differ in little; what they share is written once.
 */
final class TokenizerJson {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final int IDS_MAX = 1 << 24;

    private final String place;
    private final Map<String, Integer> vocabulary;
    private final List<JsonNode> added;
    private final TokenBytes spelling;
    private final Optional<String> firstToken;
    private final boolean composes;
    private final byte[] shared;
    private final String textHead;
    private final String templateHead;

    private TokenizerJson(ObjectNode tree, String place) {
        this.place = place;
        JsonNode type = tree.path("model").path("type");
        if (!(tree.get("model") instanceof ObjectNode model)
                || !type.asString("BPE").equals("BPE")) {
            throw unsupported("model.type is %s, expected BPE".formatted(type));
        }
        added = tree.path("added_tokens").valueStream().toList();
        spelling = (tree.path("decoder").toString() + tree.path("pre_tokenizer")).contains("\"ByteLevel\"")
                ? TokenBytes.BYTE_LEVEL
                : TokenBytes.SENTENCE_PIECE;
        firstToken = firstToken(tree.path("post_processor"));
        composes = steps(tree.path("normalizer"))
                .anyMatch(
                        step -> Set.of("NFC", "NFKC").contains(step.path("type").asString("")));
        vocabulary = vocabulary(model);
        // Ids of added tokens are given by the vocabulary, so that they stay when some are left out.
        model.putPOJO("vocab", vocabulary);
        textHead = head(added.stream().filter(token -> !isSpecial(token)).toList(), withoutPrefix(tree));
        templateHead = head(added, tree);
        tree.remove(List.of("added_tokens", "normalizer", "pre_tokenizer"));
        tree.putNull("truncation").putNull("padding").putNull("post_processor");
        shared = JSON.writeValueAsBytes(tree);
    }

    static TokenizerJson of(ObjectNode tree, String place) {
        return new TokenizerJson(tree, place);
    }

    /** Recognises no special token and puts no space before the text. */
    InputStream asText() {
        return joined(textHead);
    }

    /** As the file says. */
    InputStream asTemplate() {
        return joined(templateHead);
    }

    /** Entry to id, added tokens included. */
    Map<String, Integer> vocabulary() {
        return vocabulary;
    }

    Set<Integer> specialIds() {
        Set<Integer> ids = new HashSet<>();
        added.stream().filter(TokenizerJson::isSpecial).forEach(token -> ids.add(id(token.path("id"))));
        return ids;
    }

    /** The bytes each id stands for; null where there is no entry. */
    byte[][] bytes() {
        byte[][] bytes = new byte
                [vocabulary.values().stream().mapToInt(id -> id + 1).max().orElse(0)][];
        vocabulary.forEach((entry, id) -> bytes[id] = spelling.of(entry));
        if (spelling == TokenBytes.BYTE_LEVEL) { // added tokens are written as they stand in a text
            added.forEach(token -> bytes[id(token.path("id"))] =
                    token.path("content").asString().getBytes(StandardCharsets.UTF_8));
        }
        return bytes;
    }

    /** Whether the text is normalised in a way that makes one character out of several. */
    boolean composes() {
        return composes;
    }

    /** What post-processing puts before a single text. */
    Optional<String> firstToken() {
        return firstToken;
    }

    private static Optional<String> firstToken(JsonNode processor) {
        return switch (processor.path("type").asString("")) {
            case "Sequence" ->
                processor
                        .path("processors")
                        .valueStream()
                        .flatMap(step -> firstToken(step).stream())
                        .findFirst();
            case "TemplateProcessing" -> {
                JsonNode id =
                        processor.path("single").path(0).path("SpecialToken").path("id");
                yield id.isString() ? Optional.of(id.asString()) : Optional.empty();
            }
            default -> Optional.empty();
        };
    }

    private static String head(List<JsonNode> addedTokens, JsonNode tree) {
        ObjectNode head = JSON.createObjectNode();
        head.putArray("added_tokens").addAll(addedTokens);
        head.set("normalizer", tree.path("normalizer").isMissingNode() ? null : tree.get("normalizer"));
        head.set("pre_tokenizer", tree.path("pre_tokenizer").isMissingNode() ? null : tree.get("pre_tokenizer"));
        String text = JSON.writeValueAsString(head);
        return text.substring(0, text.length() - 1) + ",";
    }

    /** One object out of two: {@code {head,} and {shared}}. */
    private InputStream joined(String head) {
        return new SequenceInputStream(Collections.enumeration(List.of(
                new ByteArrayInputStream(head.getBytes(StandardCharsets.UTF_8)),
                new ByteArrayInputStream(shared, 1, shared.length - 1))));
    }

    /** Three spellings of "put a space before the text" are in use; all are taken out. */
    private static JsonNode withoutPrefix(ObjectNode tree) {
        ObjectNode copy = JSON.createObjectNode();
        Stream.of("normalizer", "pre_tokenizer").filter(tree::hasNonNull).forEach(part -> {
            JsonNode steps = tree.get(part).deepCopy();
            steps(steps).forEach(TokenizerJson::dropPrefix);
            if (!steps.path("type").asString("").equals("Prepend")) {
                copy.set(part, steps);
            }
        });
        return copy;
    }

    /** A step and those within it. */
    private static Stream<JsonNode> steps(JsonNode step) {
        return Stream.concat(
                Stream.of(step),
                Stream.of("normalizers", "pretokenizers")
                        .flatMap(list -> step.path(list).valueStream())
                        .flatMap(TokenizerJson::steps));
    }

    private static void dropPrefix(JsonNode step) {
        if (step.get("normalizers") instanceof ArrayNode list) {
            list.removeIf(part -> part.path("type").asString("").equals("Prepend"));
        }
        if (step instanceof ObjectNode metaspace
                && step.path("type").asString("").equals("Metaspace")) {
            metaspace.put("prepend_scheme", "never");
        }
        if (step instanceof ObjectNode spaced && step.has("add_prefix_space")) {
            spaced.put("add_prefix_space", false);
        }
    }

    private Map<String, Integer> vocabulary(ObjectNode model) {
        Map<String, Integer> entries = switch (model.path("vocab")) {
            case POJONode made when made.getPojo() instanceof Map<?, ?> map -> copied(map);
            case ObjectNode read -> {
                Map<String, Integer> ids = HashMap.newHashMap(read.size());
                read.propertyStream().forEach(entry -> ids.put(entry.getKey(), id(entry.getValue())));
                yield ids;
            }
            default -> throw unsupported("model.vocab is missing or not an object, expected a BPE vocabulary");
        };
        for (JsonNode token : added) {
            if (!token.path("content").isString()) {
                throw corrupt("an added token has no content, expected a string");
            }
            entries.put(token.path("content").asString(), id(token.path("id")));
        }
        return entries;
    }

    private static Map<String, Integer> copied(Map<?, ?> made) {
        Map<String, Integer> entries = HashMap.newHashMap(made.size());
        made.forEach((entry, id) -> entries.put((String) entry, (Integer) id));
        return entries;
    }

    private int id(JsonNode value) {
        if (!value.isIntegralNumber() || !value.canConvertToInt() || value.asInt() < 0 || value.asInt() >= IDS_MAX) {
            throw corrupt("a token id is %s, expected 0 to 2^24 - 1".formatted(value));
        }
        return value.asInt();
    }

    private static boolean isSpecial(JsonNode token) {
        return token.path("special").asBoolean(false);
    }

    private ModelException corrupt(String message) {
        return new ModelException(ModelException.Code.FILE_CORRUPT, place, message + "; pull the model again");
    }

    private ModelException unsupported(String message) {
        return new ModelException(ModelException.Code.FORMAT_UNSUPPORTED, place, message);
    }
}
