package io.osler.kb.vector;

import io.osler.kb.scan.RowForm;

/**
 * Where the sections of a vector file begin, in bytes; the format itself is told in {@link VectorIndexBuilder}.
 *
 * @param scored rows that final scores come from
 * @param coarse rows of bytes of the first pass; as long as {@code scales} is from it away, so possibly empty
 * @param scales float32 for each row of bytes
 * @param errors float32 for each row of bytes
 * @param keys   int32 for each row
 * @param footer the last 16 bytes
 */
record VectorLayout(long scored, long coarse, long scales, long errors, long keys, long footer) {
    static final int HEADER_BYTES = 4096;
    static final int FOOTER_BYTES = 16;

    static VectorLayout of(VectorForm form, int dimension, int rows) {
        boolean twoPass = form.isTwoPass();
        boolean scaled = twoPass || form.scored() == RowForm.INT8;
        long numbers = aligned((long) rows * Float.BYTES);
        long coarse = HEADER_BYTES + (long) rows * form.scored().stride(dimension);
        long scales = coarse + (twoPass ? (long) rows * RowForm.INT8.stride(dimension) : 0);
        long errors = scales + (scaled ? numbers : 0);
        long keys = errors + (twoPass ? numbers : 0);
        return new VectorLayout(HEADER_BYTES, coarse, scales, errors, keys, keys + numbers);
    }

    long fileBytes() {
        return footer + FOOTER_BYTES;
    }

    /** Sections begin where rows may begin. */
    static long aligned(long bytes) {
        return Math.ceilDiv(bytes, RowForm.ROW_ALIGNMENT) * RowForm.ROW_ALIGNMENT;
    }
}
