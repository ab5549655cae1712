package io.osler.ner.eval;

import java.util.Arrays;

/**
 * Where 95 of 100 resamples lie.
 *
 * @param low  the 2.5th percentile
 * @param high the 97.5th
 */
public record Interval(double low, double high) {
    private static final double TAIL = 0.025;

    /** Of resampled values, in any order. */
    static Interval of(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int cut = (int) Math.floor(TAIL * sorted.length);
        return new Interval(sorted[cut], sorted[sorted.length - 1 - cut]);
    }

    public boolean contains(double value) {
        return low <= value && value <= high;
    }
}
