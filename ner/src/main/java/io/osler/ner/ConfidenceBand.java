package io.osler.ner;

import java.util.List;

/**
 * Confidences between sure and not worth a look: mentions in it are reviewed.
 *
 * @param low  the least
 * @param high the first above it
 */
public record ConfidenceBand(double low, double high) {
    public ConfidenceBand {
        if (!(low >= 0 && low < high && high <= 1)) {
            throw new IllegalArgumentException(
                    "confidence band is %s to %s, expected two numbers in [0, 1], the smaller first"
                            .formatted(low, high));
        }
    }

    /** Reads {@code 0.3,0.7}. */
    public static ConfidenceBand parse(String text) {
        List<String> ends = List.of(text.strip().split("\\s*,\\s*", -1));
        try {
            if (ends.size() == 2) {
                return new ConfidenceBand(Double.parseDouble(ends.get(0)), Double.parseDouble(ends.get(1)));
            }
        } catch (NumberFormatException _) {
            // Told below.
        }
        throw new IllegalArgumentException(
                "confidence band is '%s', expected LOW,HIGH such as 0.3,0.7".formatted(text));
    }

    public boolean holds(Mention mention) {
        return low <= mention.confidence() && mention.confidence() < high;
    }
}
