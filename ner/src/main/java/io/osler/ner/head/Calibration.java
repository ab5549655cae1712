package io.osler.ner.head;

import java.util.ArrayList;
import java.util.List;

/**
 * From a chain's log-odds of a mention to the share of such mentions that is right: {@code 1 / (1 + exp(-(slope x +
 * offset)))} (Platt 1999), fitted on mentions whose truth is known.
 *
 * @param slope  above 0; below 1 makes an over-confident head humbler
 * @param offset added behind it
 */
record Calibration(double slope, double offset) {
    static final Calibration NONE = new Calibration(1, 0);

    private static final int LEAST = 20;
    private static final int STEPS = 50;
    /** Of a normal prior around {@link #NONE}, so that few mentions do not carry it away. */
    private static final double PRIOR = 1;

    /**
     * A mention whose truth is known.
     *
     * @param logOdds  of the chain
     * @param right    whether people annotated it so
     * @param document it comes from
     */
    record Judged(double logOdds, boolean right, String document) {}

    double confidence(double logOdds) {
        return 1 / (1 + Math.exp(-(slope * logOdds + offset)));
    }

    /** Maximum a posteriori by Newton's steps; {@link #NONE} from fewer than twenty mentions. */
    static Calibration fitted(List<Judged> judged) {
        if (judged.size() < LEAST) {
            return NONE;
        }
        double slope = 1;
        double offset = 0;
        for (int step = 0; step < STEPS; step++) {
            double gradientSlope = PRIOR * (slope - 1);
            double gradientOffset = PRIOR * offset;
            double slopeSlope = PRIOR;
            double offsetOffset = PRIOR;
            double both = 0;
            for (Judged one : judged) {
                double p = 1 / (1 + Math.exp(-(slope * one.logOdds + offset)));
                double error = p - (one.right ? 1 : 0);
                double weight = p * (1 - p);
                gradientSlope += error * one.logOdds;
                gradientOffset += error;
                slopeSlope += weight * one.logOdds * one.logOdds;
                offsetOffset += weight;
                both += weight * one.logOdds;
            }
            double determinant = slopeSlope * offsetOffset - both * both;
            double down = (offsetOffset * gradientSlope - both * gradientOffset) / determinant;
            double aside = (slopeSlope * gradientOffset - both * gradientSlope) / determinant;
            slope = Math.max(0.05, slope - Math.clamp(down, -1, 1));
            offset -= Math.clamp(aside, -1, 1);
            if (Math.abs(down) + Math.abs(aside) < 1e-9) {
                break;
            }
        }
        return new Calibration(slope, offset);
    }

    /**
     * Reliability of confidences that were fitted without the mentions they are told for: documents are dealt into two
     * halves, each calibrated on the other.
     */
    static Reliability crossed(List<Judged> judged) {
        List<Judged> even = new ArrayList<>();
        List<Judged> odd = new ArrayList<>();
        for (Judged one : judged) {
            (one.document.hashCode() % 2 == 0 ? even : odd).add(one);
        }
        Reliability.Counter counter = new Reliability.Counter();
        count(even, fitted(odd), counter);
        count(odd, fitted(even), counter);
        return counter.reliability();
    }

    private static void count(List<Judged> judged, Calibration calibration, Reliability.Counter counter) {
        judged.forEach(one -> counter.add(calibration.confidence(one.logOdds), one.right));
    }
}
