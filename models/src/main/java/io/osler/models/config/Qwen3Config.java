package io.osler.models.config;

/**
 * Qwen3, the dense sizes: Llama with an RMSNorm over each query and key head before it is turned, the same
 * {@code headSize} factors for all heads of a layer ({@code self_attn.q_norm.weight}, {@code self_attn.k_norm.weight}).
 *
 * @param shape  sizes
 * @param rope   positions
 * @param window which layers see only the latest tokens
 * @see <a href="https://arxiv.org/abs/2505.09388">Qwen3 technical report, 2025</a>
 */
public record Qwen3Config(DecoderShape shape, Rope rope, SlidingWindow window) implements ModelConfig {
    public Qwen3Config {
        window.requireOneForEachLayer(shape);
    }

    /** Every layer sees everything, as in all published sizes. */
    public Qwen3Config(DecoderShape shape, Rope rope) {
        this(shape, rope, SlidingWindow.none(shape));
    }
}
