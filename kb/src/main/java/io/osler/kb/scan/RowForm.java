package io.osler.kb.scan;

/** How a number of a row is stored; little-endian. */
public enum RowForm {
    /** IEEE 754 binary32. */
    F32(4),
    /** IEEE 754 binary16. Writers store zero for what would be subnormal: such numbers cost a processor dearly. */
    F16(2),
    /** Signed bytes, times a float32 of the row. */
    INT8(1);

    /** Rows begin at multiples of this many bytes: a cache line, and the widest vector in use. */
    public static final int ROW_ALIGNMENT = 64;

    private final int bytes;

    RowForm(int bytes) {
        this.bytes = bytes;
    }

    /** Bytes of one number. */
    public int bytes() {
        return bytes;
    }

    /** Bytes from one row to the next: the numbers, then zeros up to the alignment, so that no loop has a tail. */
    public int stride(int dimension) {
        return Math.ceilDiv(dimension * bytes, ROW_ALIGNMENT) * ROW_ALIGNMENT;
    }
}
