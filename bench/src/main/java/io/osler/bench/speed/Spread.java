package io.osler.bench.speed;

import java.util.Arrays;
import java.util.function.DoubleSupplier;
import java.util.stream.DoubleStream;

/**
 * A figure measured several times.
 *
 * @param median of the runs; the mean of the middle two where their number is even
 * @param least  of the runs
 * @param most   of the runs
 */
record Spread(double median, double least, double most) {
    /** @throws IllegalArgumentException when there are no values */
    static Spread of(double... values) {
        if (values.length == 0) {
            throw new IllegalArgumentException("no values, expected at least one");
        }
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        double median = sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
        return new Spread(median, sorted[0], sorted[sorted.length - 1]);
    }

    /** Runs once without counting, since that run compiles and loads, then {@code rounds} times. */
    static Spread measure(int rounds, DoubleSupplier figure) {
        return of(DoubleStream.generate(figure).limit(rounds + 1L).skip(1).toArray());
    }

    Spread dividedBy(double by) {
        return new Spread(median / by, least / by, most / by);
    }

    /** Whether all runs gave the same, or there was only one. */
    boolean isSingle() {
        return least == most;
    }
}
