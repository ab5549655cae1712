package io.osler.engine;

/** The number format in which matrices are kept and multiplied. */
public enum WeightForm {
    /** What measured best (docs/decisions/0003 and 0011): on CUDA bfloat16, on a CPU int8. */
    AUTO(1),
    /** float32: the reference, twice the memory of bfloat16. */
    F32(4),
    /** bfloat16 weights and activations. */
    BF16(2),
    /**
     * int8 weights times int8 activations, one scale per output and per token, two digits where a small model or the CPU
     * needs them; tables bfloat16, the rest float32.
     */
    INT8(1),
    /** int4 weights in groups of 32 with scale and middle, bfloat16 activations; CPU only for now. */
    INT4(0.625);

    private final double bytesPerWeight;

    WeightForm(double bytesPerWeight) {
        this.bytesPerWeight = bytesPerWeight;
    }

    /** The form itself; for {@link #AUTO} the one that serves there. */
    public WeightForm resolve(boolean cuda) {
        if (this != AUTO) {
            return this;
        }
        return cuda ? BF16 : INT8;
    }

    /** Bytes a matrix element takes, scales included. */
    public double bytesPerWeight() {
        return bytesPerWeight;
    }
}
