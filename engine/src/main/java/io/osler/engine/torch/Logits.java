package io.osler.engine.torch;

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
