package io.osler.kb.scan;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.SplittableRandom;

/** Tables of invented rows, kept until the garbage collector takes them. */
final class Rows {
    private static final ValueLayout.OfFloat FLOAT =
            ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfShort SHORT =
            ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    private Rows() {}

    static RowTable random(RowForm form, int count, int dimension, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        float[][] rows = new float[count][];
        for (int row = 0; row < count; row++) {
            rows[row] = numbers(random, dimension);
        }
        return rows.length == 0 ? empty(form, dimension) : of(form, rows);
    }

    static RowTable of(RowForm form, float[][] rows) {
        int dimension = rows[0].length;
        int stride = form.stride(dimension);
        MemorySegment data = Arena.ofAuto().allocate((long) rows.length * stride, 64);
        MemorySegment scales = Arena.ofAuto().allocate(rows.length * 4L, 64);
        for (int row = 0; row < rows.length; row++) {
            scales.set(FLOAT, row * 4L, (row + 1) / 128f);
            for (int i = 0; i < dimension; i++) {
                long at = (long) row * stride + (long) i * form.bytes();
                switch (form) {
                    case F32 -> data.set(FLOAT, at, rows[row][i]);
                    case F16 -> data.set(SHORT, at, Float.floatToFloat16(rows[row][i]));
                    case INT8 -> data.set(ValueLayout.JAVA_BYTE, at, (byte) (rows[row][i] * 128 / (row + 1)));
                }
            }
        }
        return new RowTable(form, rows.length, dimension, data, scales);
    }

    static float[][] queries(RowTable rows, int count, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        float[][] queries = new float[count][];
        for (int q = 0; q < count; q++) {
            queries[q] = rows.padded(numbers(random, rows.dimension()));
        }
        return queries;
    }

    private static RowTable empty(RowForm form, int dimension) {
        MemorySegment nothing = MemorySegment.ofArray(new byte[0]);
        return new RowTable(form, 0, dimension, nothing, nothing);
    }

    private static float[] numbers(SplittableRandom random, int dimension) {
        float[] numbers = new float[dimension];
        for (int i = 0; i < dimension; i++) {
            numbers[i] = (float) random.nextDouble(-1, 1);
        }
        return numbers;
    }
}
