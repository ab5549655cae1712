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
        String type = fields.string("model_type");
        Reader reader = READERS.get(type);
        if (reader == null) {
            throw new ModelException(
                    ModelException.Code.ARCHITECTURE_UNSUPPORTED,
                    file.toString(),
                    "model_type is '%s', expected one of %s"
                            .formatted(type, READERS.keySet().stream().sorted().toList()));
        }
        try {
            return reader.read(fields);
        } catch (IllegalArgumentException e) {
            throw new ModelException(ModelException.Code.FILE_CORRUPT, file.toString(), e.getMessage(), e);
        }
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
        return new LlamaConfig(shape(fields, false), rope(fields));
    }

    private static ModelConfig mistral(Fields fields) {
        if (fields.node.hasNonNull("sliding_window")) {
            throw new IllegalArgumentException("sliding_window is %s, expected none: Mistral with a window is not supported"
                    .formatted(fields.node.get("sliding_window")));
        }
        return new LlamaConfig(shape(fields, false), rope(fields));
    }

    private static ModelConfig qwen2(Fields fields) {
        return new Qwen2Config(shape(fields, false), rope(fields));
    }

    private static ModelConfig gemma3(Fields fields) {
        DecoderShape shape = shape(fields, true);
        int window = (int) fields.integer("sliding_window");
        return new Gemma3Config(
                shape,
                gemmaRope(fields, "full_attention", "rope_theta", 1_000_000),
                gemmaRope(fields, "sliding_attention", "rope_local_base_freq", 10_000),
                window,
                gemmaSliding(fields, shape.layers()),
                1 / Math.sqrt(fields.real("query_pre_attn_scalar", shape.headSize())));
    }

    /** Newer files name each layer's kind; older ones give a period: every {@code n}-th layer sees everything. */
    private static List<Boolean> gemmaSliding(Fields fields, int layers) {
        JsonNode types = fields.node.get("layer_types");
        if (types != null && types.isArray()) {
            return types.valueStream()
                    .map(type -> type.asString().equals("sliding_attention"))
                    .toList();
        }
        int period = (int) fields.integer("sliding_window_pattern", 6);
        return IntStream.range(0, layers)
                .mapToObj(layer -> (layer + 1) % period != 0)
                .toList();
    }

    /** transformers 5 nests rope by layer kind under {@code rope_parameters}; 4 had flat keys. */
    private static Rope gemmaRope(Fields fields, String kind, String flatKey, double otherwise) {
        JsonNode nested = fields.node.path("rope_parameters").path(kind);
        if (nested.isObject()) {
            return rope(nested, nested.path("rope_theta").asDouble(otherwise));
        }
        JsonNode scaling = kind.equals("full_attention") ? fields.node.path("rope_scaling") : fields.node.path("none");
        return rope(scaling, fields.real(flatKey, otherwise));
    }

    private static Rope rope(Fields fields) {
        JsonNode nested = fields.node.path("rope_parameters");
        if (nested.isObject()) {
            return rope(nested, nested.path("rope_theta").asDouble(10_000));
        }
        return rope(fields.node.path("rope_scaling"), fields.real("rope_theta", 10_000));
    }

    private static Rope rope(JsonNode scaling, double base) {
        String type = scaling.path("rope_type").asString(scaling.path("type").asString("default"));
        return new Rope(
                base,
                switch (type) {
                    case "default" -> new Rope.Scaling.None();
                    case "linear" -> new Rope.Scaling.Linear(scaling.path("factor").asDouble());
                    case "llama3" -> new Rope.Scaling.Llama3(
                            scaling.path("factor").asDouble(),
                            scaling.path("low_freq_factor").asDouble(),
                            scaling.path("high_freq_factor").asDouble(),
                            scaling.path("original_max_position_embeddings").asDouble());
                    default -> throw new IllegalArgumentException(
                            "rope scaling is '%s', expected default, linear or llama3".formatted(type));
                });
    }

    private static DecoderShape shape(Fields fields, boolean tiedUnlessSaid) {
        int hidden = (int) fields.integer("hidden_size");
        int heads = (int) fields.integer("num_attention_heads");
        return new DecoderShape(
                (int) fields.integer("vocab_size"),
                (int) fields.integer("num_hidden_layers"),
                hidden,
                heads,
                (int) fields.integer("num_key_value_heads", heads),
                (int) fields.integer("head_dim", heads == 0 ? 0 : hidden / heads),
                (int) fields.integer("intermediate_size"),
                (int) fields.integer("max_position_embeddings"),
                fields.real("rms_norm_eps", 1e-6),
                fields.node.path("tie_word_embeddings").asBoolean(tiedUnlessSaid));
    }

    /** One JSON object whose missing fields are reported by name. */
    private record Fields(Path file, JsonNode node) {
        String string(String key) {
            return present(key).asString();
        }

        long integer(String key) {
            JsonNode value = present(key);
            if (!value.isIntegralNumber() || !value.canConvertToInt()) {
                throw new IllegalArgumentException("%s is %s, expected an integer".formatted(key, value));
            }
            return value.asInt();
        }

        long integer(String key, long otherwise) {
            return node.hasNonNull(key) ? integer(key) : otherwise;
        }

        double real(String key, double otherwise) {
            return node.hasNonNull(key) ? node.get(key).asDouble() : otherwise;
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
