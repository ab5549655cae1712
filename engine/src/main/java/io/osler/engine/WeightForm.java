package io.osler.engine;

/** The number format in which matrices are kept and multiplied. */
public enum WeightForm {
    /** float32: the reference, twice the memory of bfloat16. */
    F32(4),
    /** bfloat16 weights and activations. */
    BF16(2),
    /** int8 weights times int8 activations, one scale per output and per token; tables bfloat16, the rest float32. */
    INT8(1),
    /** int4 weights in groups of 32 with scale and middle, bfloat16 activations; CPU only for now. */
    INT4(0.625);

    private final double bytesPerWeight;

    WeightForm(double bytesPerWeight) {
        this.bytesPerWeight = bytesPerWeight;
    }

    /** Bytes a matrix element takes, scales included. */
    public double bytesPerWeight() {
        return bytesPerWeight;
    }

    /** Whether matrices are multiplied as plain floating point. */
    public boolean isPlain() {
        return this == F32 || this == BF16;
    }
}
