package io.osler.ner.detect;

/**
 * How spans are scored and chosen.
 *
 * @param openMin   least probability of an opening that is looked into, unless a candidate begins there
 * @param spanMin   least probability of a span without its type for its types to be looked into
 * @param wordsMax  most words of a span
 * @param threshold least probability of a span that is taken
 */
public record SpanScoreOptions(double openMin, double spanMin, int wordsMax, double threshold) {
    /** The threshold is a guess; {@code SpanThreshold} fits it on annotated sentences. */
    public static final SpanScoreOptions DEFAULTS = new SpanScoreOptions(0.02, 0.01, 12, 0.3);

    public SpanScoreOptions {
        requireProbability("openMin", openMin);
        requireProbability("spanMin", spanMin);
        requireProbability("threshold", threshold);
        if (wordsMax < 1) {
            throw new IllegalArgumentException("wordsMax is %d, expected at least 1".formatted(wordsMax));
        }
    }

    public SpanScoreOptions withThreshold(double least) {
        return new SpanScoreOptions(openMin, spanMin, wordsMax, least);
    }

    public SpanScoreOptions withOpenMin(double least) {
        return new SpanScoreOptions(least, spanMin, wordsMax, threshold);
    }

    private static void requireProbability(String name, double value) {
        if (!(value >= 0 && value <= 1)) {
            throw new IllegalArgumentException("%s is %s, expected a number in [0, 1]".formatted(name, value));
        }
    }
}
