package io.osler.models.text;

import io.osler.models.ModelException;
import io.osler.models.weights.GgufFile;
import io.osler.models.weights.GgufMetadata;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Builds the {@code tokenizer.json} of a model from the vocabulary a GGUF file carries, so that one tokenizer library
 * serves both kinds of file. The pre-tokenizer is not in the file, only its name ({@code tokenizer.ggml.pre}); the
 * patterns here are those of the original models.
 */
public final class GgufTokenizer {
    private static final JsonMapper JSON = JsonMapper.shared();

    private static final int TYPE_NORMAL = 1;
    private static final int TYPE_CONTROL = 3;
    private static final int TYPE_USER_DEFINED = 4;

    /**
     * GGUF calls every token without a text of its own "control"; the original tokenizers of Gemma and Qwen recognise
     * these in any text, as they do user-defined ones. Nothing in the file tells.
     */
    private static final Pattern CONTROL_NOT_SPECIAL =
            Pattern.compile("<unused\\d+>|<mask>|<\\|fim_\\w+\\|>|<\\|repo_name\\|>|<\\|file_sep\\|>");

    /** The converse: Gemma's, user-defined in GGUF. */
    private static final Set<String> USER_DEFINED_SPECIAL = Set.of("<start_of_image>", "<end_of_image>");

    private static final String DIGITS_1 =
            "(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|\\p{N}| ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*"
                    + "|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+";
    private static final String DIGITS_1_TO_3 = DIGITS_1.replace("|\\p{N}|", "|\\p{N}{1,3}|");

    private GgufTokenizer() {}

    /** The whole {@code tokenizer.json}, to look at or to write beside the file. */
    public static String json(GgufFile file) {
        return JSON.writeValueAsString(tree(file));
    }

    /** {@link #json} as a tree; merges and vocabulary are plain collections in it, a tenth of the size of nodes. */
    static ObjectNode tree(GgufFile file) {
        Pieces pieces = pieces(file);
        ObjectNode json = skeleton(pieces);
        return pieces.sentencePiece() ? sentencePiece(json, pieces) : byteLevel(json, pieces);
    }

    /**
     * Entries of the vocabulary by id.
     *
     * @param entries as tokenizer.json spells them
     * @param types   GGUF's kind of each
     */
    private record Pieces(
            GgufMetadata metadata, String place, boolean sentencePiece, List<String> entries, long[] types) {
        boolean isAdded(int id) {
            return types[id] == TYPE_CONTROL || types[id] == TYPE_USER_DEFINED;
        }

        boolean isSpecial(int id) {
            return types[id] == TYPE_CONTROL
                    ? !CONTROL_NOT_SPECIAL.matcher(entries.get(id)).matches()
                    : USER_DEFINED_SPECIAL.contains(entries.get(id));
        }

        void requireSize(String key, int size) {
            if (size != entries.size()) {
                throw corrupt("%s has %d entries, expected %d".formatted(key, size, entries.size()));
            }
        }

        ModelException corrupt(String message) {
            return new ModelException(ModelException.Code.FILE_CORRUPT, place, message + "; pull the model again");
        }

        ModelException unsupported(String message) {
            return new ModelException(ModelException.Code.FORMAT_UNSUPPORTED, place, message);
        }
    }

    private static Pieces pieces(GgufFile file) {
        GgufMetadata metadata = file.metadata();
        String model = metadata.string("tokenizer.ggml.model");
        List<String> tokens = metadata.strings("tokenizer.ggml.tokens");
        // SentencePiece files spell runs of spaces either way; tokenizer.json has U+2581 only.
        List<String> entries = model.equals("llama")
                ? tokens.stream().map(token -> token.replace(' ', '\u2581')).toList()
                : tokens;
        Pieces pieces = new Pieces(
                metadata,
                file.path().toString(),
                model.equals("llama"),
                entries,
                metadata.integers("tokenizer.ggml.token_type"));
        if (!model.equals("llama") && !model.equals("gpt2")) {
            throw pieces.unsupported("tokenizer.ggml.model is '%s', expected one of [gpt2, llama]".formatted(model));
        }
        pieces.requireSize("tokenizer.ggml.token_type", pieces.types().length);
        return pieces;
    }

    private static ObjectNode byteLevel(ObjectNode json, Pieces pieces) {
        String pre = pieces.metadata().findString("tokenizer.ggml.pre").orElse("missing");
        switch (pre) {
            case "smollm" -> json.set("pre_tokenizer", sequence(digits(), byteLevelStep(true)));
            case "gpt-2" -> json.set("pre_tokenizer", byteLevelStep(true));
            case "qwen2" -> {
                json.set("normalizer", typed("NFC"));
                json.set("pre_tokenizer", sequence(split(DIGITS_1), byteLevelStep(false)));
            }
            case "llama-bpe", "llama3", "llama-v3" ->
                json.set("pre_tokenizer", sequence(split(DIGITS_1_TO_3), byteLevelStep(false)));
            default ->
                throw pieces.unsupported(("tokenizer.ggml.pre is %s, expected smollm, gpt-2, qwen2 or llama-bpe; "
                                + "put the model's tokenizer.json beside the file, it is used instead")
                        .formatted(pre.equals("missing") ? pre : "'" + pre + "'"));
        }
        json.set("decoder", byteLevelStep(true));
        ObjectNode bpe = bpe(pieces);
        bpe.putNull("unk_token").put("fuse_unk", false).put("byte_fallback", false);
        // llama.cpp and the original tokenizers agree: a pre-token that is itself an entry is not split for Llama 3.
        bpe.put("ignore_merges", pre.startsWith("llama"));
        bpe.putPOJO("merges", mergesAsWritten(pieces));
        json.set("model", bpe);
        return json;
    }

    private static ObjectNode sentencePiece(ObjectNode json, Pieces pieces) {
        ObjectNode spaces = replace(" ", "\u2581");
        boolean prefixed =
                pieces.metadata().findBool("tokenizer.ggml.add_space_prefix").orElse(true);
        json.set("normalizer", prefixed ? normalizers(typed("Prepend").put("prepend", "\u2581"), spaces) : spaces);
        ObjectNode decoder = typed("Sequence");
        ArrayNode steps = decoder.putArray("decoders");
        steps.add(replace("\u2581", " "));
        steps.add(typed("ByteFallback"));
        steps.add(typed("Fuse"));
        json.set("decoder", decoder);
        ObjectNode bpe = bpe(pieces);
        bpe.put("unk_token", pieces.entries().get(unknownId(pieces)));
        bpe.put("fuse_unk", true).put("byte_fallback", true).put("ignore_merges", false);
        bpe.putPOJO("merges", mergesFromScores(pieces));
        json.set("model", bpe);
        return json;
    }

    private static int unknownId(Pieces pieces) {
        long id =
                pieces.metadata().findInteger("tokenizer.ggml.unknown_token_id").orElse(0L);
        if (id < 0 || id >= pieces.entries().size()) {
            throw pieces.corrupt("tokenizer.ggml.unknown_token_id is %d, expected 0 to %d"
                    .formatted(id, pieces.entries().size() - 1));
        }
        return (int) id;
    }

    private static ObjectNode skeleton(Pieces pieces) {
        ObjectNode json = JSON.createObjectNode();
        json.put("version", "1.0");
        json.putNull("truncation").putNull("padding");
        ArrayNode added = json.putArray("added_tokens");
        for (int id = 0; id < pieces.types().length; id++) {
            if (pieces.isAdded(id)) {
                ObjectNode token = added.addObject();
                token.put("id", id).put("content", pieces.entries().get(id)).put("special", pieces.isSpecial(id));
                token.put("single_word", false)
                        .put("lstrip", false)
                        .put("rstrip", false)
                        .put("normalized", false);
            }
        }
        json.putNull("normalizer").putNull("pre_tokenizer").putNull("post_processor");
        return json;
    }

    private static ObjectNode bpe(Pieces pieces) {
        ObjectNode bpe = typed("BPE");
        bpe.putNull("dropout").putNull("continuing_subword_prefix").putNull("end_of_word_suffix");
        Map<String, Integer> vocabulary =
                LinkedHashMap.newLinkedHashMap(pieces.entries().size());
        for (int id = 0; id < pieces.entries().size(); id++) {
            vocabulary.put(pieces.entries().get(id), id);
        }
        bpe.putPOJO("vocab", vocabulary);
        return bpe;
    }

    /** GGUF writes a merge as tokenizer.json may: two entries, which hold no space, with one space between. */
    private static List<String> mergesAsWritten(Pieces pieces) {
        List<String> merges = pieces.metadata().strings("tokenizer.ggml.merges");
        for (int i = 0; i < merges.size(); i++) {
            int space = merges.get(i).indexOf(' ');
            if (space < 1 || space != merges.get(i).lastIndexOf(' ')) {
                throw pieces.corrupt("tokenizer.ggml.merges[%d] is '%s', expected two entries with a space between"
                        .formatted(i, merges.get(i)));
            }
        }
        return merges;
    }

    /**
     * A union and where it is cut.
     *
     * @param left  characters before the cut
     * @param right characters behind it
     */
    private record Merge(String union, int cut, float score, int left, int right) {
        private static final Comparator<Merge> ORDER = (a, b) -> {
            if (a.score != b.score) {
                return a.score > b.score ? -1 : 1;
            }
            return a.left != b.left ? b.left - a.left : b.right - a.right;
        };

        String written() {
            return union.substring(0, cut) + ' ' + union.substring(cut);
        }
    }

    /**
     * SentencePiece stores a score per piece and no merges. A pair may merge when both parts and their union are
     * pieces. First the higher score of the union, then the longer left part, the longer right part, the lower id: the
     * order in which Gemma's tokenizer.json lists them. User-defined pieces count as 0 there, whatever the file says.
     */
    private static List<String> mergesFromScores(Pieces pieces) {
        float[] scores = pieces.metadata().reals("tokenizer.ggml.scores");
        pieces.requireSize("tokenizer.ggml.scores", scores.length);
        Set<String> parts = HashSet.newHashSet(scores.length);
        for (int id = 0; id < scores.length; id++) {
            if (mayMerge(pieces, id)) {
                parts.add(pieces.entries().get(id));
            }
        }
        List<Merge> merges = new ArrayList<>();
        for (int id = 0; id < scores.length; id++) {
            if (mayMerge(pieces, id)) {
                float score = pieces.types()[id] == TYPE_USER_DEFINED ? 0 : scores[id];
                addCuts(pieces.entries().get(id), score, parts, merges);
            }
        }
        merges.sort(Merge.ORDER); // stable: what is equal stays in the order of ids
        return merges.stream().map(Merge::written).toList();
    }

    private static boolean mayMerge(Pieces pieces, int id) {
        return pieces.types()[id] == TYPE_NORMAL || pieces.types()[id] == TYPE_USER_DEFINED;
    }

    private static void addCuts(String union, float score, Set<String> parts, List<Merge> merges) {
        int characters = union.codePointCount(0, union.length());
        for (int left = 1, cut = 0; left < characters; left++) {
            cut = union.offsetByCodePoints(cut, 1);
            if (parts.contains(union.substring(0, cut)) && parts.contains(union.substring(cut))) {
                merges.add(new Merge(union, cut, score, left, characters - left));
            }
        }
    }

    private static ObjectNode typed(String type) {
        return JSON.createObjectNode().put("type", type);
    }

    private static ObjectNode digits() {
        return typed("Digits").put("individual_digits", true);
    }

    private static ObjectNode byteLevelStep(boolean useRegex) {
        return typed("ByteLevel")
                .put("add_prefix_space", false)
                .put("trim_offsets", false)
                .put("use_regex", useRegex);
    }

    private static ObjectNode split(String regex) {
        ObjectNode step = typed("Split").put("behavior", "Isolated").put("invert", false);
        step.putObject("pattern").put("Regex", regex);
        return step;
    }

    private static ObjectNode replace(String from, String to) {
        ObjectNode step = typed("Replace").put("content", to);
        step.putObject("pattern").put("String", from);
        return step;
    }

    private static ObjectNode sequence(ObjectNode... steps) {
        ObjectNode sequence = typed("Sequence");
        sequence.putArray("pretokenizers").addAll(List.of(steps));
        return sequence;
    }

    private static ObjectNode normalizers(ObjectNode... steps) {
        ObjectNode sequence = typed("Sequence");
        sequence.putArray("normalizers").addAll(List.of(steps));
        return sequence;
    }
}
