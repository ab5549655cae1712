package io.osler.kb.scan;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Rows of numbers in memory, most often a part of a mapped file. Safe for any number of threads; alive as long as the
 * segments' arena.
 *
 * @param form      how numbers are stored
 * @param count     of rows
 * @param dimension numbers in a row
 * @param data      {@code count} rows of {@link RowForm#stride} bytes each
 * @param scales    for {@link RowForm#INT8} a float32 for each row, else {@link MemorySegment#NULL}
 */
public record RowTable(RowForm form, int count, int dimension, MemorySegment data, MemorySegment scales) {
    private static final ValueLayout.OfFloat FLOAT =
            ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfShort SHORT =
            ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    public RowTable {
        if (count < 0 || dimension < 1) {
            throw new IllegalArgumentException(
                    "%d rows of %d numbers, expected at least 0 rows of at least 1".formatted(count, dimension));
        }
        long expected = (long) count * form.stride(dimension);
        if (data.byteSize() != expected) {
            throw new IllegalArgumentException("%d rows of %d numbers as %s lie in %d bytes, expected %d"
                    .formatted(count, dimension, form, data.byteSize(), expected));
        }
        if (form == RowForm.INT8 && scales.byteSize() != (long) count * Float.BYTES) {
            throw new IllegalArgumentException(
                    "scales of %d rows lie in %d bytes, expected 4 for each".formatted(count, scales.byteSize()));
        }
    }

    /** Where a row begins, in bytes. */
    public long offset(int row) {
        return (long) row * form.stride(dimension);
    }

    /** What the stored numbers of a row are to be multiplied by. */
    public float scale(int row) {
        return form == RowForm.INT8 ? scales.get(FLOAT, (long) row * Float.BYTES) : 1;
    }

    /** The numbers of a row as they are stored, made float32. */
    public float[] row(int row) {
        float[] numbers = new float[dimension];
        float scale = scale(row);
        for (int i = 0; i < dimension; i++) {
            numbers[i] = unscaled(row, i) * scale;
        }
        return numbers;
    }

    /** One stored number before scaling. */
    float unscaled(int row, int index) {
        long at = offset(row) + (long) index * form.bytes();
        return switch (form) {
            case F32 -> data.get(FLOAT, at);
            case F16 -> Float.float16ToFloat(data.get(SHORT, at));
            case INT8 -> data.get(ValueLayout.JAVA_BYTE, at);
        };
    }

    /** Numbers from one row to the next, padding counted: how long a query must be. */
    public int paddedDimension() {
        return form.stride(dimension) / form.bytes();
    }

    /** The query with zeros behind it, as {@link VectorScan} wants it. */
    public float[] padded(float[] query) {
        return Arrays.copyOf(query, paddedDimension());
    }
}
