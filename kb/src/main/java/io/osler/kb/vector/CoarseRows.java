package io.osler.kb.vector;

import java.util.Arrays;

/**
 * Rows that may still be among the best when all that is known of each score is a bound from below and one from above: a
 * row stays as long as its upper bound reaches the {@code limit}-th largest lower bound. So the true best are among the
 * rows kept, whatever the errors.
 */
final class CoarseRows {
    private final TopRows lowerBounds;
    private int[] rows = new int[64];
    private float[] uppers = new float[64];
    private int size;

    CoarseRows(int limit) {
        lowerBounds = new TopRows(limit);
    }

    float threshold() {
        return lowerBounds.threshold();
    }

    /** Takes a row whose score lies within {@code error} of {@code score}. */
    void offer(int row, float score, float error) {
        lowerBounds.offer(row, score - error);
        if (score + error >= threshold()) {
            keep(row, score + error);
        }
    }

    void offerAll(CoarseRows others) {
        lowerBounds.offerAll(others.lowerBounds);
        for (int i = 0; i < others.size; i++) {
            if (others.uppers[i] >= threshold()) {
                keep(others.rows[i], others.uppers[i]);
            }
        }
    }

    /** Rows kept, ascending, so that they are read in the order they lie. */
    int[] drain() {
        dropHopeless();
        int[] kept = Arrays.copyOf(rows, size);
        Arrays.sort(kept);
        return kept;
    }

    private void keep(int row, float upper) {
        if (size == rows.length) {
            dropHopeless();
            if (size > rows.length / 2) {
                rows = Arrays.copyOf(rows, 2 * rows.length);
                uppers = Arrays.copyOf(uppers, rows.length);
            }
        }
        rows[size] = row;
        uppers[size++] = upper;
    }

    private void dropHopeless() {
        float threshold = threshold();
        int kept = 0;
        for (int i = 0; i < size; i++) {
            if (uppers[i] >= threshold) {
                rows[kept] = rows[i];
                uppers[kept++] = uppers[i];
            }
        }
        size = kept;
    }
}
