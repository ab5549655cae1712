package io.osler.models.weights;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The part of a GGUF file before the tensors' bytes. Little-endian, without padding:
 *
 * <pre>
 * header    u32 "GGUF"  u32 version (2 or 3)  u64 tensors  u64 pairs
 * pairs     string key  u32 type  value                                     as often as said
 * tensors   string name  u32 dimensions  u64 size[dimensions], innermost first  u32 ggmlType  u64 offset
 * padding   to a multiple of general.alignment (default 32)
 * data      tensor bytes; offsets count from here and are multiples of the alignment
 *
 * string    u64 bytes  UTF-8
 * array     u32 elementType  u64 count  values without their types
 * </pre>
 *
 * @param version  2 or 3; they differ only in that 3 may be big-endian, which is refused
 * @param metadata all pairs
 * @param tensors  in the order of the file, offsets made absolute
 * @see <a href="https://github.com/ggml-org/ggml/blob/master/docs/gguf.md">GGUF specification</a>
 */
record GgufHeader(int version, GgufMetadata metadata, List<TensorInfo> tensors) {
    private static final int MAGIC = 'G' | 'G' << 8 | 'U' << 16 | 'F' << 24;
    private static final long ALIGNMENT_DEFAULT = 32;
    private static final long ALIGNMENT_MAX = 1L << 20;

    private static final int PAIRS_MAX = 1 << 16;
    private static final int TENSORS_MAX = 1 << 20;
    private static final int ELEMENTS_MAX = 1 << 24;
    private static final int DIMENSIONS_MAX = 4;
    private static final int NESTING_MAX = 4;
    private static final int KEY_BYTES_MAX = 65_535;
    private static final int NAME_BYTES_MAX = 1024;
    private static final int TEXT_BYTES_MAX = 1 << 26;

    /**
     * Least bytes of a pair (key of one letter, one byte of value) and of a tensor (name of one letter, no dimensions).
     */
    private static final int PAIR_BYTES_MIN = 8 + 1 + 4 + 1;

    private static final int TENSOR_BYTES_MIN = 8 + 1 + 4 + 4 + 8;

    /** Reads and checks all of it; the tensors lie within the file, whether they overlap is not seen here. */
    static GgufHeader read(MappedFile file) {
        GgufCursor cursor = new GgufCursor(file);
        requireMagic(cursor);
        int version = version(cursor);
        int tensorCount = cursor.count("tensors", TENSOR_BYTES_MIN, TENSORS_MAX);
        int pairCount = cursor.count("metadata pairs", PAIR_BYTES_MIN, PAIRS_MAX);
        GgufMetadata metadata = new GgufMetadata(file.path(), pairs(cursor, pairCount));
        refuseSplit(file, metadata);
        long alignment = alignment(file, metadata);
        List<TensorEntry> entries = entries(cursor, tensorCount);
        long dataBegin = Math.ceilDiv(cursor.position(), alignment) * alignment;
        List<TensorInfo> tensors = entries.stream()
                .map(entry -> entry.placed(file, dataBegin, alignment))
                .toList();
        return new GgufHeader(version, metadata, tensors);
    }

    private static void requireMagic(GgufCursor cursor) {
        int magic = cursor.int32();
        if (magic != MAGIC) {
            throw WeightErrors.corrupt(
                    cursor.place(), "the file begins with %08x, expected \"GGUF\" (%08x)".formatted(magic, MAGIC));
        }
    }

    private static int version(GgufCursor cursor) {
        int version = cursor.int32();
        if (version == 2 || version == 3) {
            return version;
        }
        int swapped = Integer.reverseBytes(version);
        if (swapped >= 1 && swapped <= 0xFFFF) {
            throw WeightErrors.unsupported(
                    cursor.place(),
                    "the file is big-endian (version %d), this build reads little-endian ones. Convert it again"
                            .formatted(swapped));
        }
        throw WeightErrors.unsupported(
                cursor.place(),
                "GGUF version %s, this build reads 2 and 3. Convert the model with current tools"
                        .formatted(Integer.toUnsignedString(version)));
    }

    private static Map<String, GgufValue> pairs(GgufCursor cursor, int count) {
        Map<String, GgufValue> pairs = LinkedHashMap.newLinkedHashMap(count);
        for (int i = 0; i < count; i++) {
            cursor.enter("metadata pair", i);
            String key = cursor.name("key", KEY_BYTES_MAX);
            cursor.enter("metadata", key);
            GgufValue value = value(cursor, type(cursor), 0);
            if (pairs.put(key, value) != null) {
                throw WeightErrors.corrupt(cursor.place(), "the key is there twice");
            }
        }
        return pairs;
    }

    private static GgufType type(GgufCursor cursor) {
        int number = cursor.int32();
        return GgufType.ofNumber(number)
                .orElseThrow(() -> WeightErrors.corrupt(
                        cursor.place(),
                        "the value's type is %s, expected 0 to 12".formatted(Integer.toUnsignedString(number))));
    }

    private static GgufValue value(GgufCursor cursor, GgufType type, int depth) {
        return switch (type) {
            case STRING -> new GgufValue.Text(cursor.text(TEXT_BYTES_MAX));
            case BOOL -> new GgufValue.Flag(flag(cursor));
            case FLOAT32, FLOAT64 -> new GgufValue.Real(type, real(cursor, type));
            case UINT8, INT8, UINT16, INT16, UINT32, INT32, UINT64, INT64 ->
                new GgufValue.Whole(type, whole(cursor, type));
            case ARRAY -> array(cursor, depth);
        };
    }

    private static GgufValue array(GgufCursor cursor, int depth) {
        if (depth == NESTING_MAX) {
            throw WeightErrors.corrupt(cursor.place(), "arrays are nested more than %d deep".formatted(NESTING_MAX));
        }
        GgufType type = type(cursor);
        int count = cursor.count("array elements", type.bytesMin(), ELEMENTS_MAX);
        return switch (type) {
            case STRING -> texts(cursor, count);
            case BOOL -> flags(cursor, count);
            case FLOAT32, FLOAT64 -> reals(cursor, type, count);
            case UINT8, INT8, UINT16, INT16, UINT32, INT32, UINT64, INT64 -> wholes(cursor, type, count);
            case ARRAY -> nested(cursor, count, depth + 1);
        };
    }

    private static GgufValue texts(GgufCursor cursor, int count) {
        List<String> texts = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            texts.add(cursor.text(TEXT_BYTES_MAX));
        }
        return new GgufValue.Texts(List.copyOf(texts));
    }

    private static GgufValue flags(GgufCursor cursor, int count) {
        boolean[] flags = new boolean[count];
        for (int i = 0; i < count; i++) {
            flags[i] = flag(cursor);
        }
        return new GgufValue.Flags(flags);
    }

    private static GgufValue reals(GgufCursor cursor, GgufType type, int count) {
        double[] reals = new double[count];
        for (int i = 0; i < count; i++) {
            reals[i] = real(cursor, type);
        }
        return new GgufValue.Reals(type, reals);
    }

    private static GgufValue wholes(GgufCursor cursor, GgufType type, int count) {
        long[] wholes = new long[count];
        for (int i = 0; i < count; i++) {
            wholes[i] = whole(cursor, type);
        }
        return new GgufValue.Wholes(type, wholes);
    }

    private static GgufValue nested(GgufCursor cursor, int count, int depth) {
        List<GgufValue> values = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            values.add(array(cursor, depth));
        }
        return new GgufValue.Nested(List.copyOf(values));
    }

    private static boolean flag(GgufCursor cursor) {
        int value = cursor.int8();
        if (value != 0 && value != 1) {
            throw WeightErrors.corrupt(cursor.place(), "a bool is %d, expected 0 or 1".formatted(value & 0xFF));
        }
        return value == 1;
    }

    private static double real(GgufCursor cursor, GgufType type) {
        return type == GgufType.FLOAT32
                ? Float.intBitsToFloat(cursor.int32())
                : Double.longBitsToDouble(cursor.int64());
    }

    private static long whole(GgufCursor cursor, GgufType type) {
        return switch (type) {
            case UINT8 -> cursor.int8() & 0xFF;
            case INT8 -> cursor.int8();
            case UINT16 -> cursor.int16() & 0xFFFF;
            case INT16 -> cursor.int16();
            case UINT32 -> Integer.toUnsignedLong(cursor.int32());
            case INT32 -> cursor.int32();
            case UINT64, INT64 -> cursor.int64();
            case FLOAT32, FLOAT64, BOOL, STRING, ARRAY -> throw new AssertionError(type);
        };
    }

    private static void refuseSplit(MappedFile file, GgufMetadata metadata) {
        long parts = metadata.findInteger("split.count").orElse(1L);
        if (parts > 1) {
            throw WeightErrors.unsupported(
                    WeightErrors.place(file.path()),
                    "this is one of %d parts of a split model. Join them first: llama-gguf-split --merge"
                            .formatted(parts));
        }
    }

    private static long alignment(MappedFile file, GgufMetadata metadata) {
        long alignment = metadata.findInteger("general.alignment").orElse(ALIGNMENT_DEFAULT);
        if (alignment < 1 || alignment > ALIGNMENT_MAX || Long.bitCount(alignment) != 1) {
            throw WeightErrors.corrupt(
                    WeightErrors.place(file.path()) + ", metadata general.alignment",
                    "the alignment is %d, expected a power of two up to %d".formatted(alignment, ALIGNMENT_MAX));
        }
        return alignment;
    }

    private static List<TensorEntry> entries(GgufCursor cursor, int count) {
        List<TensorEntry> entries = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (int i = 0; i < count; i++) {
            cursor.enter("tensor", i);
            TensorEntry entry = TensorEntry.read(cursor);
            if (!names.add(entry.name)) {
                throw WeightErrors.corrupt(
                        cursor.place(), "the name %s is there twice".formatted(WeightErrors.shown(entry.name)));
            }
            entries.add(entry);
        }
        return entries;
    }

    /**
     * A tensor as the list says it: its offset counts from the data, whose place is known when the list has been read.
     */
    private record TensorEntry(String name, List<Long> shape, int ggmlType, long offset) {
        static TensorEntry read(GgufCursor cursor) {
            String name = cursor.name("tensor name", NAME_BYTES_MAX);
            int dimensions = cursor.int32();
            if (dimensions < 0 || dimensions > DIMENSIONS_MAX) {
                throw WeightErrors.corrupt(
                        cursor.place(),
                        "the number of dimensions is %s, expected at most %d"
                                .formatted(Integer.toUnsignedString(dimensions), DIMENSIONS_MAX));
            }
            List<Long> innermostFirst = new ArrayList<>();
            for (int i = 0; i < dimensions; i++) {
                innermostFirst.add(cursor.int64());
            }
            return new TensorEntry(name, innermostFirst.reversed(), cursor.int32(), cursor.int64());
        }

        TensorInfo placed(MappedFile file, long dataBegin, long alignment) {
            String place = WeightErrors.place(file.path(), name);
            NumberFormat format = NumberFormat.ofGgmlType(ggmlType)
                    .orElseThrow(() -> WeightErrors.unsupported(
                            place,
                            "its number format is ggml type %s, this build reads %s. Convert the model to one of these"
                                    .formatted(Integer.toUnsignedString(ggmlType), NumberFormat.ggmlTypesDecodable())));
            if (offset < 0 || offset % alignment != 0 || offset > Long.MAX_VALUE - dataBegin) {
                throw WeightErrors.corrupt(
                        place,
                        "its offset is %s, expected a multiple of the alignment %d within the file"
                                .formatted(Long.toUnsignedString(offset), alignment));
            }
            TensorInfo tensor = tensor(place, format, dataBegin + offset);
            if (tensor.byteEnd() > file.size()) {
                throw WeightErrors.truncated(
                        place,
                        "the file ends at byte %d, the tensor takes bytes %d to %d"
                                .formatted(file.size(), tensor.byteOffset(), tensor.byteEnd()));
            }
            return tensor;
        }

        private TensorInfo tensor(String place, NumberFormat format, long byteOffset) {
            try {
                return TensorInfo.of(name, format, shape, byteOffset);
            } catch (IllegalArgumentException e) {
                throw WeightErrors.corrupt(place, "%s".formatted(e.getMessage()));
            }
        }
    }
}
