package io.osler.kb.scan;

import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorShuffle;
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

    private static final VectorShuffle<Float> TURN_8 = VectorShuffle.iota(FLOATS, 8, 1, true);
    private static final VectorShuffle<Float> TURN_4 = VectorShuffle.iota(FLOATS, 4, 1, true);
    private static final VectorShuffle<Float> TURN_2 = VectorShuffle.iota(FLOATS, 2, 1, true);
    private static final VectorShuffle<Float> TURN_1 = VectorShuffle.iota(FLOATS, 1, 1, true);

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
     * The lanes added up, by halves. {@code reduceLanes} may add in another order once it has been compiled, and results
     * would change with it.
     */
    static float sum(FloatVector lanes) {
        FloatVector sum = lanes;
        if (FLOATS.length() == 16) {
            sum = sum.add(sum.rearrange(TURN_8));
        }
        if (FLOATS.length() >= 8) {
            sum = sum.add(sum.rearrange(TURN_4));
        }
        sum = sum.add(sum.rearrange(TURN_2));
        return sum.add(sum.rearrange(TURN_1)).lane(0);
    }

    @Override
    public String name() {
        return "Panama, %d bits".formatted(bits());
    }

    @Override
    public void range(RowTable rows, int from, int to, float[][] queries, float[][] scores) {
        float[] sums = new float[2 * TILE_QUERIES];
        int q = 0;
        for (; q + 1 < queries.length; q += TILE_QUERIES) {
            rangeOfFour(rows, from, to, queries, scores, q, sums);
        }
        if (q < queries.length) {
            rangeOfOne(rows, from, to, queries[q], scores[q], sums);
        }
    }

    /**
     * A tile takes a row of each quarter of the range: the memory then has four streams under way, which brings a tenth more
     * than four rows that lie together. Where the quarters are not full, the last row is asked more than once.
     */
    private static void rangeOfOne(RowTable rows, int from, int to, float[] query, float[] scores, float[] sums) {
        int last = to - 1;
        int quarter = Math.ceilDiv(to - from, 4);
        for (int a = from; a < from + quarter; a++) {
            int b = Math.min(a + quarter, last);
            int c = Math.min(a + 2 * quarter, last);
            int d = Math.min(a + 3 * quarter, last);
            fourRows(rows, a, b, c, d, query, sums);
            scores[a - from] = sums[0] * rows.scale(a);
            scores[b - from] = sums[1] * rows.scale(b);
            scores[c - from] = sums[2] * rows.scale(c);
            scores[d - from] = sums[3] * rows.scale(d);
        }
    }

    /** Queries {@code q} to {@code q + 3}; where there are fewer, the last is asked more than once. */
    private static void rangeOfFour(
            RowTable rows, int from, int to, float[][] queries, float[][] scores, int q, float[] sums) {
        int lastQuery = queries.length - 1;
        float[] q0 = queries[q];
        float[] q1 = queries[Math.min(q + 1, lastQuery)];
        float[] q2 = queries[Math.min(q + 2, lastQuery)];
        float[] q3 = queries[Math.min(q + 3, lastQuery)];
        int asked = Math.min(TILE_QUERIES, queries.length - q);
        int half = Math.ceilDiv(to - from, 2);
        for (int a = from; a < from + half; a++) {
            int b = Math.min(a + half, to - 1);
            twoRows(rows, a, b, q0, q1, q2, q3, sums);
            float scaleA = rows.scale(a);
            float scaleB = rows.scale(b);
            for (int i = 0; i < asked; i++) {
                scores[q + i][a - from] = sums[i] * scaleA;
                scores[q + i][b - from] = sums[TILE_QUERIES + i] * scaleB;
            }
        }
    }

    @Override
    public void picked(RowTable rows, int[] which, int count, float[] query, float[] scores) {
        float[] sums = new float[TILE_ROWS];
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
