package io.osler.models.config;

import io.osler.models.ModelException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import tools.jackson.databind.JsonNode;

/** Reads {@code config.json} as Hugging Face transformers writes it. */
public final class HuggingFaceConfig {
    /** {@code model_type} to reader; the keys are what error messages list. */
    private static final Map<String, Reader> READERS = Map.of(
            "llama", HuggingFaceConfig::llama,
            "mistral", HuggingFaceConfig::mistral,
            "qwen2", HuggingFaceConfig::qwen2,
            "qwen3", HuggingFaceConfig::qwen3,
            "gemma3_text", HuggingFaceConfig::gemma3);

    /** What transformers takes where a file has no such field. */
    private static final int WINDOW_OTHERWISE = 4096;

    private static final int QWEN_FULL_LAYERS_OTHERWISE = 28;

    private static final int QWEN3_HEAD_SIZE_OTHERWISE = 128;

    @FunctionalInterface
    private interface Reader {
        ModelConfig read(JsonFields fields);
    }

    private HuggingFaceConfig() {}

    /** Throws {@link ModelException} naming the file and the field when something is missing or makes no sense. */
    public static ModelConfig read(Path file) {
        JsonFields fields = JsonFields.read(file, "the config.json of a causal language model");
        try {
            return reader(fields).read(fields);
        } catch (IllegalArgumentException e) {
            throw new ModelException(ModelException.Code.FILE_CORRUPT, file.toString(), e.getMessage(), e);
        }
    }

    private static Reader reader(JsonFields fields) {
        String type = fields.string("model_type");
        Reader reader = READERS.get(type);
        if (reader == null) {
            throw fields.unsupported("model_type is '%s', expected one of %s"
                    .formatted(type, READERS.keySet().stream().sorted().toList()));
        }
        return reader;
    }

    private static ModelConfig llama(JsonFields fields) {
        fields.requireValue("hidden_act", "silu");
        fields.requireValue("attention_bias", "false");
        fields.requireValue("mlp_bias", "false");
        return new LlamaConfig(shape(fields, false), rope(fields));
    }

    private static ModelConfig mistral(JsonFields fields) {
        fields.requireValue("hidden_act", "silu");
        fields.requireValue("layer_types", "null");
        DecoderShape shape = shape(fields, false);
        SlidingWindow window = fields.isNull("sliding_window")
                ? SlidingWindow.none(shape)
                : SlidingWindow.everywhere(fields.integer("sliding_window", WINDOW_OTHERWISE), shape);
        return new LlamaConfig(shape, rope(fields), window);
    }

    private static ModelConfig qwen2(JsonFields fields) {
        fields.requireValue("hidden_act", "silu");
        DecoderShape shape = shape(fields, false);
        return new Qwen2Config(shape, rope(fields), qwenWindow(fields, shape));
    }

    private static ModelConfig qwen3(JsonFields fields) {
        fields.requireValue("hidden_act", "silu");
        fields.requireValue("attention_bias", "false");
        DecoderShape shape = shape(fields, false, QWEN3_HEAD_SIZE_OTHERWISE);
        return new Qwen3Config(shape, rope(fields), qwenWindow(fields, shape));
    }

    /** Newer files name each layer's kind; older ones count the layers at the beginning that see everything. */
    private static SlidingWindow qwenWindow(JsonFields fields, DecoderShape shape) {
        boolean used = fields.bool("use_sliding_window", false) && !fields.isNull("sliding_window");
        int full = used ? fields.integer("max_window_layers", QWEN_FULL_LAYERS_OTHERWISE) : shape.layers();
        List<Boolean> sliding = layerTypes(fields)
                .orElseGet(() -> IntStream.range(0, shape.layers())
                        .mapToObj(layer -> layer >= full)
                        .toList());
        if (!used && sliding.contains(true)) {
            throw new IllegalArgumentException("layer_types has \"sliding_attention\", expected only full_attention:"
                    + " use_sliding_window is false or sliding_window null");
        }
        int tokens = used ? fields.integer("sliding_window", WINDOW_OTHERWISE) : 0;
        return new SlidingWindow(tokens, sliding);
    }

    private static ModelConfig gemma3(JsonFields fields) {
        fields.requireValue("hidden_activation", "gelu_pytorch_tanh");
        fields.requireValue("attention_bias", "false");
        fields.requireValue("attn_logit_softcapping", "null");
        fields.requireValue("final_logit_softcapping", "null");
        fields.requireValue("use_bidirectional_attention", "false");
        DecoderShape shape = shape(fields, true);
        return new Gemma3Config(
                shape,
                gemmaRope(fields, "full_attention", "rope_theta", 1_000_000),
                gemmaRope(fields, "sliding_attention", "rope_local_base_freq", 10_000),
                new SlidingWindow(fields.integer("sliding_window"), gemmaSliding(fields, shape.layers())),
                1 / Math.sqrt(fields.positive("query_pre_attn_scalar", shape.headSize())));
    }

    /** Newer files name each layer's kind; older ones give a period: every {@code n}-th layer sees everything. */
    private static List<Boolean> gemmaSliding(JsonFields fields, int layers) {
        return layerTypes(fields).orElseGet(() -> {
            int period = fields.integer("sliding_window_pattern", 6);
            if (period < 1) {
                throw new IllegalArgumentException(
                        "sliding_window_pattern is %d, expected at least 1".formatted(period));
            }
            return IntStream.range(0, layers)
                    .mapToObj(layer -> (layer + 1) % period != 0)
                    .toList();
        });
    }

    /** For each layer whether it slides, where the file names their kinds. */
    private static Optional<List<Boolean>> layerTypes(JsonFields fields) {
        JsonNode types = fields.node().path("layer_types");
        return types.isArray()
                ? Optional.of(
                        types.valueStream().map(type -> isSliding(fields, type)).toList())
                : Optional.empty();
    }

    private static boolean isSliding(JsonFields fields, JsonNode type) {
        return switch (type.isString() ? type.asString() : type.toString()) {
            case "sliding_attention" -> true;
            case "full_attention" -> false;
            default ->
                throw fields.unsupported(
                        "layer_types has %s, expected full_attention or sliding_attention".formatted(type));
        };
    }

    /** transformers 5 nests rope by layer kind under {@code rope_parameters}; 4 had flat keys. */
    private static Rope gemmaRope(JsonFields fields, String kind, String flatKey, double otherwise) {
        if (fields.node().path("rope_parameters").path(kind).isObject()) {
            JsonFields nested = fields.within("rope_parameters").within(kind);
            return rope(nested, nested.real("rope_theta", otherwise));
        }
        double base = fields.real(flatKey, otherwise);
        return kind.equals("full_attention") ? rope(fields.within("rope_scaling"), base) : Rope.of(base);
    }

    private static Rope rope(JsonFields fields) {
        if (fields.node().path("rope_parameters").isObject()) {
            JsonFields nested = fields.within("rope_parameters");
            return rope(nested, nested.real("rope_theta", 10_000));
        }
        return rope(fields.within("rope_scaling"), fields.real("rope_theta", 10_000));
    }

    private static Rope rope(JsonFields scaling, double base) {
        String type = scaling.string("rope_type", scaling.string("type", "default"));
        return new Rope(
                base,
                switch (type) {
                    case "default" -> new Rope.Scaling.None();
                    case "linear" -> new Rope.Scaling.Linear(scaling.real("factor"));
                    case "llama3" ->
                        new Rope.Scaling.Llama3(
                                scaling.real("factor"),
                                scaling.real("low_freq_factor"),
                                scaling.real("high_freq_factor"),
                                scaling.real("original_max_position_embeddings"));
                    default ->
                        throw scaling.unsupported(
                                "rope scaling is '%s', expected default, linear or llama3".formatted(type));
                });
    }

    private static DecoderShape shape(JsonFields fields, boolean tiedUnlessSaid) {
        int heads = fields.integer("num_attention_heads");
        return shape(fields, tiedUnlessSaid, heads == 0 ? 0 : fields.integer("hidden_size") / heads);
    }

    private static DecoderShape shape(JsonFields fields, boolean tiedUnlessSaid, int headSizeOtherwise) {
        int heads = fields.integer("num_attention_heads");
        return new DecoderShape(
                fields.integer("vocab_size"),
                fields.integer("num_hidden_layers"),
                fields.integer("hidden_size"),
                heads,
                fields.integer("num_key_value_heads", heads),
                fields.integer("head_dim", headSizeOtherwise),
                fields.integer("intermediate_size"),
                fields.integer("max_position_embeddings"),
                fields.real("rms_norm_eps", 1e-6),
                fields.bool("tie_word_embeddings", tiedUnlessSaid));
    }
}
