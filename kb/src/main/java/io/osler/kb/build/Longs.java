package io.osler.kb.build;

import java.util.Arrays;
import java.util.stream.LongStream;

/** Numbers, growing. */
final class Longs {
    private long[] values = new long[1024];
    private int size;

    void add(long value) {
        if (size == values.length) {
            values = Arrays.copyOf(values, size + (size >> 1));
        }
        values[size++] = value;
    }

    /** Ascending as unsigned numbers. */
    LongStream sortUnsigned() {
        for (int i = 0; i < size; i++) {
            values[i] ^= Long.MIN_VALUE;
        }
        Arrays.parallelSort(values, 0, size);
        return Arrays.stream(values, 0, size).map(value -> value ^ Long.MIN_VALUE);
    }
}
