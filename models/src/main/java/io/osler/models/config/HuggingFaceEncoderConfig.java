package io.osler.models.config;

import io.osler.models.ModelException;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Function;

/** Reads the {@code config.json} of an encoder as Hugging Face repositories have it. */
public final class HuggingFaceEncoderConfig {
    private static final Map<String, Function<JsonFields, EncoderConfig>> READERS = Map.of(
            "bert", HuggingFaceEncoderConfig::bert,
            "roberta", HuggingFaceEncoderConfig::roberta,
            "xlm-roberta", HuggingFaceEncoderConfig::roberta,
            "mpnet", HuggingFaceEncoderConfig::mpnet);

    /** What transformers takes where a file has no such field. */
    private static final double EPSILON_OTHERWISE = 1e-12;

    private static final int ROBERTA_PAD_OTHERWISE = 1;

    private HuggingFaceEncoderConfig() {}

    /** Whether a {@code config.json} is that of an encoder {@link #read} knows. */
    public static boolean isEncoder(Path file) {
        return READERS.containsKey(
                JsonFields.read(file, "the config.json of a model").string("model_type", ""));
    }

    /**
     * @throws ModelException ARCHITECTURE_UNSUPPORTED for another family, with those there are; FILE_MISSING or
     *     FILE_CORRUPT naming the file and the field
     */
    public static EncoderConfig read(Path file) {
        JsonFields fields = JsonFields.read(file, "the config.json of a text encoder");
        try {
            String type = fields.string("model_type");
            Function<JsonFields, EncoderConfig> reader = READERS.get(type);
            if (reader == null) {
                throw fields.unsupported("model_type is '%s', expected an encoder: %s"
                        .formatted(
                                type,
                                String.join(
                                        ", ", READERS.keySet().stream().sorted().toList())));
            }
            fields.requireValue("hidden_act", "gelu");
            fields.requireValue("position_embedding_type", "absolute");
            fields.requireValue("is_decoder", "false");
            return reader.apply(fields);
        } catch (IllegalArgumentException e) {
            throw new ModelException(ModelException.Code.FILE_CORRUPT, file.toString(), e.getMessage(), e);
        }
    }

    private static EncoderConfig bert(JsonFields fields) {
        return new BertConfig(shape(fields), fields.integer("type_vocab_size", 2));
    }

    private static EncoderConfig roberta(JsonFields fields) {
        return new RobertaConfig(
                shape(fields),
                fields.integer("type_vocab_size", 2),
                fields.integer("pad_token_id", ROBERTA_PAD_OTHERWISE));
    }

    private static EncoderConfig mpnet(JsonFields fields) {
        return new MpnetConfig(
                shape(fields),
                fields.integer("pad_token_id", ROBERTA_PAD_OTHERWISE),
                fields.integer("relative_attention_num_buckets", 32));
    }

    private static EncoderShape shape(JsonFields fields) {
        return new EncoderShape(
                fields.integer("vocab_size"),
                fields.integer("num_hidden_layers"),
                fields.integer("hidden_size"),
                fields.integer("num_attention_heads"),
                fields.integer("intermediate_size"),
                fields.integer("max_position_embeddings"),
                fields.real("layer_norm_eps", EPSILON_OTHERWISE));
    }
}
