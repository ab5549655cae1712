package io.osler.engine;

import io.osler.models.TextSpan;
import java.util.List;

/**
 * What an encoder knows of each token of a text.
 *
 * @param spans  where each token stands, in UTF-16 units; those put around the text are left out
 * @param states {@code [token][layer * dimension + i]}, the layers as asked
 */
public record TokenStates(List<TextSpan> spans, float[][] states) {
    public TokenStates {
        spans = List.copyOf(spans);
    }
}
