package io.osler.engine;

/** The number format in which matrices are kept and multiplied. */
public enum WeightForm {
    /** What measured best (docs/model-choice.md): on CUDA bfloat16; on a CPU int8 for large models, float32 for small. */
    AUTO(1),
    /** float32: the reference, twice the memory of bfloat16. */
    F32(4),
    /** bfloat16 weights and activations. */
    BF16(2),
    /** int8 weights times int8 activations, one scale per output and per token; tables bfloat16, the rest float32. */
    INT8(1),
    /** int4 weights in groups of 32 with scale and middle, bfloat16 activations; CPU only for now. */
    INT4(0.625);

    /** Below it int8 activations cost F1 and float32 is fast enough; measured at 0.135 and 1.5 billion. */
    private static final long LARGE_PARAMETERS = 500_000_000L;

    private final double bytesPerWeight;

    WeightForm(double bytesPerWeight) {
        this.bytesPerWeight = bytesPerWeight;
    }

    /** The form itself; for {@link #AUTO} the one that serves a model of so many parameters there. */
    public WeightForm resolve(boolean cuda, long parameters) {
        if (this != AUTO) {
            return this;
        }
        if (cuda) {
            return BF16;
        }
        return parameters < LARGE_PARAMETERS ? F32 : INT8;
    }

    /** Bytes a matrix element takes, scales included. */
    public double bytesPerWeight() {
        return bytesPerWeight;
    }
}
