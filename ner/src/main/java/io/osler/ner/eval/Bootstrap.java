package io.osler.ner.eval;

import io.osler.ner.score.SpanScores;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * How far a score depends on which texts happened to be in the test set: texts are drawn anew with replacement, many
 * times, and the score computed each time. One seed and one number of units give the same draws to every system, so
 * that two systems' scores can be compared draw by draw.
 *
 * @param resamples how often
 * @param seed      of the draws
 * @see <a href="https://aclanthology.org/D12-1091/">Berg-Kirkpatrick et al. 2012 on the paired bootstrap</a>
 */
public record Bootstrap(int resamples, long seed) {
    public static final Bootstrap DEFAULT = new Bootstrap(1_000, 7);

    private static final int RESAMPLES_LEAST = 40;

    public Bootstrap {
        if (resamples < RESAMPLES_LEAST) {
            throw new IllegalArgumentException(
                    "resamples is %d, expected at least %d".formatted(resamples, RESAMPLES_LEAST));
        }
    }

    /**
     * F1 of every resample.
     *
     * @param units scores of each sentence, or of each document where documents are known; at least one
     */
    public double[] f1(List<SpanScores> units) {
        if (units.isEmpty()) {
            throw new IllegalArgumentException("there are no texts to draw from, expected at least one");
        }
        int[] gold = units.stream().mapToInt(SpanScores::gold).toArray();
        int[] found = units.stream().mapToInt(SpanScores::found).toArray();
        int[] goldMatched = units.stream().mapToInt(SpanScores::goldMatched).toArray();
        int[] foundMatched = units.stream().mapToInt(SpanScores::foundMatched).toArray();
        SplittableRandom random = new SplittableRandom(seed);
        double[] values = new double[resamples];
        for (int resample = 0; resample < resamples; resample++) {
            int g = 0;
            int f = 0;
            int gm = 0;
            int fm = 0;
            for (int draw = 0; draw < gold.length; draw++) {
                int unit = random.nextInt(gold.length);
                g += gold[unit];
                f += found[unit];
                gm += goldMatched[unit];
                fm += foundMatched[unit];
            }
            values[resample] = new SpanScores(g, f, gm, fm).f1();
        }
        return values;
    }

    public Interval interval(List<SpanScores> units) {
        return Interval.of(f1(units));
    }

    /**
     * Compares two systems on the same texts.
     *
     * @param one   scores by unit
     * @param other scores of the same units in the same order
     */
    public PairedDifference compare(List<SpanScores> one, List<SpanScores> other) {
        if (one.size() != other.size()) {
            throw new IllegalArgumentException(
                    "%d and %d texts are compared, expected the same ones".formatted(one.size(), other.size()));
        }
        return compare(total(one).f1() - total(other).f1(), f1(one), f1(other));
    }

    /** From resamples computed before, with the same draws. */
    static PairedDifference compare(double difference, double[] one, double[] other) {
        double[] differences = IntStream.range(0, one.length)
                .mapToDouble(i -> one[i] - other[i])
                .toArray();
        long notAbove = IntStream.range(0, differences.length)
                .filter(i -> differences[i] <= 0)
                .count();
        long notBelow = IntStream.range(0, differences.length)
                .filter(i -> differences[i] >= 0)
                .count();
        double p = Math.min(1, 2.0 * (Math.min(notAbove, notBelow) + 1) / (differences.length + 1));
        return new PairedDifference(difference, Interval.of(differences), p);
    }

    private static SpanScores total(List<SpanScores> units) {
        return units.stream().reduce(SpanScores.NONE, SpanScores::plus);
    }
}
