package io.osler.kb.vector;

import io.osler.kb.scan.RowForm;
import java.nio.ByteBuffer;

/** Writes the numbers of one row as its form has them. */
final class RowCoder {
    private static final int INT8_MOST = 127;
    private static final float F16_LEAST_NORMAL = 0x1p-14f;

    private RowCoder() {}

    /** Writes a row and its padding, and says what the stored numbers are to be multiplied by. */
    static float put(RowForm form, float[] vector, ByteBuffer to) {
        int end = to.position() + form.stride(vector.length);
        float scale = switch (form) {
            case F32 -> putF32(vector, to);
            case F16 -> putF16(vector, to);
            case INT8 -> putInt8(vector, to);
        };
        while (to.position() < end) {
            to.put((byte) 0);
        }
        return scale;
    }

    private static float putF32(float[] vector, ByteBuffer to) {
        for (float number : vector) {
            to.putFloat(number);
        }
        return 1;
    }

    private static float putF16(float[] vector, ByteBuffer to) {
        for (float number : vector) {
            boolean subnormal = Math.abs(number) < F16_LEAST_NORMAL;
            to.putShort(subnormal ? 0 : Float.floatToFloat16(number));
        }
        return 1;
    }

    private static float putInt8(float[] vector, ByteBuffer to) {
        float scale = scaleOf(vector);
        for (float number : vector) {
            to.put((byte) (scale == 0 ? 0 : Math.round(number / scale)));
        }
        return scale;
    }

    /** The largest number becomes 127. */
    private static float scaleOf(float[] vector) {
        float largest = 0;
        for (float number : vector) {
            largest = Math.max(largest, Math.abs(number));
        }
        return largest / INT8_MOST;
    }

    /**
     * How far, for a query of length 1, the product with the row of bytes may lie from the product with the vector: the
     * length of what rounding took away, by Cauchy and Schwarz, and what float32 sums may lose on the way.
     */
    static float error(float[] vector, float scale) {
        double lost = 0;
        double squares = 0;
        for (float number : vector) {
            double rounded = scale == 0 ? 0 : (double) Math.round(number / scale) * scale;
            lost += (number - rounded) * (number - rounded);
            squares += (double) number * number;
        }
        // Two sums of n terms, each addition off by 2^-24 at most; 8 more for lanes and scaling.
        double summing = (vector.length + 8) * 0x1p-23 * Math.sqrt(squares);
        return Math.nextUp((float) (Math.sqrt(lost) + summing));
    }
}
