package io.osler.models.text;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Invented tokenizers of a few hundred entries, in both spellings. Tests change what they need in the tree. */
final class TinyTokenizers {
    static final JsonMapper JSON = JsonMapper.shared();

    /** Special, and beyond a gap in the ids. */
    static final int END = 300;

    /** Added, but not special. */
    static final int TOOL = 301;

    private TinyTokenizers() {}

    static Tokenizer open(ObjectNode tree) {
        return Tokenizer.of(JSON.writeValueAsString(tree), "tiny");
    }

    /** GPT-2's alphabet: entry {@code b} stands for byte {@code b}. Written from its definition. */
    static List<String> byteEntries() {
        List<String> entries = new ArrayList<>();
        int next = 256;
        for (int b = 0; b < 256; b++) {
            boolean printable = (b > 32 && b < 127) || (b > 160 && b < 256 && b != 173);
            entries.add(Character.toString(printable ? b : next++));
        }
        return entries;
    }

    /** 256 bytes, then what the merges make: {@code he ll hell hello Ġhello}, {@code Ġw or Ġwor Ġword word}. */
    static ObjectNode byteLevel() {
        List<String> entries = byteEntries();
        List<List<String>> merges = List.of(
                List.of("h", "e"),
                List.of("l", "l"),
                List.of("he", "ll"),
                List.of("hell", "o"),
                List.of("Ġ", "hello"),
                List.of("o", "r"),
                List.of("w", "or"),
                List.of("wor", "d"),
                List.of("Ġ", "word"));
        merges.forEach(merge -> entries.add(String.join("", merge)));
        ObjectNode tree = tree(entries, merges);
        tree.set("pre_tokenizer", byteLevelStep());
        tree.set("decoder", byteLevelStep());
        added(tree, END, "<|end|>", true);
        added(tree, TOOL, "<tool>", false);
        return tree;
    }

    /** {@code <unk> <s> </s>}, 256 bytes, then space, letters and words; no space is put before a text. */
    static ObjectNode sentencePiece() {
        List<String> entries = new ArrayList<>(List.of("<unk>", "<s>", "</s>"));
        IntStream.range(0, 256).forEach(b -> entries.add("<0x%02X>".formatted(b)));
        entries.add("▁");
        "abcdefghijklmnopqrstuvwxyz".chars().forEach(letter -> entries.add(Character.toString(letter)));
        List<List<String>> merges = List.of(
                List.of("o", "r"), List.of("w", "or"), List.of("wor", "d"), List.of("▁", "word"), List.of("▁", "a"));
        merges.forEach(merge -> entries.add(String.join("", merge)));
        ObjectNode tree = tree(entries, merges);
        ObjectNode model = (ObjectNode) tree.get("model");
        model.put("unk_token", "<unk>").put("byte_fallback", true).put("fuse_unk", true);
        tree.set("normalizer", spaces());
        ObjectNode decoder = step("Sequence");
        decoder.putArray("decoders").add(step("ByteFallback")).add(step("Fuse"));
        tree.set("decoder", decoder);
        added(tree, 0, "<unk>", true);
        added(tree, 1, "<s>", true);
        added(tree, 2, "</s>", true);
        return tree;
    }

    /** Llama 2's way to put a space before every text. */
    static ObjectNode sentencePieceWithPrefix() {
        ObjectNode tree = sentencePiece();
        ObjectNode normalizer = step("Sequence");
        normalizer
                .putArray("normalizers")
                .add(step("Prepend").put("prepend", "▁"))
                .add(spaces());
        tree.set("normalizer", normalizer);
        return tree;
    }

    /** Mistral's later way. */
    static ObjectNode metaspace() {
        ObjectNode tree = sentencePiece();
        tree.putNull("normalizer");
        tree.set(
                "pre_tokenizer",
                step("Metaspace")
                        .put("replacement", "▁")
                        .put("prepend_scheme", "first")
                        .put("split", false));
        return tree;
    }

    static void added(ObjectNode tree, int id, String content, boolean special) {
        tree.withArray("added_tokens")
                .addObject()
                .put("id", id)
                .put("content", content)
                .put("special", special)
                .put("single_word", false)
                .put("lstrip", false)
                .put("rstrip", false)
                .put("normalized", false);
    }

    static ObjectNode byteLevelStep() {
        return step("ByteLevel")
                .put("add_prefix_space", false)
                .put("trim_offsets", false)
                .put("use_regex", true);
    }

    static ObjectNode step(String type) {
        return JSON.createObjectNode().put("type", type);
    }

    private static ObjectNode spaces() {
        ObjectNode replace = step("Replace").put("content", "▁");
        replace.putObject("pattern").put("String", " ");
        return replace;
    }

    private static ObjectNode tree(List<String> entries, List<List<String>> merges) {
        ObjectNode tree = JSON.createObjectNode();
        tree.put("version", "1.0").putNull("truncation").putNull("padding");
        tree.putArray("added_tokens");
        tree.putNull("normalizer").putNull("pre_tokenizer").putNull("post_processor");
        ObjectNode model = tree.putObject("model").put("type", "BPE");
        ObjectNode vocabulary = model.putObject("vocab");
        for (int id = 0; id < entries.size(); id++) {
            vocabulary.put(entries.get(id), id);
        }
        model.set("merges", JSON.valueToTree(merges));
        return tree;
    }
}
