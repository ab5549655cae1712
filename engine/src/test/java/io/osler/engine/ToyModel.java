package io.osler.engine;

import io.osler.models.config.DecoderShape;
import io.osler.models.config.HuggingFaceConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A golden toy decoder with a tokenizer of its own: one entry per byte, a few words, and one special token. Random
 * weights, so what it writes means nothing; what it is for is that everything around it is real.
 */
public final class ToyModel {
    private static final List<String> WORDS =
            List.of("the", "fever", "pain", "cough", "problem", "treatment", "test", "Text", "Marked", "disease");
    private static final int VOCABULARY = 320;

    /** How toy models are opened: numbers as exact as can be, one thread, sequences of 200 tokens at most. */
    public static final EngineOptions OPTIONS = EngineOptions.DEFAULTS
            .withWeightForm(WeightForm.F32)
            .withDevice(ComputeDevice.CPU)
            .withThreads(1)
            .withContextTokensMax(200);

    private ToyModel() {}

    /** Writes the model of a golden family, {@code llama} for instance. */
    public static Path write(String family, Path directory) throws IOException {
        return write(Path.of("src/test/resources/golden").resolve(family), directory);
    }

    /** Options with memory for so many tokens' keys and values, of this model. */
    public static EngineOptions withSlots(EngineOptions options, Path model, int slots) {
        DecoderShape shape =
                HuggingFaceConfig.read(model.resolve("config.json")).shape();
        long slotBytes = 2L * shape.layers() * shape.kvHeads() * shape.headSize() * Float.BYTES;
        return options.withCacheBytes(slots * slotBytes);
    }

    /** Writes the model into {@code directory}: the files of {@code golden} and a tokenizer. */
    public static Path write(Path golden, Path directory) throws IOException {
        Files.createDirectories(directory);
        Files.copy(golden.resolve("model.safetensors"), directory.resolve("model.safetensors"));
        Files.copy(golden.resolve("config.json"), directory.resolve("config.json"));
        Files.writeString(directory.resolve("tokenizer.json"), tokenizer());
        return directory;
    }

    private static String tokenizer() {
        ObjectNode json = JsonMapper.shared().createObjectNode();
        Map<String, Integer> vocabulary = new TreeMap<>();
        char next = 0x100;
        for (int b = 0; b < 256; b++) {
            boolean printable = (b >= '!' && b <= '~') || (b >= 0xA1 && b <= 0xAC) || (b >= 0xAE && b <= 0xFF);
            vocabulary.put(String.valueOf(printable ? (char) b : next++), b);
        }
        List<String> merges = new ArrayList<>();
        for (String word : WORDS) {
            addWord(word, vocabulary, merges);
            addWord("\u0120" + word, vocabulary, merges);
        }
        ObjectNode model = json.putObject("model");
        model.put("type", "BPE");
        model.set("vocab", JsonMapper.shared().valueToTree(vocabulary));
        model.set("merges", JsonMapper.shared().valueToTree(merges));
        json.putObject("pre_tokenizer")
                .put("type", "ByteLevel")
                .put("add_prefix_space", false)
                .put("trim_offsets", false)
                .put("use_regex", true);
        json.putObject("decoder")
                .put("type", "ByteLevel")
                .put("add_prefix_space", false)
                .put("trim_offsets", false)
                .put("use_regex", true);
        ArrayNode added = json.putArray("added_tokens");
        added.addObject()
                .put("id", VOCABULARY - 1)
                .put("content", "<|end|>")
                .put("special", true)
                .put("single_word", false)
                .put("lstrip", false)
                .put("rstrip", false)
                .put("normalized", false);
        return JsonMapper.shared().writeValueAsString(json);
    }

    /** Merges from left to right, sharing what is already there, as long as ids last. */
    private static void addWord(String word, Map<String, Integer> vocabulary, List<String> merges) {
        for (int length = 2; length <= word.length() && vocabulary.size() < VOCABULARY - 1; length++) {
            if (vocabulary.putIfAbsent(word.substring(0, length), vocabulary.size()) == null) {
                merges.add(word.substring(0, length - 1) + " " + word.charAt(length - 1));
            }
        }
    }
}
