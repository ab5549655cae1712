package io.osler.models.config;

/**
 * Gemma 3, text part: norms before and after each block, normalised queries and keys, most layers looking only at a
 * sliding window.
 *
 * @param shape          sizes
 * @param rope           positions of layers that see everything
 * @param ropeLocal      positions of sliding layers
 * @param window         which layers slide
 * @param attentionScale factor on the dot products
 */
public record Gemma3Config(DecoderShape shape, Rope rope, Rope ropeLocal, SlidingWindow window, double attentionScale)
        implements ModelConfig {
    public Gemma3Config {
        window.requireOneForEachLayer(shape);
    }
}
