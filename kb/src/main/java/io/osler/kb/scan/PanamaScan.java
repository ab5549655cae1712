package io.osler.kb.scan;

import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/**
 * Vector instructions through the incubating Vector API. Each pair of row and query has one vector of partial sums,
 * added up in the order of the dimension, whatever the tile it is part of: that is what makes results independent of
 * their company. Loaded only where the module {@code jdk.incubator.vector} is, see {@link ScanChoice}.
 */
public final class PanamaScan implements VectorScan {
    /** The widest the machine has, up to the alignment of rows. */
    static final VectorSpecies<Float> FLOATS = FloatVector.SPECIES_PREFERRED.vectorByteSize() <= RowForm.ROW_ALIGNMENT
            ? FloatVector.SPECIES_PREFERRED
            : FloatVector.SPECIES_512;

    private static final int TILE_ROWS = 4;
    private static final int TILE_QUERIES = 4;

    /** Widest vectors of this machine, in bits. */
    static int bits() {
        return FLOATS.vectorBitSize();
    }

    /** The species of narrower numbers that has as many lanes as {@link #FLOATS}. */
    static <E> VectorSpecies<E> lanesOf(Class<E> type) {
        int bits = FLOATS.length() * (type == byte.class ? Byte.SIZE : Short.SIZE);
        return VectorSpecies.of(type, VectorShape.forBitSize(bits));
    }

    /**
     * Adds up the lanes of so many vectors, which lie one behind the other, and puts their sums at the beginning. By halves,
     * in plain Java: {@code reduceLanes} may add in another order once it has been compiled, and results would change with
     * it.
     */
    static void fold(float[] lanes, int vectors) {
        int length = FLOATS.length();
        for (int v = 0; v < vectors; v++) {
            int at = v * length;
            for (int half = length / 2; half > 0; half /= 2) {
                for (int i = at; i < at + half; i++) {
                    lanes[i] += lanes[i + half];
                }
            }
            lanes[v] = lanes[at];
        }
    }

    @Override
    public String name() {
        return "Panama, %d bits".formatted(bits());
    }

    @Override
    public void range(RowTable rows, int from, int to, float[][] queries, float[][] scores) {
        float[] sums = new float[2 * TILE_QUERIES * FLOATS.length()];
        int q = 0;
        for (; q + 1 < queries.length; q += TILE_QUERIES) {
            rangeOfFour(rows, from, to, queries, scores, q, sums);
        }
        if (q < queries.length) {
            rangeOfOne(rows, from, to, queries[q], scores[q], sums);
        }
    }

    private static void rangeOfOne(RowTable rows, int from, int to, float[] query, float[] scores, float[] sums) {
        int last = to - 1;
        for (int row = from; row < to; row += TILE_ROWS) {
            // The last tile asks its last row more than once.
            int b = Math.min(row + 1, last);
            int c = Math.min(row + 2, last);
            int d = Math.min(row + 3, last);
            fourRows(rows, row, b, c, d, query, sums);
            for (int i = 0; i < Math.min(TILE_ROWS, to - row); i++) {
                scores[row - from + i] = sums[i] * rows.scale(row + i);
            }
        }
    }

    /** Queries {@code q} to {@code q + 3}; where there are fewer, the last is asked more than once. */
    private static void rangeOfFour(
            RowTable rows, int from, int to, float[][] queries, float[][] scores, int q, float[] sums) {
        int last = queries.length - 1;
        float[] q0 = queries[q];
        float[] q1 = queries[Math.min(q + 1, last)];
        float[] q2 = queries[Math.min(q + 2, last)];
        float[] q3 = queries[Math.min(q + 3, last)];
        int asked = Math.min(TILE_QUERIES, queries.length - q);
        for (int row = from; row < to; row += 2) {
            int second = Math.min(row + 1, to - 1);
            twoRows(rows, row, second, q0, q1, q2, q3, sums);
            float scaleA = rows.scale(row);
            float scaleB = rows.scale(second);
            for (int i = 0; i < asked; i++) {
                scores[q + i][row - from] = sums[i] * scaleA;
                scores[q + i][second - from] = sums[(second - row) * TILE_QUERIES + i] * scaleB;
            }
        }
    }

    @Override
    public void picked(RowTable rows, int[] which, int count, float[] query, float[] scores) {
        float[] sums = new float[TILE_ROWS * FLOATS.length()];
        int last = count - 1;
        for (int i = 0; i < count; i += TILE_ROWS) {
            int b = which[Math.min(i + 1, last)];
            int c = which[Math.min(i + 2, last)];
            int d = which[Math.min(i + 3, last)];
            fourRows(rows, which[i], b, c, d, query, sums);
            for (int j = 0; j < Math.min(TILE_ROWS, count - i); j++) {
                scores[i + j] = sums[j] * rows.scale(which[i + j]);
            }
        }
    }

    private static void fourRows(RowTable rows, int a, int b, int c, int d, float[] query, float[] sums) {
        MemorySegment data = rows.data();
        long atA = rows.offset(a);
        long atB = rows.offset(b);
        long atC = rows.offset(c);
        long atD = rows.offset(d);
        switch (rows.form()) {
            case F32 -> PanamaF32.fourRows(data, atA, atB, atC, atD, query, sums);
            case F16 -> PanamaF16.fourRows(data, atA, atB, atC, atD, query, sums);
            case INT8 -> PanamaInt8.fourRows(data, atA, atB, atC, atD, query, sums);
        }
    }

    private static void twoRows(
            RowTable rows, int a, int b, float[] q0, float[] q1, float[] q2, float[] q3, float[] sums) {
        MemorySegment data = rows.data();
        long atA = rows.offset(a);
        long atB = rows.offset(b);
        switch (rows.form()) {
            case F32 -> PanamaF32.twoRows(data, atA, atB, q0, q1, q2, q3, sums);
            case F16 -> PanamaF16.twoRows(data, atA, atB, q0, q1, q2, q3, sums);
            case INT8 -> PanamaInt8.twoRows(data, atA, atB, q0, q1, q2, q3, sums);
        }
    }
}
