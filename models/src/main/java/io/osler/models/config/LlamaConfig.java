package io.osler.models.config;

/**
 * Llama 2 and 3, SmolLM2, and Mistral, which is Llama whose layers may slide.
 *
 * @param shape  sizes
 * @param rope   positions
 * @param window which layers see only the latest tokens
 */
public record LlamaConfig(DecoderShape shape, Rope rope, SlidingWindow window) implements ModelConfig {
    public LlamaConfig {
        window.requireOneForEachLayer(shape);
    }

    /** Every layer sees everything. */
    public LlamaConfig(DecoderShape shape, Rope rope) {
        this(shape, rope, SlidingWindow.none(shape));
    }
}
