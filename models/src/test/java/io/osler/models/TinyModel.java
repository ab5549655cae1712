package io.osler.models;

import io.osler.models.weights.GgufBuilder;
import io.osler.models.weights.SafetensorsBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * An invented model with random weights, written as a GGUF file and as a Hugging Face directory: two layers, hidden
 * size 8, two query heads and one key/value head of width 4, vocabulary of 10 letters and two special tokens.
 */
final class TinyModel {
    static final int HIDDEN = 8;
    static final int HEADS = 2;
    static final int HEAD_SIZE = 4;
    static final int INTERMEDIATE = 6;
    static final int LAYERS = 2;
    static final int WINDOW = 3;
    static final List<String> TOKENS = List.of("a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "<s>", "<|im_end|>");
    static final int BOS = 10;
    static final int END = 11;

    record Weight(float[] values, long... sizes) {}

    /** By Hugging Face's names, norms as the factors to multiply with. */
    final Map<String, Weight> weights = new LinkedHashMap<>();

    private final String family;

    TinyModel(String family, boolean tiedHead) {
        this.family = family;
        SplittableRandom random = new SplittableRandom(7);
        put(random, "model.embed_tokens.weight", TOKENS.size(), HIDDEN);
        put(random, "model.norm.weight", HIDDEN);
        if (!tiedHead) {
            put(random, "lm_head.weight", TOKENS.size(), HIDDEN);
        }
        for (int layer = 0; layer < LAYERS; layer++) {
            String prefix = "model.layers." + layer + ".";
            put(random, prefix + "input_layernorm.weight", HIDDEN);
            put(random, prefix + "post_attention_layernorm.weight", HIDDEN);
            put(random, prefix + "self_attn.q_proj.weight", HEADS * HEAD_SIZE, HIDDEN);
            put(random, prefix + "self_attn.k_proj.weight", HEAD_SIZE, HIDDEN);
            put(random, prefix + "self_attn.v_proj.weight", HEAD_SIZE, HIDDEN);
            put(random, prefix + "self_attn.o_proj.weight", HIDDEN, HEADS * HEAD_SIZE);
            put(random, prefix + "mlp.gate_proj.weight", INTERMEDIATE, HIDDEN);
            put(random, prefix + "mlp.up_proj.weight", INTERMEDIATE, HIDDEN);
            put(random, prefix + "mlp.down_proj.weight", HIDDEN, INTERMEDIATE);
            if (family.equals("qwen2")) {
                put(random, prefix + "self_attn.q_proj.bias", HEADS * HEAD_SIZE);
                put(random, prefix + "self_attn.k_proj.bias", HEAD_SIZE);
                put(random, prefix + "self_attn.v_proj.bias", HEAD_SIZE);
            }
            if (family.equals("gemma3")) {
                put(random, prefix + "pre_feedforward_layernorm.weight", HIDDEN);
                put(random, prefix + "post_feedforward_layernorm.weight", HIDDEN);
            }
            if (family.equals("gemma3") || family.equals("qwen3")) {
                put(random, prefix + "self_attn.q_norm.weight", HEAD_SIZE);
                put(random, prefix + "self_attn.k_norm.weight", HEAD_SIZE);
            }
        }
    }

    private void put(SplittableRandom random, String name, long... sizes) {
        int elements = 1;
        for (long size : sizes) {
            elements *= Math.toIntExact(size);
        }
        float[] values = new float[elements];
        // Multiples of 1/256 stay exact when 1 is added and taken away.
        IntStream.range(0, elements).forEach(i -> values[i] = random.nextInt(-512, 512) / 256f);
        weights.put(name, new Weight(values, sizes));
    }

    private boolean slides() {
        return family.equals("gemma3") || family.equals("mistral");
    }

    /** As llama.cpp's converter writes it, with the window that it leaves out of a Mistral. Tests may change it. */
    GgufBuilder gguf() {
        String architecture = family.equals("mistral") ? "llama" : family;
        String prefix = architecture + ".";
        GgufBuilder file = new GgufBuilder()
                .string("general.architecture", architecture)
                .integer(prefix + "block_count", LAYERS)
                .integer(prefix + "embedding_length", HIDDEN)
                .integer(prefix + "attention.head_count", HEADS)
                .integer(prefix + "attention.head_count_kv", 1)
                .integer(prefix + "feed_forward_length", INTERMEDIATE)
                .integer(prefix + "context_length", 64)
                .integer(prefix + "attention.key_length", HEAD_SIZE)
                .string("tokenizer.ggml.model", "gpt2")
                .string("tokenizer.ggml.pre", "gpt-2")
                .strings("tokenizer.ggml.tokens", TOKENS)
                .integers("tokenizer.ggml.token_type", 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 3, 3)
                .strings("tokenizer.ggml.merges", List.of())
                .integer("tokenizer.ggml.bos_token_id", BOS)
                .integer("tokenizer.ggml.eos_token_id", END);
        if (slides()) {
            file.integer(prefix + "attention.sliding_window", WINDOW);
        }
        weights.forEach((name, weight) -> file.tensor(ggufName(name), ggufValues(name, weight), weight.sizes));
        return file;
    }

    private String ggufName(String name) {
        return name.replace("model.embed_tokens", "token_embd")
                .replace("model.norm", "output_norm")
                .replace("lm_head", "output")
                .replace("model.layers.", "blk.")
                .replace("input_layernorm", "attn_norm")
                .replace("post_attention_layernorm", family.equals("gemma3") ? "post_attention_norm" : "ffn_norm")
                .replace("pre_feedforward_layernorm", "ffn_norm")
                .replace("post_feedforward_layernorm", "post_ffw_norm")
                .replace("self_attn.q_norm", "attn_q_norm")
                .replace("self_attn.k_norm", "attn_k_norm")
                .replace("self_attn.q_proj", "attn_q")
                .replace("self_attn.k_proj", "attn_k")
                .replace("self_attn.v_proj", "attn_v")
                .replace("self_attn.o_proj", "attn_output")
                .replace("mlp.gate_proj", "ffn_gate")
                .replace("mlp.up_proj", "ffn_up")
                .replace("mlp.down_proj", "ffn_down");
    }

    /** Llama's rows of queries and keys go from (head, half, pair) to (head, pair, half). */
    private float[] ggufValues(String name, Weight weight) {
        boolean interleaved = family.equals("llama") || family.equals("mistral");
        if (!interleaved || !(name.contains("q_proj") || name.contains("k_proj"))) {
            return weight.values;
        }
        float[] moved = new float[weight.values.length];
        int to = 0;
        for (int head = 0; head < weight.sizes[0] / HEAD_SIZE; head++) {
            for (int pair = 0; pair < HEAD_SIZE / 2; pair++) {
                for (int half = 0; half < 2; half++) {
                    int from = head * HEAD_SIZE + half * HEAD_SIZE / 2 + pair;
                    System.arraycopy(weight.values, from * HIDDEN, moved, to++ * HIDDEN, HIDDEN);
                }
            }
        }
        return moved;
    }

    /** As transformers saves it: config.json, model.safetensors, tokenizer.json; Gemma's norms less one. */
    Path writeDirectory(Path directory) {
        ObjectNode config = JsonMapper.shared().createObjectNode();
        config.put("model_type", family.equals("gemma3") ? "gemma3_text" : family);
        config.put("vocab_size", TOKENS.size()).put("num_hidden_layers", LAYERS).put("hidden_size", HIDDEN);
        config.put("num_attention_heads", HEADS).put("num_key_value_heads", 1).put("head_dim", HEAD_SIZE);
        config.put("intermediate_size", INTERMEDIATE).put("max_position_embeddings", 64);
        if (slides()) {
            config.put("sliding_window", WINDOW);
        }
        config.put("rms_norm_eps", 1e-6).put("tie_word_embeddings", !weights.containsKey("lm_head.weight"));
        SafetensorsBuilder file = new SafetensorsBuilder();
        weights.forEach((name, weight) -> file.tensor(name, savedValues(name, weight), weight.sizes));
        file.write(directory.resolve("model.safetensors"));
        write(directory.resolve("config.json"), config.toString());
        write(directory.resolve("tokenizer.json"), tokenizer().toString());
        return directory;
    }

    private float[] savedValues(String name, Weight weight) {
        float[] values = weight.values.clone();
        if (family.equals("gemma3") && name.endsWith("norm.weight")) {
            IntStream.range(0, values.length).forEach(i -> values[i] -= 1);
        }
        return values;
    }

    /** The same tokens as in the GGUF file. */
    static ObjectNode tokenizer() {
        ObjectNode tree = JsonMapper.shared().createObjectNode();
        ObjectNode model = tree.putObject("model").put("type", "BPE");
        model.putArray("merges");
        ObjectNode vocabulary = model.putObject("vocab");
        IntStream.range(0, BOS).forEach(id -> vocabulary.put(TOKENS.get(id), id));
        for (int id : List.of(BOS, END)) {
            ObjectNode token = tree.withArray("added_tokens").addObject();
            token.put("id", id)
                    .put("content", TOKENS.get(id))
                    .put("special", true)
                    .put("normalized", false);
            token.put("single_word", false).put("lstrip", false).put("rstrip", false);
        }
        for (String part : List.of("pre_tokenizer", "decoder")) {
            tree.putObject(part)
                    .put("type", "ByteLevel")
                    .put("add_prefix_space", false)
                    .put("trim_offsets", false)
                    .put("use_regex", true);
        }
        return tree;
    }

    List<String> names() {
        return new ArrayList<>(weights.keySet());
    }

    static Path write(Path file, String text) {
        try {
            return Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
