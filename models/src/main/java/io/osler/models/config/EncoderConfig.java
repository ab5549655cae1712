package io.osler.models.config;

/**
 * What an encoder says of itself, validated: a model whose every token sees every other, one record per family. The
 * encoders' counterpart of {@link ModelConfig}.
 */
public sealed interface EncoderConfig permits BertConfig, RobertaConfig, MpnetConfig {
    EncoderShape shape();

    /** Row of the table of positions that a text's first token takes. */
    int firstPosition();

    /** Most tokens of a text, those the tokenizer puts around it included. */
    default int tokensMax() {
        return shape().positions() - firstPosition();
    }

    /** The family's name as config files write it. */
    default String family() {
        return switch (this) {
            case BertConfig _ -> "bert";
            case RobertaConfig _ -> "roberta";
            case MpnetConfig _ -> "mpnet";
        };
    }
}
