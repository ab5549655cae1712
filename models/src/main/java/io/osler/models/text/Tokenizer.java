package io.osler.models.text;

import ai.djl.huggingface.tokenizers.Encoding;
import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import ai.djl.huggingface.tokenizers.jni.CharSpan;
import io.osler.models.ModelException;
import io.osler.models.TextSpan;
import io.osler.models.weights.GgufFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.IntStream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;
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

    private static final int NONE = -1;

    private final String place;
    private final TokenizerJson json;
    private final HuggingFaceTokenizer plain;
    private final byte[][] bytes;
    private final Map<String, Integer> idOf;
    private final Set<Integer> specialIds;
    private final Map<String, Integer> idOfBytes;
    private final int[] sameBytes; // the next higher id with the same bytes: "a" and <0x61> are two entries
    private final int bytesMax;
    private HuggingFaceTokenizer special; // opened when first needed: it takes as long as the plain one
    private boolean closed;

    private Tokenizer(ObjectNode tree, String place) {
        this.place = place;
        json = TokenizerJson.of(tree, place);
        idOf = json.vocabulary();
        specialIds = json.specialIds();
        bytes = json.bytes();
        idOfBytes = HashMap.newHashMap(bytes.length);
        sameBytes = new int[bytes.length];
        int longest = 0;
        for (int id = bytes.length - 1; id >= 0; id--) {
            sameBytes[id] = NONE;
            if (bytes[id] != null && bytes[id].length > 0 && !specialIds.contains(id)) {
                Integer higher = idOfBytes.put(new String(bytes[id], StandardCharsets.ISO_8859_1), id);
                sameBytes[id] = higher == null ? NONE : higher;
                longest = Math.max(longest, bytes[id].length);
            }
        }
        bytesMax = longest;
        plain = open(json.asText(), place);
    }

    /**
     * @param json  the content of a {@code tokenizer.json}
     * @param place what to call it in errors
     */
    public static Tokenizer of(String json, String place) {
        try {
            if (JSON.readTree(json) instanceof ObjectNode tree) {
                return new Tokenizer(tree, place);
            }
            throw new ModelException(
                    ModelException.Code.FILE_CORRUPT, place, "expected a JSON object; pull the model again");
        } catch (JacksonException e) {
            throw new ModelException(
                    ModelException.Code.FILE_CORRUPT,
                    place,
                    "not readable as JSON (%s); pull the model again".formatted(e.getOriginalMessage()),
                    e);
        }
    }

    /** From the vocabulary a GGUF file carries. The file may be closed afterwards. */
    public static Tokenizer of(GgufFile file) {
        return new Tokenizer(GgufTokenizer.tree(file), file.path().toString());
    }

    /**
     * Ids of {@code text}, all of it taken as plain text that goes on directly after other text: {@code encode("word")}
     * is a word with nothing before it, {@code encode(" word")} one after a space. Also for tokenizers that put a space
     * before every text (Llama 2, Mistral): for the first text of a sequence, say {@code encode(" " + text)} there.
     */
    public int[] encode(String text) {
        return Encodings.ids(plain.encode(text, false, false));
    }

    /**
     * Ids of a text written by the program, in which special tokens are recognised. As the model's own tokenizer does
     * it, with the space before it where there is one.
     */
    public int[] encodeTemplate(String text) {
        return Encodings.ids(special().encode(text, false, false));
    }

    /** Like {@link #encode}, with the place of each token. */
    public TokenizedText encodeWithSpans(String text) {
        Encoding encoding = plain.encode(text, false, false);
        int[] utf16 = Encodings.utf16OfCodePoints(text);
        CharSpan[] spans = encoding.getCharTokenSpans();
        TextSpan[] units = new TextSpan[spans.length];
        for (int i = spans.length - 1, next = text.length(); i >= 0; i--) {
            int begin = utf16[spans[i].getStart()];
            int end = utf16[spans[i].getEnd()];
            if (json.composes()) { // of "e" and an accent made one character, the library names the "e" alone
                boolean endsAsNext = i + 1 < spans.length && spans[i + 1].getEnd() == spans[i].getEnd();
                end = endsAsNext ? units[i + 1].end() : Math.max(end, next);
            }
            units[i] = new TextSpan(begin, end);
            next = begin;
        }
        return new TokenizedText(Encodings.ids(encoding), List.of(units));
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

    /**
     * Every token that {@code text} could begin with: those, special ones aside, whose bytes are a prefix of its bytes.
     * Shortest first, then by id.
     */
    public int[] prefixesOf(String text) {
        return prefixesOf(text.substring(0, Math.min(text.length(), bytesMax)).getBytes(StandardCharsets.UTF_8));
    }

    /** The same for a text in UTF-8, which may begin within a character. */
    public int[] prefixesOf(byte[] text) {
        String key = new String(text, 0, Math.min(text.length, bytesMax), StandardCharsets.ISO_8859_1);
        IntStream.Builder found = IntStream.builder();
        for (int length = 1; length <= key.length(); length++) {
            Integer first = idOfBytes.get(key.substring(0, length));
            for (int id = first == null ? NONE : first; id != NONE; id = sameBytes[id]) {
                found.add(id);
            }
        }
        return found.build().toArray();
    }

    /** The id of a vocabulary entry written as in {@code tokenizer.json}, such as {@code <|im_end|>}. */
    public OptionalInt id(String entry) {
        Integer id = idOf.get(entry);
        return id == null ? OptionalInt.empty() : OptionalInt.of(id);
    }

    /** Whether the tokenizer's own post-processing would put this special token before a text. */
    public boolean putsFirst(String entry) {
        return json.firstToken().filter(entry::equals).isPresent();
    }

    public boolean isSpecial(int id) {
        return specialIds.contains(id);
    }

    /** One more than the highest id with an entry; a model's own table may be padded beyond it. */
    public int size() {
        return bytes.length;
    }

    @Override
    public synchronized void close() {
        closed = true;
        plain.close();
        if (special != null) {
            special.close();
        }
    }

    private synchronized HuggingFaceTokenizer special() {
        if (closed) {
            throw new IllegalStateException("the tokenizer of %s is closed".formatted(place));
        }
        if (special == null) {
            special = open(json.asTemplate(), place);
        }
        return special;
    }

    private static HuggingFaceTokenizer open(InputStream json, String place) {
        DjlSettings.apply();
        try {
            return HuggingFaceTokenizer.newInstance(json, OPTIONS);
        } catch (IOException | RuntimeException e) {
            throw new ModelException(
                    ModelException.Code.FILE_CORRUPT,
                    place,
                    "the tokenizers library refuses it (%s); pull the model again".formatted(e.getMessage()),
                    e);
        }
    }
}
