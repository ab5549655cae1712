package io.osler.ner.head;

import java.util.ArrayList;
import java.util.List;

/**
 * How far confidences can be believed: mentions in ten bins of equal width by confidence.
 *
 * @param bins from low to high; some may be empty
 */
public record Reliability(List<Bin> bins) {
    private static final int BINS = 10;

    /**
     * @param count      mentions
     * @param confidence their mean
     * @param right      share of them that is right
     */
    public record Bin(int count, double confidence, double right) {}

    public Reliability {
        bins = List.copyOf(bins);
    }

    /** Expected calibration error: the mean gap between confidence and share, by mention (Naeini et al., AAAI 2015). */
    public double error() {
        int all = bins.stream().mapToInt(Bin::count).sum();
        return all == 0
                ? 0
                : bins.stream()
                                .mapToDouble(bin -> bin.count * Math.abs(bin.confidence - bin.right))
                                .sum()
                        / all;
    }

    /** Counts mentions one by one. */
    public static final class Counter {
        private final int[] count = new int[BINS];
        private final double[] confidence = new double[BINS];
        private final int[] right = new int[BINS];

        public void add(double sure, boolean isRight) {
            int bin = Math.min(BINS - 1, (int) (sure * BINS));
            count[bin]++;
            confidence[bin] += sure;
            right[bin] += isRight ? 1 : 0;
        }

        public Reliability reliability() {
            List<Bin> bins = new ArrayList<>();
            for (int i = 0; i < BINS; i++) {
                int n = Math.max(1, count[i]);
                bins.add(new Bin(count[i], confidence[i] / n, (double) right[i] / n));
            }
            return new Reliability(bins);
        }
    }
}
