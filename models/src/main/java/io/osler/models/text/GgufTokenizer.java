package io.osler.models.text;

import io.osler.models.ModelException;
import io.osler.models.weights.GgufFile;
import io.osler.models.weights.GgufMetadata;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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

    private static final String DIGITS_1 =
            "(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|\\p{N}| ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*"
                    + "|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+";
    private static final String DIGITS_1_TO_3 = DIGITS_1.replace("|\\p{N}|", "|\\p{N}{1,3}|");

    private GgufTokenizer() {}

    public static String json(GgufFile file) {
        GgufMetadata metadata = file.metadata();
        String model = metadata.string("tokenizer.ggml.model");
        ObjectNode json =
                switch (model) {
                    case "gpt2" -> byteLevel(metadata, file.path().toString());
                    case "llama" -> sentencePiece(metadata);
                    default -> throw unsupported(file, "tokenizer.ggml.model", model, List.of("gpt2", "llama"));
                };
        return JSON.writeValueAsString(json);
    }

    private static ObjectNode byteLevel(GgufMetadata metadata, String place) {
        ObjectNode json = skeleton(metadata);
        String pre = metadata.findString("tokenizer.ggml.pre").orElse("default");
        switch (pre) {
            case "smollm" -> json.set("pre_tokenizer", sequence(digits(), byteLevelStep(true)));
            case "gpt-2", "default" -> json.set("pre_tokenizer", byteLevelStep(true));
            case "qwen2" -> {
                json.set("normalizer", typed("NFC"));
                json.set("pre_tokenizer", sequence(split(DIGITS_1), byteLevelStep(false)));
            }
            case "llama-bpe", "llama3", "llama-v3" ->
                json.set("pre_tokenizer", sequence(split(DIGITS_1_TO_3), byteLevelStep(false)));
            default -> throw new ModelException(
                    ModelException.Code.FORMAT_UNSUPPORTED,
                    place,
                    "tokenizer.ggml.pre is '%s', expected smollm, gpt-2, qwen2 or llama-bpe; a tokenizer.json beside the file is used instead"
                            .formatted(pre));
        }
        json.set("decoder", byteLevelStep(true));
        ObjectNode bpe = bpe(metadata, false);
        // llama.cpp and the original tokenizers agree: a pre-token that is itself an entry is not split for Llama 3.
        bpe.put("ignore_merges", pre.startsWith("llama"));
        bpe.set("merges", JSON.valueToTree(mergesAsWritten(metadata)));
        json.set("model", bpe);
        return json;
    }

    private static ObjectNode sentencePiece(GgufMetadata metadata) {
        ObjectNode json = skeleton(metadata);
        ObjectNode spaces = replace(" ", "\u2581");
        boolean prefixed = metadata.findBool("tokenizer.ggml.add_space_prefix").orElse(true);
        json.set("normalizer", prefixed ? normalizers(typed("Prepend").put("prepend", "\u2581"), spaces) : spaces);
        ObjectNode decoder = typed("Sequence");
        ArrayNode steps = decoder.putArray("decoders");
        steps.add(replace("\u2581", " "));
        steps.add(typed("ByteFallback"));
        steps.add(typed("Fuse"));
        json.set("decoder", decoder);
        ObjectNode bpe = bpe(metadata, true);
        bpe.set("merges", JSON.valueToTree(mergesFromScores(metadata)));
        json.set("model", bpe);
        return json;
    }

    private static ObjectNode skeleton(GgufMetadata metadata) {
        ObjectNode json = JSON.createObjectNode();
        json.put("version", "1.0");
        json.putNull("truncation").putNull("padding");
        ArrayNode added = json.putArray("added_tokens");
        List<String> tokens = metadata.strings("tokenizer.ggml.tokens");
        long[] types = types(metadata, tokens.size());
        for (int id = 0; id < types.length; id++) {
            if (types[id] == TYPE_CONTROL || types[id] == TYPE_USER_DEFINED) {
                ObjectNode token = added.addObject();
                token.put("id", id).put("content", tokens.get(id)).put("special", types[id] == TYPE_CONTROL);
                token.put("single_word", false).put("lstrip", false).put("rstrip", false).put("normalized", false);
            }
        }
        json.putNull("normalizer").putNull("pre_tokenizer").putNull("post_processor");
        return json;
    }

    private static ObjectNode bpe(GgufMetadata metadata, boolean byteFallback) {
        ObjectNode bpe = typed("BPE");
        bpe.putNull("dropout").putNull("continuing_subword_prefix").putNull("end_of_word_suffix");
        List<String> tokens = metadata.strings("tokenizer.ggml.tokens");
        if (byteFallback) {
            bpe.put("unk_token", tokens.get(Math.toIntExact(metadata.findInteger("tokenizer.ggml.unknown_token_id")
                    .orElse(0L))));
        } else {
            bpe.putNull("unk_token");
        }
        bpe.put("fuse_unk", byteFallback).put("byte_fallback", byteFallback).put("ignore_merges", false);
        ObjectNode vocabulary = bpe.putObject("vocab");
        for (int id = 0; id < tokens.size(); id++) {
            vocabulary.put(tokens.get(id), id);
        }
        return bpe;
    }

    /** GGUF writes a merge as two entries with one space between; entries themselves hold no space. */
    private static List<List<String>> mergesAsWritten(GgufMetadata metadata) {
        List<List<String>> merges = new ArrayList<>();
        for (String merge : metadata.strings("tokenizer.ggml.merges")) {
            int space = merge.indexOf(' ', 1);
            if (space < 0) {
                throw new IllegalArgumentException("tokenizer.ggml.merges holds an entry without a space");
            }
            merges.add(List.of(merge.substring(0, space), merge.substring(space + 1)));
        }
        return merges;
    }

    private record Merge(String left, String right, int leftId, int rightId, float score) {}

    /**
     * SentencePiece stores a score per piece and no merges. A pair may merge when both parts and their union are
     * pieces; the union with the higher score goes first, ties in the order of the parts' ids.
     */
    private static List<List<String>> mergesFromScores(GgufMetadata metadata) {
        List<String> tokens = metadata.strings("tokenizer.ggml.tokens");
        float[] scores = metadata.reals("tokenizer.ggml.scores");
        long[] types = types(metadata, tokens.size());
        Map<String, Integer> idOf = HashMap.newHashMap(tokens.size());
        for (int id = 0; id < tokens.size(); id++) {
            if (types[id] == TYPE_NORMAL) {
                idOf.put(tokens.get(id), id);
            }
        }
        List<Merge> merges = new ArrayList<>();
        List<Merge> ofOne = new ArrayList<>();
        for (int id = 0; id < tokens.size(); id++) {
            if (types[id] != TYPE_NORMAL) {
                continue;
            }
            String union = tokens.get(id);
            for (int cut = 1; cut < union.length(); cut++) {
                Integer left = idOf.get(union.substring(0, cut));
                Integer right = left == null ? null : idOf.get(union.substring(cut));
                if (right != null) {
                    ofOne.add(new Merge(union.substring(0, cut), union.substring(cut), left, right, scores[id]));
                }
            }
            ofOne.sort(Comparator.comparingInt(Merge::leftId).thenComparingInt(Merge::rightId));
            merges.addAll(ofOne);
            ofOne.clear();
        }
        merges.sort(Comparator.comparingDouble((Merge merge) -> -merge.score())); // stable: ties keep their order
        return merges.stream().map(merge -> List.of(merge.left(), merge.right())).toList();
    }

    private static long[] types(GgufMetadata metadata, int tokens) {
        long[] types = metadata.integers("tokenizer.ggml.token_type");
        if (types.length != tokens) {
            throw new IllegalArgumentException(
                    "tokenizer.ggml.token_type has %d entries, expected %d".formatted(types.length, tokens));
        }
        return types;
    }

    private static ObjectNode typed(String type) {
        return JSON.createObjectNode().put("type", type);
    }

    private static ObjectNode digits() {
        return typed("Digits").put("individual_digits", true);
    }

    private static ObjectNode byteLevelStep(boolean useRegex) {
        return typed("ByteLevel").put("add_prefix_space", false).put("trim_offsets", false).put("use_regex", useRegex);
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

    private static ModelException unsupported(GgufFile file, String key, String found, List<String> expected) {
        return new ModelException(
                ModelException.Code.FORMAT_UNSUPPORTED,
                file.path().toString(),
                "%s is '%s', expected one of %s".formatted(key, found, expected));
    }
}
