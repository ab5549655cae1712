package io.osler.models.text;

import ai.djl.huggingface.tokenizers.Encoding;
import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import ai.djl.huggingface.tokenizers.jni.CharSpan;
import io.osler.models.ModelException;
import io.osler.models.TextSpan;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A text to the token ids an encoder reads: the text's own with the tokens the model was trained to see around them,
 * {@code [CLS] … [SEP]} for BERT. A text that happens to contain {@code [SEP]} is text all the same.
 *
 * <p>Nothing is cut or padded here; {@link #cut} cuts as the models were trained. Safe for many threads. Close it once
 * nobody uses it.
 */
public final class EncoderTokenizer implements AutoCloseable {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final Map<String, String> OPTIONS = Map.of(
            "addSpecialTokens", "true",
            "truncation", "do_not_truncate",
            "padding", "do_not_pad");

    private final HuggingFaceTokenizer tokenizer;
    private final int before;
    private final int behind;

    private EncoderTokenizer(HuggingFaceTokenizer tokenizer, String place) {
        this.tokenizer = tokenizer;
        int[] around = around(tokenizer.encode("a", true, false).getSpecialTokenMask());
        before = around[0];
        behind = around[1];
        if (before == 0) {
            tokenizer.close();
            throw new ModelException(
                    ModelException.Code.FORMAT_UNSUPPORTED,
                    place,
                    "puts no token before a text, expected an encoder's post-processing, such as [CLS] … [SEP]");
        }
    }

    /**
     * @param json  the content of a {@code tokenizer.json}
     * @param place what to call it in errors
     */
    public static EncoderTokenizer of(String json, String place) {
        try {
            if (JSON.readTree(json) instanceof ObjectNode tree) {
                return open(tree, place);
            }
            throw corrupt(place, "expected a JSON object", null);
        } catch (JacksonException e) {
            throw corrupt(place, "not readable as JSON (%s)".formatted(e.getOriginalMessage()), e);
        }
    }

    /**
     * BERT's own, from the list of its word pieces, for models that are published without {@code tokenizer.json}.
     *
     * @param pieces    the lines of {@code vocab.txt}, [UNK], [CLS] and [SEP] among them; the id is the place
     * @param lowerCase whether the vocabulary is without capitals and accents
     * @param place     what to call the list in errors
     */
    public static EncoderTokenizer ofWordPieces(List<String> pieces, boolean lowerCase, String place) {
        for (String needed : List.of("[UNK]", "[CLS]", "[SEP]")) {
            if (!pieces.contains(needed)) {
                throw corrupt(place, "has no line '%s', expected the word pieces of BERT".formatted(needed), null);
            }
        }
        ObjectNode tree = JSON.createObjectNode();
        tree.putObject("normalizer")
                .put("type", "BertNormalizer")
                .put("clean_text", true)
                .put("handle_chinese_chars", true)
                .putNull("strip_accents")
                .put("lowercase", lowerCase);
        tree.putObject("pre_tokenizer").put("type", "BertPreTokenizer");
        ObjectNode around = tree.putObject("post_processor").put("type", "BertProcessing");
        around.putArray("sep").add("[SEP]").add(pieces.indexOf("[SEP]"));
        around.putArray("cls").add("[CLS]").add(pieces.indexOf("[CLS]"));
        ObjectNode model = tree.putObject("model")
                .put("type", "WordPiece")
                .put("unk_token", "[UNK]")
                .put("continuing_subword_prefix", "##")
                .put("max_input_chars_per_word", 100);
        ObjectNode vocabulary = model.putObject("vocab");
        for (int id = 0; id < pieces.size(); id++) {
            vocabulary.put(pieces.get(id), id);
        }
        return open(tree, place);
    }

    /** The ids of a text, however long, with those that stand around it; an empty text has only the latter. */
    public int[] encode(String text) {
        return Encodings.ids(tokenizer.encode(text, true, false));
    }

    /** As {@link #encode}, with where each token stands; those that stand around the text have empty spans. */
    public TokenizedText encodeWithSpans(String text) {
        Encoding encoding = tokenizer.encode(text, true, false);
        int[] utf16 = Encodings.utf16OfCodePoints(text);
        CharSpan[] spans = encoding.getCharTokenSpans();
        TextSpan[] units = new TextSpan[spans.length];
        for (int i = 0; i < spans.length; i++) {
            int place = i < before ? 0 : text.length();
            units[i] = i < before || i >= spans.length - behind
                    ? new TextSpan(place, place)
                    : new TextSpan(utf16[spans[i].getStart()], utf16[spans[i].getEnd()]);
        }
        return new TokenizedText(Encodings.ids(encoding), List.of(units));
    }

    /**
     * The ids of a text's beginning, so that there are no more than {@code tokensMax}; what stands behind the text
     * stays.
     */
    public int[] cut(int[] ids, int tokensMax) {
        if (tokensMax <= around()) {
            throw new IllegalArgumentException(
                    "tokensMax is %d, expected more than the %d tokens around a text".formatted(tokensMax, around()));
        }
        if (ids.length <= tokensMax) {
            return ids;
        }
        int[] kept = Arrays.copyOf(ids, tokensMax);
        System.arraycopy(ids, ids.length - behind, kept, tokensMax - behind, behind);
        return kept;
    }

    /** How many tokens are put before a text. */
    public int before() {
        return before;
    }

    /** How many tokens are put around a text. */
    public int around() {
        return before + behind;
    }

    @Override
    public void close() {
        tokenizer.close();
    }

    /** How many special tokens come first and last. */
    private static int[] around(long[] specialMask) {
        int before = 0;
        while (before < specialMask.length && specialMask[before] == 1) {
            before++;
        }
        int behind = 0;
        while (behind < specialMask.length - before && specialMask[specialMask.length - 1 - behind] == 1) {
            behind++;
        }
        return new int[] {before, behind};
    }

    private static EncoderTokenizer open(ObjectNode tree, String place) {
        DjlSettings.apply();
        tree.putNull("truncation").putNull("padding");
        withoutSpecialTokens(tree);
        try {
            byte[] content = JSON.writeValueAsBytes(tree);
            return new EncoderTokenizer(
                    HuggingFaceTokenizer.newInstance(new ByteArrayInputStream(content), OPTIONS), place);
        } catch (ModelException e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            throw corrupt(place, "the tokenizers library refuses it (%s)".formatted(e.getMessage()), e);
        }
    }

    /** No text is read as a special token; the ids stay, for post-processing names them itself. */
    private static void withoutSpecialTokens(ObjectNode tree) {
        if (tree.get("added_tokens") instanceof ArrayNode added) {
            if (tree.path("model").get("vocab") instanceof ObjectNode vocabulary) {
                for (JsonNode token : added) {
                    vocabulary.set(token.path("content").asString(""), token.path("id"));
                }
            }
            added.removeIf(token -> token.path("special").asBoolean(false));
        }
    }

    private static ModelException corrupt(String place, String found, Exception cause) {
        return new ModelException(ModelException.Code.FILE_CORRUPT, place, found + "; pull the model again", cause);
    }
}
