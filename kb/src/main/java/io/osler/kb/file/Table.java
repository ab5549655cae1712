package io.osler.kb.file;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * Rows of one section. Every read is checked against the section's bounds; a broken reference ends in
 * {@link IndexOutOfBoundsException}, never outside the mapping.
 */
final class Table {
    private static final ValueLayout.OfInt U32 = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfShort U16 = ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfLong U64 = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    private final MemorySegment bytes;
    private final int width;
    private final int rows;

    Table(MemorySegment bytes, int width, long rows) {
        this.bytes = bytes;
        this.width = width;
        this.rows = Math.toIntExact(width == 1 ? 0 : rows);
    }

    /** Rows, where they are wider than a byte. */
    int rows() {
        return rows;
    }

    long byteSize() {
        return bytes.byteSize();
    }

    /** A number that is never negative: a row of another section, or a count. */
    int u31(long row, int at) {
        int value = bytes.get(U32, row * width + at);
        if (value < 0) {
            throw new IndexOutOfBoundsException("row %d holds %d".formatted(row, value));
        }
        return value;
    }

    /** An offset in bytes, up to 4 GiB. */
    long u32(long row, int at) {
        return bytes.get(U32, row * width + at) & 0xFFFF_FFFFL;
    }

    int u16(long row, int at) {
        return bytes.get(U16, row * width + at) & 0xFFFF;
    }

    int u8(long row, int at) {
        return bytes.get(ValueLayout.JAVA_BYTE, row * width + at) & 0xFF;
    }

    long u64(long row) {
        return bytes.get(U64, row * width);
    }

    /** Eight bytes of a section of bytes. */
    long eightAt(long at) {
        return bytes.get(U64, at);
    }

    byte byteAt(long at) {
        return bytes.get(ValueLayout.JAVA_BYTE, at);
    }

    /** UTF-8 between two offsets of a section of bytes. */
    String text(long begin, long end) {
        return new String(copy(begin, end), StandardCharsets.UTF_8);
    }

    byte[] copy(long begin, long end) {
        if (begin > end || end > bytes.byteSize()) {
            throw new IndexOutOfBoundsException("bytes %d to %d of %d".formatted(begin, end, bytes.byteSize()));
        }
        byte[] copy = new byte[Math.toIntExact(end - begin)];
        MemorySegment.copy(bytes, ValueLayout.JAVA_BYTE, begin, copy, 0, copy.length);
        return copy;
    }

    /** The row whose text is this one, or -1, in a table that is sorted by its texts' bytes. */
    int rowOf(String text, int begin, Table texts) {
        byte[] key = text.getBytes(StandardCharsets.UTF_8);
        int low = 0;
        int high = rows - 2; // of the last row only the begin counts
        while (low <= high) {
            int middle = (low + high) >>> 1;
            int order = texts.compare(u32(middle, begin), u32(middle + 1L, begin), key);
            if (order == 0) {
                return middle;
            }
            if (order < 0) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return -1;
    }

    /** Unsigned comparison of a range with a key, byte by byte. */
    int compare(long begin, long end, byte[] key) {
        MemorySegment other = MemorySegment.ofArray(key);
        long differs = MemorySegment.mismatch(bytes, begin, end, other, 0, key.length);
        if (differs < 0) {
            return 0;
        }
        if (differs == end - begin) {
            return -1;
        }
        if (differs == key.length) {
            return 1;
        }
        return Integer.compare(byteAt(begin + differs) & 0xFF, key[(int) differs] & 0xFF);
    }
}
