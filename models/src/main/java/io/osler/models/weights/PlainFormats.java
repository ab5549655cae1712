package io.osler.models.weights;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.EnumMap;
import java.util.Map;

/**
 * Decodes plain little-endian numbers to float32.
 *
 * <pre>
 * F64, F32, F16   IEEE 754 binary64, binary32, binary16
 * BF16            the upper 16 bits of a binary32
 * F8_E5M2         the upper 8 bits of a binary16
 * F8_E4M3         1 sign, 4 exponent (bias 7), 3 fraction bits; no infinities, 0x7F and 0xFF are NaN, largest 448
 * I8 … I64        two's complement;  U8 … U64  unsigned;  BOOL  one byte, 0 is 0, all others are 1
 * </pre>
 *
 * <p>Bytes go to an array of the number's own width in one bulk copy, chunk by chunk: loops over arrays lose their
 * bounds checks and the simple ones become SIMD, loops over mapped memory do not.
 */
final class PlainFormats {
    /** Numbers per chunk: little to allocate in a call, and still in the nearest cache when it is decoded. */
    private static final int CHUNK = 1024;

    /** What each of the 256 bytes means, for the formats one byte wide. */
    private static final Map<NumberFormat, float[]> BYTE_VALUES = byteValues();

    private static final ValueLayout.OfFloat F32_LE = ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(LITTLE_ENDIAN);
    private static final ValueLayout.OfLong I64_LE = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(LITTLE_ENDIAN);
    private static final ValueLayout.OfInt I32_LE = ValueLayout.JAVA_INT_UNALIGNED.withOrder(LITTLE_ENDIAN);
    private static final ValueLayout.OfShort I16_LE = ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(LITTLE_ENDIAN);

    private PlainFormats() {}

    /** Arguments are checked by {@link NumberFormat#decode}. */
    static void decode(NumberFormat format, MemorySegment source, long offset, float[] target, int at, int elements) {
        if (format == NumberFormat.F32) {
            MemorySegment.copy(source, F32_LE, offset, target, at, elements);
            return;
        }
        switch (format.blockBytes()) {
            case 1 -> bytes(format, source, offset, target, at, elements);
            case 2 -> shorts(format, source, offset, target, at, elements);
            case 4 -> ints(format, source, offset, target, at, elements);
            case 8 -> longs(format, source, offset, target, at, elements);
            default -> throw new AssertionError(format);
        }
    }

    private static void shorts(NumberFormat format, MemorySegment source, long offset, float[] target, int at, int n) {
        short[] chunk = new short[Math.min(n, CHUNK)];
        for (int done = 0; done < n; done += chunk.length) {
            int count = Math.min(chunk.length, n - done);
            MemorySegment.copy(source, I16_LE, offset + 2L * done, chunk, 0, count);
            switch (format) {
                case F16 -> float16(chunk, count, target, at + done);
                case BF16 -> bfloat16(chunk, count, target, at + done);
                case I16 -> signed16(chunk, count, target, at + done);
                case U16 -> unsigned16(chunk, count, target, at + done);
                default -> throw new AssertionError(format);
            }
        }
    }

    private static void float16(short[] source, int count, float[] target, int at) {
        for (int i = 0; i < count; i++) {
            target[at + i] = Float.float16ToFloat(source[i]);
        }
    }

    private static void bfloat16(short[] source, int count, float[] target, int at) {
        for (int i = 0; i < count; i++) {
            target[at + i] = Float.intBitsToFloat(source[i] << 16);
        }
    }

    private static void signed16(short[] source, int count, float[] target, int at) {
        for (int i = 0; i < count; i++) {
            target[at + i] = source[i];
        }
    }

    private static void unsigned16(short[] source, int count, float[] target, int at) {
        for (int i = 0; i < count; i++) {
            target[at + i] = source[i] & 0xFFFF;
        }
    }

    private static void bytes(NumberFormat format, MemorySegment source, long offset, float[] target, int at, int n) {
        byte[] chunk = new byte[Math.min(n, CHUNK)];
        float[] values = BYTE_VALUES.get(format);
        for (int done = 0; done < n; done += chunk.length) {
            int count = Math.min(chunk.length, n - done);
            MemorySegment.copy(source, ValueLayout.JAVA_BYTE, offset + done, chunk, 0, count);
            for (int i = 0; i < count; i++) {
                target[at + done + i] = values[chunk[i] & 0xFF];
            }
        }
    }

    private static Map<NumberFormat, float[]> byteValues() {
        Map<NumberFormat, float[]> tables = new EnumMap<>(NumberFormat.class);
        for (NumberFormat format : NumberFormat.values()) {
            if (format.blockBytes() == 1) {
                float[] values = new float[256];
                for (int i = 0; i < 256; i++) {
                    values[i] = ofByte(format, (byte) i);
                }
                tables.put(format, values);
            }
        }
        return tables;
    }

    private static float ofByte(NumberFormat format, byte value) {
        return switch (format) {
            case I8 -> value;
            case U8 -> value & 0xFF;
            case BOOL -> value == 0 ? 0f : 1f;
            case F8_E5M2 -> Float.float16ToFloat((short) (value << 8));
            case F8_E4M3 -> float8E4m3(value);
            default -> throw new AssertionError(format);
        };
    }

    /**
     * Shifted into a binary16 the exponent means 2^8 times less (bias 15 instead of 7), which the product makes good.
     */
    private static float float8E4m3(byte value) {
        int magnitude = value & 0x7F;
        if (magnitude == 0x7F) {
            return Float.NaN;
        }
        short sameBits = (short) ((value & 0x80) << 8 | magnitude << 7);
        return Float.float16ToFloat(sameBits) * 256f;
    }

    private static void ints(NumberFormat format, MemorySegment source, long offset, float[] target, int at, int n) {
        int[] chunk = new int[Math.min(n, CHUNK)];
        for (int done = 0; done < n; done += chunk.length) {
            int count = Math.min(chunk.length, n - done);
            MemorySegment.copy(source, I32_LE, offset + 4L * done, chunk, 0, count);
            for (int i = 0; i < count; i++) {
                target[at + done + i] = format == NumberFormat.I32 ? chunk[i] : Integer.toUnsignedLong(chunk[i]);
            }
        }
    }

    private static void longs(NumberFormat format, MemorySegment source, long offset, float[] target, int at, int n) {
        long[] chunk = new long[Math.min(n, CHUNK)];
        for (int done = 0; done < n; done += chunk.length) {
            int count = Math.min(chunk.length, n - done);
            MemorySegment.copy(source, I64_LE, offset + 8L * done, chunk, 0, count);
            for (int i = 0; i < count; i++) {
                target[at + done + i] = ofLong(format, chunk[i]);
            }
        }
    }

    private static float ofLong(NumberFormat format, long value) {
        return switch (format) {
            case F64 -> (float) Double.longBitsToDouble(value);
            case I64 -> value;
            case U64 -> unsignedToFloat(value);
            default -> throw new AssertionError(format);
        };
    }

    /** From 2^63 on: halved, with the lost bit kept as a sticky bit so that rounding stays right, then doubled. */
    private static float unsignedToFloat(long value) {
        return value >= 0 ? value : (float) (value >>> 1 | (value & 1)) * 2f;
    }
}
