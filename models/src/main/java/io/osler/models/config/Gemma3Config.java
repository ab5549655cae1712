package io.osler.models.config;

import java.util.List;

/**
 * Gemma 3, text part: norms before and after each block, normalised queries and keys, most layers looking only at a
 * sliding window.
 *
 * @param shape          sizes
 * @param rope           positions of layers that see everything
 * @param ropeLocal      positions of sliding layers
 * @param windowTokens   a sliding layer's query sees itself and the {@code windowTokens - 1} before it
 * @param sliding        for each layer whether it slides
 * @param attentionScale factor on the dot products
 */
public record Gemma3Config(
        DecoderShape shape, Rope rope, Rope ropeLocal, int windowTokens, List<Boolean> sliding, double attentionScale)
        implements ModelConfig {
    public Gemma3Config {
        sliding = List.copyOf(sliding);
        if (sliding.size() != shape.layers()) {
            throw new IllegalArgumentException("sliding has %d entries, expected one for each of %d layers"
                    .formatted(sliding.size(), shape.layers()));
        }
        if (windowTokens < 1) {
            throw new IllegalArgumentException("windowTokens is %d, expected at least 1".formatted(windowTokens));
        }
    }
}
