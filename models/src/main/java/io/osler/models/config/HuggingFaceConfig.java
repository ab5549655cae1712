package io.osler.models.config;

import io.osler.models.ModelException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads {@code config.json} as Hugging Face transformers writes it. */
public final class HuggingFaceConfig {
    private static final JsonMapper JSON = JsonMapper.shared();

    /** {@code model_type} to reader; the keys are what error messages list. */
    private static final Map<String, Reader> READERS = Map.of(
            "llama", HuggingFaceConfig::llama,
            "mistral", HuggingFaceConfig::mistral,
            "qwen2", HuggingFaceConfig::qwen2,
            "gemma3_text", HuggingFaceConfig::gemma3);

    @FunctionalInterface
    private interface Reader {
        ModelConfig read(Fields fields);
    }

    private HuggingFaceConfig() {}

    /** Throws {@link ModelException} naming the file and the field when something is missing or makes no sense. */
    public static ModelConfig read(Path file) {
        Fields fields = new Fields(file, parse(file));
        try {
            return reader(fields).read(fields);
        } catch (IllegalArgumentException e) {
            throw new ModelException(ModelException.Code.FILE_CORRUPT, file.toString(), e.getMessage(), e);
        }
    }

    private static Reader reader(Fields fields) {
        String type = fields.string("model_type");
        Reader reader = READERS.get(type);
        if (reader == null) {
            throw fields.unsupported("model_type is '%s', expected one of %s"
                    .formatted(type, READERS.keySet().stream().sorted().toList()));
        }
        return reader;
    }

    private static JsonNode parse(Path file) {
        try {
            return JSON.readTree(Files.readAllBytes(file));
        } catch (JacksonException e) {
            throw new ModelException(
                    ModelException.Code.FILE_CORRUPT,
                    file.toString(),
                    "not readable as JSON (%s); pull the model again".formatted(e.getOriginalMessage()),
                    e);
        } catch (IOException e) {
            throw new ModelException(
                    ModelException.Code.FILE_MISSING, file.toString(), "cannot be read: " + e.getMessage(), e);
        }
    }

    private static ModelConfig llama(Fields fields) {
        fields.requireValue("hidden_act", "silu");
        fields.requireValue("attention_bias", "false");
        fields.requireValue("mlp_bias", "false");
        return new LlamaConfig(shape(fields, false), rope(fields));
    }

    private static ModelConfig mistral(Fields fields) {
        fields.requireValue("hidden_act", "silu");
        fields.requireValue("sliding_window", "null");
        return new LlamaConfig(shape(fields, false), rope(fields));
    }

    private static ModelConfig qwen2(Fields fields) {
        fields.requireValue("hidden_act", "silu");
        fields.requireValue("use_sliding_window", "false");
        return new Qwen2Config(shape(fields, false), rope(fields));
    }

    private static ModelConfig gemma3(Fields fields) {
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
                fields.integer("sliding_window"),
                gemmaSliding(fields, shape.layers()),
                1 / Math.sqrt(fields.positive("query_pre_attn_scalar", shape.headSize())));
    }

    /** Newer files name each layer's kind; older ones give a period: every {@code n}-th layer sees everything. */
    private static List<Boolean> gemmaSliding(Fields fields, int layers) {
        JsonNode types = fields.node.get("layer_types");
        if (types != null && types.isArray()) {
            return types.valueStream().map(type -> isSliding(fields, type)).toList();
        }
        int period = fields.integer("sliding_window_pattern", 6);
        if (period < 1) {
            throw new IllegalArgumentException("sliding_window_pattern is %d, expected at least 1".formatted(period));
        }
        return IntStream.range(0, layers)
                .mapToObj(layer -> (layer + 1) % period != 0)
                .toList();
    }

    private static boolean isSliding(Fields fields, JsonNode type) {
        return switch (type.isString() ? type.asString() : type.toString()) {
            case "sliding_attention" -> true;
            case "full_attention" -> false;
            default ->
                throw fields.unsupported(
                        "layer_types has %s, expected full_attention or sliding_attention".formatted(type));
        };
    }

    /** transformers 5 nests rope by layer kind under {@code rope_parameters}; 4 had flat keys. */
    private static Rope gemmaRope(Fields fields, String kind, String flatKey, double otherwise) {
        if (fields.node.path("rope_parameters").path(kind).isObject()) {
            Fields nested = fields.within("rope_parameters").within(kind);
            return rope(nested, nested.real("rope_theta", otherwise));
        }
        double base = fields.real(flatKey, otherwise);
        return kind.equals("full_attention") ? rope(fields.within("rope_scaling"), base) : Rope.of(base);
    }

    private static Rope rope(Fields fields) {
        if (fields.node.path("rope_parameters").isObject()) {
            Fields nested = fields.within("rope_parameters");
            return rope(nested, nested.real("rope_theta", 10_000));
        }
        return rope(fields.within("rope_scaling"), fields.real("rope_theta", 10_000));
    }

    private static Rope rope(Fields scaling, double base) {
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

    private static DecoderShape shape(Fields fields, boolean tiedUnlessSaid) {
        int hidden = fields.integer("hidden_size");
        int heads = fields.integer("num_attention_heads");
        return new DecoderShape(
                fields.integer("vocab_size"),
                fields.integer("num_hidden_layers"),
                hidden,
                heads,
                fields.integer("num_key_value_heads", heads),
                fields.integer("head_dim", heads == 0 ? 0 : hidden / heads),
                fields.integer("intermediate_size"),
                fields.integer("max_position_embeddings"),
                fields.real("rms_norm_eps", 1e-6),
                fields.bool("tie_word_embeddings", tiedUnlessSaid));
    }

    /** One JSON object whose missing and mistyped fields are reported by name. Null counts as missing. */
    private record Fields(Path file, JsonNode node) {
        /** An object within; empty when there is none. */
        Fields within(String key) {
            return new Fields(file, node.path(key));
        }

        String string(String key) {
            JsonNode value = present(key);
            if (!value.isString()) {
                throw new IllegalArgumentException("%s is %s, expected a string".formatted(key, value));
            }
            return value.asString();
        }

        String string(String key, String otherwise) {
            return node.hasNonNull(key) ? string(key) : otherwise;
        }

        int integer(String key) {
            JsonNode value = present(key);
            if (!value.isIntegralNumber() || !value.canConvertToInt()) {
                throw new IllegalArgumentException("%s is %s, expected a 32-bit integer".formatted(key, value));
            }
            return value.asInt();
        }

        int integer(String key, int otherwise) {
            return node.hasNonNull(key) ? integer(key) : otherwise;
        }

        double real(String key) {
            JsonNode value = present(key);
            if (!value.isNumber()) {
                throw new IllegalArgumentException("%s is %s, expected a number".formatted(key, value));
            }
            return value.asDouble();
        }

        double real(String key, double otherwise) {
            return node.hasNonNull(key) ? real(key) : otherwise;
        }

        double positive(String key, double otherwise) {
            double value = real(key, otherwise);
            if (!(value > 0)) {
                throw new IllegalArgumentException("%s is %s, expected a number above 0".formatted(key, value));
            }
            return value;
        }

        boolean bool(String key, boolean otherwise) {
            if (!node.hasNonNull(key)) {
                return otherwise;
            }
            if (!node.get(key).isBoolean()) {
                throw new IllegalArgumentException("%s is %s, expected true or false".formatted(key, node.get(key)));
            }
            return node.get(key).asBoolean();
        }

        /** For variants that the programs do not compute: taken for the usual one, results would be wrong. */
        void requireValue(String key, String expected) {
            JsonNode value = node.path(key);
            String found = value.isString() ? value.asString() : value.toString();
            if (node.hasNonNull(key) && !found.equals(expected)) {
                throw unsupported("%s is %s, expected %s: another is not supported".formatted(key, value, expected));
            }
        }

        ModelException unsupported(String message) {
            return new ModelException(ModelException.Code.ARCHITECTURE_UNSUPPORTED, file.toString(), message);
        }

        private JsonNode present(String key) {
            if (!node.hasNonNull(key)) {
                throw new ModelException(
                        ModelException.Code.FILE_CORRUPT,
                        file.toString(),
                        "field '%s' is missing; expected the config.json of a causal language model".formatted(key));
            }
            return node.get(key);
        }
    }
}
