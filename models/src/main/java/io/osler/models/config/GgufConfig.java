package io.osler.models.config;

import io.osler.models.ModelException;
import io.osler.models.weights.GgufFile;
import io.osler.models.weights.GgufMetadata;
import io.osler.models.weights.TensorInfo;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/** Reads a model's sizes from GGUF metadata: keys are {@code <architecture>.<name>}. */
public final class GgufConfig {
    /** {@code general.architecture} to reader; the keys are what error messages list. */
    private static final Map<String, Reader> READERS = Map.of(
            "llama", GgufConfig::llama,
            "qwen2", GgufConfig::qwen2,
            "qwen3", GgufConfig::qwen3,
            "gemma3", GgufConfig::gemma3);

    /** GGUF does not carry it; all published Gemma 3 models have every sixth layer see everything. */
    private static final int GEMMA3_PERIOD = 6;

    private static final int GEMMA3_27B_LAYERS = 62;

    private static final double GEMMA3_ROPE_LOCAL_BASE = 10_000;

    @FunctionalInterface
    private interface Reader {
        ModelConfig read(GgufFile file, String prefix, DecoderShape shape);
    }

    private GgufConfig() {}

    public static ModelConfig read(GgufFile file) {
        String architecture = file.metadata().string("general.architecture");
        Reader reader = READERS.get(architecture);
        if (reader == null) {
            throw unsupported(
                    file,
                    "general.architecture is '%s', expected one of %s"
                            .formatted(
                                    architecture,
                                    READERS.keySet().stream().sorted().toList()));
        }
        try {
            return reader.read(file, architecture + ".", shape(file, architecture + "."));
        } catch (IllegalArgumentException e) {
            throw new ModelException(
                    ModelException.Code.FILE_CORRUPT, file.path().toString(), e.getMessage(), e);
        }
    }

    private static ModelConfig llama(GgufFile file, String prefix, DecoderShape shape) {
        refuseBiases(file, "Llama");
        Rope rope = rope(file, prefix, shape, 10_000);
        // A window is Mistral's, whose layers all slide; files of it often lack the key and then see everything.
        return windowTokens(file, prefix)
                .map(tokens -> new LlamaConfig(shape, rope, SlidingWindow.everywhere(tokens, shape)))
                .orElseGet(() -> new LlamaConfig(shape, rope));
    }

    private static ModelConfig qwen2(GgufFile file, String prefix, DecoderShape shape) {
        refuseWindow(file, prefix);
        return new Qwen2Config(shape, rope(file, prefix, shape, 10_000));
    }

    private static ModelConfig qwen3(GgufFile file, String prefix, DecoderShape shape) {
        refuseBiases(file, "Qwen3");
        refuseWindow(file, prefix);
        return new Qwen3Config(shape, rope(file, prefix, shape, 10_000));
    }

    private static ModelConfig gemma3(GgufFile file, String prefix, DecoderShape shape) {
        List<Boolean> sliding = IntStream.range(0, shape.layers())
                .mapToObj(layer -> (layer + 1) % GEMMA3_PERIOD != 0)
                .toList();
        int window = size(file.metadata(), prefix + "attention.sliding_window");
        // query_pre_attn_scalar is not in the file: the head size, but for the 27B model.
        int scalar = shape.layers() == GEMMA3_27B_LAYERS ? shape.hidden() / shape.heads() : shape.headSize();
        Rope local = Rope.of(GEMMA3_ROPE_LOCAL_BASE);
        return new Gemma3Config(
                shape,
                rope(file, prefix, shape, 1_000_000),
                local,
                new SlidingWindow(window, sliding),
                1 / Math.sqrt(scalar));
    }

    private static void refuseBiases(GgufFile file, String family) {
        if (file.contains("blk.0.attn_q.bias")) {
            throw unsupported(
                    file,
                    "there is a tensor blk.0.attn_q.bias, expected none: %s with biases is not supported"
                            .formatted(family));
        }
    }

    /** In Qwen models only some layers slide, and the file does not say which. */
    private static void refuseWindow(GgufFile file, String prefix) {
        windowTokens(file, prefix).ifPresent(tokens -> {
            throw unsupported(
                    file,
                    "%sattention.sliding_window is %d, expected none: which layers slide is not in the file"
                            .formatted(prefix, tokens));
        });
    }

    /** Zero says that no layer slides, as a missing key does. */
    private static Optional<Integer> windowTokens(GgufFile file, String prefix) {
        String key = prefix + "attention.sliding_window";
        return file.metadata().findInteger(key).filter(tokens -> tokens != 0).map(_ -> size(file.metadata(), key));
    }

    private static DecoderShape shape(GgufFile file, String prefix) {
        GgufMetadata metadata = file.metadata();
        int hidden = size(metadata, prefix + "embedding_length");
        int heads = size(metadata, prefix + "attention.head_count");
        TensorInfo embedding = file.tensor("token_embd.weight");
        return new DecoderShape(
                Math.toIntExact(embedding.rows()),
                size(metadata, prefix + "block_count"),
                hidden,
                heads,
                size(metadata, prefix + "attention.head_count_kv", heads),
                size(metadata, prefix + "attention.key_length", hidden / heads),
                size(metadata, prefix + "feed_forward_length"),
                size(metadata, prefix + "context_length"),
                metadata.findReal(prefix + "attention.layer_norm_rms_epsilon").orElse(1e-6),
                !file.contains("output.weight"));
    }

    private static Rope rope(GgufFile file, String prefix, DecoderShape shape, double baseOtherwise) {
        GgufMetadata metadata = file.metadata();
        double base = metadata.findReal(prefix + "rope.freq_base").orElse(baseOtherwise);
        int turned = size(metadata, prefix + "rope.dimension_count", shape.headSize());
        if (turned != shape.headSize()) {
            throw unsupported(
                    file,
                    "%srope.dimension_count is %d, expected the head size %d: heads turned in part are not supported"
                            .formatted(prefix, turned, shape.headSize()));
        }
        if (file.contains("rope_freqs.weight")) {
            return new Rope(base, new Rope.Scaling.Divisors(divisors(file, shape.headSize() / 2)));
        }
        String type = metadata.findString(prefix + "rope.scaling.type").orElse("none");
        return switch (type) {
            case "none" -> Rope.of(base);
            case "linear" -> new Rope(base, new Rope.Scaling.Linear(metadata.real(prefix + "rope.scaling.factor")));
            default ->
                throw unsupported(file, "%srope.scaling.type is '%s', expected none or linear".formatted(prefix, type));
        };
    }

    private static float[] divisors(GgufFile file, int pairs) {
        TensorInfo tensor = file.tensor("rope_freqs.weight");
        if (tensor.elements() != pairs) {
            throw new IllegalArgumentException(
                    "rope_freqs.weight has %d values, expected %d".formatted(tensor.elements(), pairs));
        }
        float[] values = new float[pairs];
        file.readRows(tensor, 0, 1, values, 0);
        return values;
    }

    private static int size(GgufMetadata metadata, String key, int otherwise) {
        return metadata.contains(key) ? size(metadata, key) : otherwise;
    }

    private static int size(GgufMetadata metadata, String key) {
        long value = metadata.integer(key);
        if (value < 1 || value > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("%s is %d, expected a positive 32-bit number".formatted(key, value));
        }
        return (int) value;
    }

    private static ModelException unsupported(GgufFile file, String message) {
        return new ModelException(
                ModelException.Code.ARCHITECTURE_UNSUPPORTED, file.path().toString(), message);
    }
}
