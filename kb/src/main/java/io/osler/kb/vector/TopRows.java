package io.osler.kb.vector;

import java.util.Arrays;

/** The best of the rows offered: a heap with the worst of them on top. Of equal scores the lower row is the better. */
final class TopRows {
    private final int capacity;
    private int[] rows;
    private float[] scores;
    private int size;

    TopRows(int capacity) {
        this.capacity = capacity;
        this.rows = new int[Math.min(capacity, 16)];
        this.scores = new float[rows.length];
    }

    /** What a row must at least score to have a chance; negative infinity as long as there is room. */
    float threshold() {
        return size < capacity ? Float.NEGATIVE_INFINITY : scores[0];
    }

    void offer(int row, float score) {
        if (size < capacity) {
            append(row, score);
        } else if (isWorse(rows[0], scores[0], row, score)) {
            sink(row, score, size);
        }
    }

    void offerAll(TopRows others) {
        for (int i = 0; i < others.size; i++) {
            offer(others.rows[i], others.scores[i]);
        }
    }

    /** Takes all out, the best first. */
    Sorted drain() {
        int[] sortedRows = new int[size];
        float[] sortedScores = new float[size];
        for (int at = size - 1; at >= 0; at--) {
            sortedRows[at] = rows[0];
            sortedScores[at] = scores[0];
            sink(rows[at], scores[at], at);
        }
        size = 0;
        return new Sorted(sortedRows, sortedScores);
    }

    /** The best first. */
    record Sorted(int[] rows, float[] scores) {}

    private void append(int row, float score) {
        if (size == rows.length) {
            int grown = (int) Math.min(capacity, 2L * size);
            rows = Arrays.copyOf(rows, grown);
            scores = Arrays.copyOf(scores, grown);
        }
        int hole = size++;
        while (hole > 0) {
            int parent = (hole - 1) / 2;
            if (!isWorse(row, score, rows[parent], scores[parent])) {
                break;
            }
            rows[hole] = rows[parent];
            scores[hole] = scores[parent];
            hole = parent;
        }
        rows[hole] = row;
        scores[hole] = score;
    }

    /** Puts an entry where the top was, in a heap of the first {@code count} places. */
    private void sink(int row, float score, int count) {
        int hole = 0;
        for (int child = 1; child < count; child = 2 * hole + 1) {
            if (child + 1 < count && isWorse(rows[child + 1], scores[child + 1], rows[child], scores[child])) {
                child++;
            }
            if (!isWorse(rows[child], scores[child], row, score)) {
                break;
            }
            rows[hole] = rows[child];
            scores[hole] = scores[child];
            hole = child;
        }
        rows[hole] = row;
        scores[hole] = score;
    }

    private static boolean isWorse(int row, float score, int otherRow, float otherScore) {
        return score < otherScore || (score == otherScore && row > otherRow);
    }
}
