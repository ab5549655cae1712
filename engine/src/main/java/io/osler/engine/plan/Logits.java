package io.osler.engine.plan;

import java.util.Arrays;

/**
 * Logits of some rows of a step.
 *
 * @param values [rows][width] float32
 * @param rows   how many positions were asked
 * @param width  the vocabulary, or the number of token ids asked
 */
public record Logits(float[] values, int rows, int width) {
    public float at(int row, int column) {
        return values[row * width + column];
    }

    /** A copy of one row. */
    public float[] row(int row) {
        return Arrays.copyOfRange(values, row * width, (row + 1) * width);
    }

    /** One row, some of its columns. */
    public Logits of(int row, int[] columns) {
        float[] chosen = new float[columns.length];
        for (int i = 0; i < columns.length; i++) {
            chosen[i] = at(row, columns[i]);
        }
        return new Logits(chosen, 1, columns.length);
    }

    /** Index of the largest value of a row; the lowest of equals. */
    public int argmax(int row) {
        int best = row * width;
        for (int i = best + 1; i < (row + 1) * width; i++) {
            if (values[i] > values[best]) {
                best = i;
            }
        }
        return best - row * width;
    }
}
