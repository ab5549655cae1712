package io.osler.kb.scan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What every scan owes: agreement with the definition, and independence of company. */
abstract class VectorScanContract {
    /** Around lanes of 4 to 16 numbers and lines of 64 bytes; 384 and 768 are what encoders have. */
    private static final int[] DIMENSIONS = {1, 2, 3, 7, 8, 15, 16, 17, 31, 32, 33, 63, 64, 65, 127, 383, 384, 768};

    private static final int[] COUNTS = {1, 2, 3, 4, 5, 7, 8, 9};

    protected abstract VectorScan scan();

    @ParameterizedTest
    @EnumSource(RowForm.class)
    void agreesWithTheDefinition(RowForm form) {
        for (int dimension : DIMENSIONS) {
            for (int count : COUNTS) {
                RowTable rows = Rows.random(form, count, dimension, seed(dimension, count));
                float[][] queries = Rows.queries(rows, 5, seed(count, dimension));
                float[][] scores = new float[queries.length][count];
                scan().range(rows, 0, count, queries, scores);
                for (int q = 0; q < queries.length; q++) {
                    for (int row = 0; row < count; row++) {
                        // Error grows with the additions; numbers lie in [-1, 1).
                        assertThat((double) scores[q][row])
                                .as("%s, dimension %d, row %d of %d, query %d", form, dimension, row, count, q)
                                .isCloseTo(dot(rows.row(row), queries[q]), within(1e-6 * (dimension + 1)));
                    }
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource(RowForm.class)
    void isTheSameToTheLastBitInAnyCompany(RowForm form) {
        RowTable rows = Rows.random(form, 23, 77, 5);
        float[][] queries = Rows.queries(rows, 9, 6);
        float[][] alone = new float[queries.length][rows.count()];
        for (int q = 0; q < queries.length; q++) {
            for (int row = 0; row < rows.count(); row++) {
                float[][] one = new float[1][1];
                scan().range(rows, row, row + 1, new float[][] {queries[q]}, one);
                alone[q][row] = one[0][0];
            }
        }
        float[][] together = new float[queries.length][rows.count()];
        scan().range(rows, 0, rows.count(), queries, together);
        assertThat(together).isDeepEqualTo(alone);
        int[] backwards =
                IntStream.range(0, rows.count()).map(i -> rows.count() - 1 - i).toArray();
        float[] picked = new float[rows.count()];
        scan().picked(rows, backwards, backwards.length, queries[3], picked);
        for (int i = 0; i < picked.length; i++) {
            assertThat(picked[i]).isEqualTo(alone[3][backwards[i]]);
        }
    }

    @Test
    void aRangeBeginsAnywhere() {
        RowTable rows = Rows.random(RowForm.F32, 20, 19, 8);
        float[][] queries = Rows.queries(rows, 2, 9);
        float[][] whole = new float[2][20];
        scan().range(rows, 0, 20, queries, whole);
        float[][] part = new float[2][20];
        scan().range(rows, 5, 12, queries, part);
        for (int row = 5; row < 12; row++) {
            assertThat(part[1][row - 5]).isEqualTo(whole[1][row]);
        }
    }

    @Test
    void smallAndSignedHalvesAreReadRight() {
        float[] numbers = {0, -0f, 0x1p-14f, -0x1p-14f, 65504, -65504, 0x1p-24f, 1.0009766f};
        RowTable rows = Rows.of(RowForm.F16, new float[][] {numbers});
        for (int i = 0; i < numbers.length; i++) {
            float[] query = rows.padded(new float[numbers.length]);
            query[i] = 1;
            float[] score = new float[1];
            scan().picked(rows, new int[] {0}, 1, query, score);
            // Adding the other products, all zeros, loses the sign of a zero.
            assertThat(score[0]).isEqualTo(numbers[i] + 0f);
        }
    }

    @Test
    void noRowsAreNoWork() {
        RowTable rows = Rows.random(RowForm.INT8, 0, 8, 1);
        scan().range(rows, 0, 0, Rows.queries(rows, 3, 1), new float[3][0]);
        scan().picked(rows, new int[0], 0, rows.padded(new float[8]), new float[0]);
    }

    private static double dot(float[] row, float[] query) {
        double sum = 0;
        for (int i = 0; i < row.length; i++) {
            sum += (double) row[i] * query[i];
        }
        return sum;
    }

    private static long seed(int a, int b) {
        return new SplittableRandom(a * 1000L + b).nextLong();
    }
}
