package io.osler.kb.vector;

import io.osler.kb.scan.RowForm;
import java.util.Optional;

/** What an index keeps of each vector. The bytes of a row decide how long a scan takes. */
public enum VectorForm {
    /** float32: scores to the last bit, 4 bytes a number. */
    F32(1, RowForm.F32, false),
    /** float16: scores good to about 0.0003, half the bytes. */
    F16(2, RowForm.F16, false),
    /** Signed bytes with a scale for each row: scores good to about 0.001 at 384 numbers, a quarter of the bytes. */
    INT8(3, RowForm.INT8, false),
    /** Bytes are scanned; what can be among the nearest is scored anew from float32. Finds what {@link #F32} finds. */
    INT8_F32(4, RowForm.F32, true),
    /** Bytes are scanned; what can be among the nearest is scored anew from float16. Finds what {@link #F16} finds. */
    INT8_F16(5, RowForm.F16, true);

    private final int code;
    private final RowForm scored;
    private final boolean coarse;

    VectorForm(int code, RowForm scored, boolean coarse) {
        this.code = code;
        this.scored = scored;
        this.coarse = coarse;
    }

    /** The rows that final scores come from. */
    public RowForm scored() {
        return scored;
    }

    /** Whether a first pass goes over bytes. */
    public boolean isTwoPass() {
        return coarse;
    }

    /** Its number in files. */
    int code() {
        return code;
    }

    static Optional<VectorForm> ofCode(int code) {
        for (VectorForm form : values()) {
            if (form.code == code) {
                return Optional.of(form);
            }
        }
        return Optional.empty();
    }
}
