package io.osler.models.weights;

import java.util.List;

/**
 * One metadata value of a GGUF file. Arrays of numbers are kept as primitives: vocabularies have a quarter of a million
 * entries. The arrays are not copied and never leave the package.
 */
@SuppressWarnings("ArrayRecordComponent") // values are looked up, never compared
sealed interface GgufValue {
    /** "uint32", "array of 3 string": for messages. */
    String kind();

    record Text(String value) implements GgufValue {
        @Override
        public String kind() {
            return GgufType.STRING.word();
        }
    }

    /** All integer types; a UINT64 above 2^63 - 1 is negative here. */
    record Whole(GgufType type, long value) implements GgufValue {
        @Override
        public String kind() {
            return type.word();
        }
    }

    record Real(GgufType type, double value) implements GgufValue {
        @Override
        public String kind() {
            return type.word();
        }
    }

    record Flag(boolean value) implements GgufValue {
        @Override
        public String kind() {
            return GgufType.BOOL.word();
        }
    }

    record Texts(List<String> values) implements GgufValue {
        @Override
        public String kind() {
            return arrayOf(values.size(), GgufType.STRING);
        }
    }

    record Wholes(GgufType elementType, long[] values) implements GgufValue {
        @Override
        public String kind() {
            return arrayOf(values.length, elementType);
        }
    }

    record Reals(GgufType elementType, double[] values) implements GgufValue {
        @Override
        public String kind() {
            return arrayOf(values.length, elementType);
        }
    }

    record Flags(boolean[] values) implements GgufValue {
        @Override
        public String kind() {
            return arrayOf(values.length, GgufType.BOOL);
        }
    }

    /** An array of arrays. */
    record Nested(List<GgufValue> values) implements GgufValue {
        @Override
        public String kind() {
            return arrayOf(values.size(), GgufType.ARRAY);
        }
    }

    private static String arrayOf(int count, GgufType elementType) {
        return "array of %d %s".formatted(count, elementType.word());
    }
}
