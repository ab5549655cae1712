package io.osler.kb.build;

import java.util.Arrays;

/** Numbers, growing. */
final class Ints {
    private int[] values = new int[16];
    private int size;

    void add(int value) {
        if (size == values.length) {
            values = Arrays.copyOf(values, size + (size >> 1));
        }
        values[size++] = value;
    }

    int get(int at) {
        return values[at];
    }

    int[] sortedDistinct() {
        return Arrays.stream(values, 0, size).sorted().distinct().toArray();
    }

    int size() {
        return size;
    }
}
