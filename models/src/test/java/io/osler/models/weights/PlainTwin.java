package io.osler.models.weights;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** The slow twin of the decoders: one element at a time, straight from the written layout, no cleverness. */
final class PlainTwin {
    private PlainTwin() {}

    /** The value of element {@code index} of blocks that begin at byte 0. */
    static float value(NumberFormat format, byte[] bytes, int index) {
        int block = index / format.blockElements();
        int i = index % format.blockElements();
        ByteBuffer b = ByteBuffer.wrap(bytes, block * format.blockBytes(), format.blockBytes())
                .slice()
                .order(ByteOrder.LITTLE_ENDIAN);
        return switch (format) {
            case F64 -> (float) b.getDouble(0);
            case F32 -> b.getFloat(0);
            case F16 -> half(b, 0);
            case BF16 -> Float.intBitsToFloat(b.getShort(0) << 16);
            case F8_E4M3 -> tiny(u8(b, 0), 3, 7, false);
            case F8_E5M2 -> tiny(u8(b, 0), 2, 15, true);
            case I64 -> b.getLong(0);
            case I32 -> b.getInt(0);
            case I16 -> b.getShort(0);
            case I8 -> b.get(0);
            case U64 -> new BigInteger(Long.toUnsignedString(b.getLong(0))).floatValue();
            case U32 -> Integer.toUnsignedLong(b.getInt(0));
            case U16 -> b.getShort(0) & 0xFFFF;
            case U8 -> u8(b, 0);
            case BOOL -> b.get(0) == 0 ? 0 : 1;
            case Q8_0 -> half(b, 0) * b.get(2 + i);
            case Q4_0 -> half(b, 0) * (nibble(b, 2, i, 16) - 8);
            case Q4_1 -> half(b, 0) * nibble(b, 4, i, 16) + half(b, 2);
            case Q5_0 -> half(b, 0) * (nibble(b, 6, i, 16) + 16 * bit(b, 2 + i / 8, i % 8) - 16);
            case Q5_1 -> half(b, 0) * (nibble(b, 8, i, 16) + 16 * bit(b, 4 + i / 8, i % 8)) + half(b, 2);
            case Q4_K -> affine(b, i / 32, nibble(b, 16 + i / 64 * 32, i % 64, 32));
            case Q5_K -> affine(b, i / 32, nibble(b, 48 + i / 64 * 32, i % 64, 32) + 16 * bit(b, 16 + i % 32, i / 32));
            case Q6_K -> half(b, 208) * b.get(192 + i / 16) * (sixBits(b, i) - 32);
            default -> throw new AssertionError(format);
        };
    }

    /** A number of 8 bits by its definition. */
    private static float tiny(int bits, int fractionBits, int bias, boolean infinities) {
        int exponent = (bits & 0x7F) >> fractionBits;
        int fraction = bits & ((1 << fractionBits) - 1);
        int exponentMax = 0x7F >> fractionBits;
        float sign = bits < 0x80 ? 1 : -1;
        if (infinities && exponent == exponentMax) {
            return fraction == 0 ? sign * Float.POSITIVE_INFINITY : Float.NaN;
        }
        if (!infinities && (bits & 0x7F) == 0x7F) {
            return Float.NaN;
        }
        double scale = Math.pow(2, -fractionBits);
        double magnitude = exponent == 0
                ? fraction * scale * Math.pow(2, 1 - bias)
                : (1 + fraction * scale) * Math.pow(2, exponent - bias);
        return sign * (float) magnitude;
    }

    /** Element i of a run of bytes whose lower halves come first, then the upper ones. */
    private static int nibble(ByteBuffer b, int from, int i, int bytes) {
        int pair = u8(b, from + i % bytes);
        return i < bytes ? pair % 16 : pair / 16;
    }

    private static int sixBits(ByteBuffer b, int i) {
        int half = i / 128;
        int quarter = i % 128 / 32;
        int pair = u8(b, half * 64 + quarter % 2 * 32 + i % 32);
        int low = quarter < 2 ? pair % 16 : pair / 16;
        int high = 128 + half * 32 + i % 32;
        return low + 16 * bit(b, high, 2 * quarter) + 32 * bit(b, high, 2 * quarter + 1);
    }

    /** Scale and minimum of a group of 32: eight of each in six bits, packed in the 12 bytes from byte 4 on. */
    private static float affine(ByteBuffer b, int group, int q) {
        int scale;
        int minimum;
        if (group < 4) {
            scale = u8(b, 4 + group) % 64;
            minimum = u8(b, 8 + group) % 64;
        } else {
            scale = u8(b, 8 + group) % 16 + u8(b, group) / 64 * 16;
            minimum = u8(b, 8 + group) / 16 + u8(b, 4 + group) / 64 * 16;
        }
        return half(b, 0) * scale * q - half(b, 2) * minimum;
    }

    private static int bit(ByteBuffer b, int at, int bit) {
        return u8(b, at) >> bit & 1;
    }

    private static int u8(ByteBuffer b, int at) {
        return b.get(at) & 0xFF;
    }

    private static float half(ByteBuffer b, int at) {
        return Float.float16ToFloat(b.getShort(at));
    }
}
