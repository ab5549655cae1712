package io.osler.models.config;

/**
 * Qwen2 and Qwen2.5: Llama with biases on queries, keys and values.
 *
 * @param shape  sizes
 * @param rope   positions
 * @param window which layers see only the latest tokens
 */
public record Qwen2Config(DecoderShape shape, Rope rope, SlidingWindow window) implements ModelConfig {
    public Qwen2Config {
        window.requireOneForEachLayer(shape);
    }

    /** Every layer sees everything, as in all published sizes. */
    public Qwen2Config(DecoderShape shape, Rope rope) {
        this(shape, rope, SlidingWindow.none(shape));
    }
}
