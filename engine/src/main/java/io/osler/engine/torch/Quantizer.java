package io.osler.engine.torch;

/**
 * Rounds rows of a matrix to few bits. Plain loops over arrays: a chunk stays in the caches, where the same in tensor
 * operations would touch fresh memory for each of its half dozen temporaries.
 */
final class Quantizer {
    /** Inputs that share a scale and a middle in int4; 32 as in GGUF's blocks. */
    static final int GROUP_INTS = 32;

    private static final float INT4_STEPS = 15f;
    private static final float SCALE_MIN = 1e-12f;

    private Quantizer() {}

    /**
     * One row to int8.
     *
     * @param max what the largest magnitude becomes, 127 at most
     * @return the scale; {@code value = whole * scale}
     */
    static float int8(float[] values, int offset, int columns, int max, byte[] whole) {
        float largest = SCALE_MIN;
        for (int i = offset; i < offset + columns; i++) {
            largest = Math.max(largest, Math.abs(values[i]));
        }
        float scale = largest / max;
        float inverse = max / largest;
        for (int i = offset; i < offset + columns; i++) {
            whole[i] = (byte) Math.rint(values[i] * inverse);
        }
        return scale;
    }

    /**
     * One row to integers 0 to 15, {@link #GROUP_INTS} inputs sharing a scale and a middle, both rounded to bfloat16 as
     * the product reads them: {@code value = (whole - 8) * scale + middle}.
     *
     * @param scaleAndMiddle receives them in turn, two for each group of the row, from {@code groupOffset} on
     */
    static void int4(float[] values, int offset, int columns, int[] whole, float[] scaleAndMiddle, int groupOffset) {
        int at = groupOffset;
        for (int begin = offset; begin < offset + columns; begin += GROUP_INTS) {
            float low = values[begin];
            float high = low;
            for (int i = begin + 1; i < begin + GROUP_INTS; i++) {
                low = Math.min(low, values[i]);
                high = Math.max(high, values[i]);
            }
            float scale = toBfloat16(Math.max(high - low, SCALE_MIN) / INT4_STEPS);
            float middle = toBfloat16(low + 8 * scale);
            for (int i = begin; i < begin + GROUP_INTS; i++) {
                whole[i] = Math.clamp(Math.round((values[i] - middle) / scale) + 8, 0, 15);
            }
            scaleAndMiddle[at++] = scale;
            scaleAndMiddle[at++] = middle;
        }
    }

    /** Nearest bfloat16, ties to even: the upper half of a float32. */
    static float toBfloat16(float value) {
        int bits = Float.floatToRawIntBits(value);
        int rounded = bits + 0x7FFF + ((bits >>> 16) & 1);
        return Float.intBitsToFloat(rounded & 0xFFFF0000);
    }
}
