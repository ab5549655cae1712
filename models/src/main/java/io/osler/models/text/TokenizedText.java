package io.osler.models.text;

import io.osler.models.TextSpan;
import java.util.List;

/**
 * A text as token ids.
 *
 * @param ids   one id per token
 * @param spans where each token stands in the text, in UTF-16 units; bytes of one character may share its span
 */
public record TokenizedText(int[] ids, List<TextSpan> spans) {
    public TokenizedText {
        spans = List.copyOf(spans);
        if (ids.length != spans.size()) {
            throw new IllegalArgumentException(
                    "%d ids with %d spans, expected as many".formatted(ids.length, spans.size()));
        }
    }
}
