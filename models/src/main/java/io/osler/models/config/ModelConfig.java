package io.osler.models.config;

/** What a model says of itself, validated: one record per family, the sizes they share in {@link #shape()}. */
public sealed interface ModelConfig permits LlamaConfig, Qwen2Config, Qwen3Config, Gemma3Config {
    DecoderShape shape();

    /** Which layers see only the latest tokens. */
    SlidingWindow window();

    /** The family's name as users and file formats write it. */
    default String family() {
        return switch (this) {
            case LlamaConfig _ -> "llama";
            case Qwen2Config _ -> "qwen2";
            case Qwen3Config _ -> "qwen3";
            case Gemma3Config _ -> "gemma3";
        };
    }
}
