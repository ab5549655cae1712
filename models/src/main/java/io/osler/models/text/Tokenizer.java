package io.osler.models.text;

import ai.djl.huggingface.tokenizers.Encoding;
import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import ai.djl.huggingface.tokenizers.jni.CharSpan;
import io.osler.models.ModelException;
import io.osler.models.TextSpan;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Text to token ids and back, as the model's own {@code tokenizer.json} says. Never truncates, pads or adds tokens.
 *
 * <p>Two ways in: {@link #encode} treats everything as text, so that a note that happens to contain
 * {@code <|im_end|>} cannot steer the model; {@link #encodeTemplate} recognises special tokens and is for text that
 * the program itself has written, such as a rendered chat template.
 *
 * <p>Safe for many threads. Close it once nobody uses it.
 */
public final class Tokenizer implements AutoCloseable {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final Map<String, String> OPTIONS = Map.of(
            "addSpecialTokens", "false",
            "truncation", "do_not_truncate",
            "padding", "do_not_pad");

    private final HuggingFaceTokenizer plain;
    private final HuggingFaceTokenizer special;
    private final String postProcessor;
    private final byte[][] bytes;
    private final Map<String, Integer> idOf;
    private final Set<Integer> specialIds;
    private final Map<String, Integer> idOfBytes;
    private final int bytesMax;

    private Tokenizer(JsonNode json, String place) {
        Map<String, Integer> vocabulary = vocabulary(json, place);
        TokenBytes spelling =
                json.path("decoder").toString().contains("ByteLevel") ? TokenBytes.BYTE_LEVEL : TokenBytes.SENTENCE_PIECE;
        postProcessor = json.path("post_processor").toString();
        idOf = vocabulary;
        specialIds = specialIds(json);
        bytes = new byte[vocabulary.values().stream().mapToInt(id -> id + 1).max().orElse(0)][];
        vocabulary.forEach((entry, id) -> bytes[id] = spelling.of(entry));
        idOfBytes = HashMap.newHashMap(bytes.length);
        int longest = 0;
        for (int id = 0; id < bytes.length; id++) {
            if (bytes[id] != null && bytes[id].length > 0 && !specialIds.contains(id)) {
                idOfBytes.putIfAbsent(new String(bytes[id], StandardCharsets.ISO_8859_1), id);
                longest = Math.max(longest, bytes[id].length);
            }
        }
        bytesMax = longest;
        special = open(json, place);
        plain = open(withoutSpecialTokens(json), place);
    }

    /**
     * @param json  the content of a {@code tokenizer.json}
     * @param place what to call it in errors
     */
    public static Tokenizer of(String json, String place) {
        try {
            return new Tokenizer(JSON.readTree(json), place);
        } catch (JacksonException e) {
            throw new ModelException(
                    ModelException.Code.FILE_CORRUPT,
                    place,
                    "not readable as JSON (%s); pull the model again".formatted(e.getOriginalMessage()),
                    e);
        }
    }

    /** Ids of {@code text}, all of it taken as plain text. */
    public int[] encode(String text) {
        return ids(plain.encode(text, false, false));
    }

    /** Ids of a text written by the program, in which special tokens are recognised. */
    public int[] encodeTemplate(String text) {
        return ids(special.encode(text, false, false));
    }

    /** Like {@link #encode}, with the place of each token. */
    public TokenizedText encodeWithSpans(String text) {
        Encoding encoding = plain.encode(text, false, false);
        int[] utf16 = utf16OfCodePoints(text);
        List<TextSpan> spans = new ArrayList<>();
        for (CharSpan span : encoding.getCharTokenSpans()) {
            spans.add(new TextSpan(utf16[span.getStart()], utf16[span.getEnd()]));
        }
        return new TokenizedText(ids(encoding), spans);
    }

    /** The text the ids stand for; bytes that are not UTF-8 come out as U+FFFD. */
    public String decode(int... ids) {
        int length = Arrays.stream(ids).map(id -> bytes(id).length).sum();
        byte[] joined = new byte[length];
        int at = 0;
        for (int id : ids) {
            byte[] part = bytes(id);
            System.arraycopy(part, 0, joined, at, part.length);
            at += part.length;
        }
        return new String(joined, StandardCharsets.UTF_8);
    }

    /** UTF-8 bytes of one token; a character may be spread over several tokens. Empty for ids without an entry. */
    public byte[] bytes(int id) {
        if (id < 0 || id >= bytes.length) {
            throw new IllegalArgumentException("token id is %d, expected 0 to %d".formatted(id, bytes.length - 1));
        }
        return bytes[id] == null ? new byte[0] : bytes[id].clone();
    }

    /** Every token that {@code text} could begin with: those whose bytes are a prefix of its bytes. Shortest first. */
    public int[] prefixesOf(String text) {
        byte[] head = text.substring(0, Math.min(text.length(), bytesMax)).getBytes(StandardCharsets.UTF_8);
        String key = new String(head, StandardCharsets.ISO_8859_1);
        int[] found = new int[Math.min(key.length(), bytesMax)];
        int count = 0;
        for (int length = 1; length <= found.length; length++) {
            Integer id = idOfBytes.get(key.substring(0, length));
            if (id != null) {
                found[count++] = id;
            }
        }
        return Arrays.copyOf(found, count);
    }

    /** The id of a vocabulary entry written as in {@code tokenizer.json}, such as {@code <|im_end|>}. */
    public OptionalInt id(String entry) {
        Integer id = idOf.get(entry);
        return id == null ? OptionalInt.empty() : OptionalInt.of(id);
    }

    /** Whether the tokenizer's own post-processing would put this special token around a text. */
    public boolean putsFirst(String entry) {
        return postProcessor.contains(JSON.writeValueAsString(entry));
    }

    public boolean isSpecial(int id) {
        return specialIds.contains(id);
    }

    /** One more than the highest id with an entry; a model's own table may be padded beyond it. */
    public int size() {
        return bytes.length;
    }

    @Override
    public void close() {
        plain.close();
        special.close();
    }

    private static HuggingFaceTokenizer open(JsonNode json, String place) {
        DjlSettings.apply();
        try {
            byte[] content = JSON.writeValueAsBytes(json);
            return HuggingFaceTokenizer.newInstance(new ByteArrayInputStream(content), OPTIONS);
        } catch (IOException | RuntimeException e) {
            throw new ModelException(
                    ModelException.Code.FILE_CORRUPT,
                    place,
                    "the tokenizers library refuses it (%s); pull the model again".formatted(e.getMessage()),
                    e);
        }
    }

    private static Map<String, Integer> vocabulary(JsonNode json, String place) {
        JsonNode vocabulary = json.path("model").path("vocab");
        if (!vocabulary.isObject()) {
            throw new ModelException(
                    ModelException.Code.FORMAT_UNSUPPORTED,
                    place,
                    "model.vocab is missing or not an object, expected a BPE vocabulary");
        }
        Map<String, Integer> entries = HashMap.newHashMap(vocabulary.size());
        vocabulary.propertyStream().forEach(entry -> entries.put(entry.getKey(), id(entry.getValue(), place)));
        json.path("added_tokens")
                .valueStream()
                .forEach(token -> entries.put(token.path("content").asString(), id(token.path("id"), place)));
        return entries;
    }

    private static int id(JsonNode value, String place) {
        int id = value.asInt(-1);
        if (id < 0 || id >= 1 << 24) {
            throw new ModelException(
                    ModelException.Code.FILE_CORRUPT, place, "a token id is %s, expected 0 to 2^24".formatted(value));
        }
        return id;
    }

    private static Set<Integer> specialIds(JsonNode json) {
        Set<Integer> ids = new HashSet<>();
        json.path("added_tokens")
                .valueStream()
                .filter(token -> token.path("special").asBoolean(false))
                .forEach(token -> ids.add(token.path("id").asInt()));
        return ids;
    }

    private static JsonNode withoutSpecialTokens(JsonNode json) {
        ObjectNode copy = JSON.createObjectNode();
        json.propertyStream().forEach(field -> copy.set(field.getKey(), field.getValue()));
        ArrayNode kept = copy.putArray("added_tokens");
        json.path("added_tokens")
                .valueStream()
                .filter(token -> !token.path("special").asBoolean(false))
                .forEach(kept::add);
        return copy;
    }

    private static int[] ids(Encoding encoding) {
        return Arrays.stream(encoding.getIds()).mapToInt(Math::toIntExact).toArray();
    }

    /** The library counts code points; index {@code i} of the result is the UTF-16 index of code point {@code i}. */
    private static int[] utf16OfCodePoints(String text) {
        int[] index = new int[text.codePointCount(0, text.length()) + 1];
        for (int point = 0, unit = 0; point < index.length; point++) {
            index[point] = unit;
            unit += unit < text.length() && Character.charCount(text.codePointAt(unit)) == 2 ? 2 : 1;
        }
        return index;
    }
}
