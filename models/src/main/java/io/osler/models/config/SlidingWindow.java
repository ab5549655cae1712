package io.osler.models.config;

import java.util.Collections;
import java.util.List;

/**
 * Which layers see only the latest tokens, and how many.
 *
 * @param tokens a sliding layer's query sees itself and the {@code tokens - 1} before it; 0, whatever was given, when
 *               no layer slides
 * @param layers for each layer whether it slides
 * @see <a href="https://arxiv.org/abs/2004.05150">Beltagy et al. 2020, Longformer</a>
 */
public record SlidingWindow(int tokens, List<Boolean> layers) {
    public SlidingWindow {
        layers = List.copyOf(layers);
        if (!layers.contains(true)) {
            tokens = 0;
        } else if (tokens < 1) {
            throw new IllegalArgumentException("windowTokens is %d, expected at least 1".formatted(tokens));
        }
    }

    /** Every layer sees everything. */
    public static SlidingWindow none(DecoderShape shape) {
        return new SlidingWindow(0, Collections.nCopies(shape.layers(), false));
    }

    /** Every layer slides. */
    public static SlidingWindow everywhere(int tokens, DecoderShape shape) {
        return new SlidingWindow(tokens, Collections.nCopies(shape.layers(), true));
    }

    /** Whether any layer slides. */
    public boolean isUsed() {
        return tokens > 0;
    }

    void requireOneForEachLayer(DecoderShape shape) {
        if (layers.size() != shape.layers()) {
            throw new IllegalArgumentException("sliding has %d entries, expected one for each of %d layers"
                    .formatted(layers.size(), shape.layers()));
        }
    }
}
