package io.osler.engine;

/** The number format in which matrices are kept and multiplied. */
public enum WeightForm {
    /** What measured best (docs/decisions/0003): on CUDA bfloat16, on a CPU int8. */
    AUTO(1),
    /** float32: the reference, twice the memory of bfloat16. */
    F32(4),
    /** bfloat16 weights and activations. */
    BF16(2),
    /**
     * int8 weights times int8 activations, one scale per output and per token, two digits where a small model needs them;
     * tables bfloat16, the rest float32.
     */
    INT8(1),
    /** int4 weights in groups of 32 with scale and middle, bfloat16 activations; CPU only for now. */
    INT4(0.625);

    /** Below it one int8 digit of activations costs F1; measured at 0.135 and 1.5 billion. */
    private static final long LARGE_PARAMETERS = 500_000_000L;

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

    /**
     * Whether activations behind a norm get two int8 digits: small models lose too much with one, large ones have enough
     * (docs/decisions/0003).
     */
    public boolean hasTwoDigits(long parameters) {
        return this == INT8 && parameters < LARGE_PARAMETERS;
    }

    /** Bytes a matrix element takes, scales included. */
    public double bytesPerWeight() {
        return bytesPerWeight;
    }
}
