package io.osler.models.weights;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * Decodes ggml's quantised blocks to float32: the one home of their layouts.
 *
 * <p>All blocks are packed without padding and little-endian; {@code f16} is IEEE 754 binary16, {@code q} is the small
 * number of one element, {@code i} its index in the block. The first byte of a field is written as its offset in the
 * block.
 *
 * <pre>{@code
 * 32 elements                                                                     value
 * Q8_0   34 bytes  0 f16 d   2 i8 q[32]                                           d * q
 * Q4_0   18 bytes  0 f16 d   2 u8 low[16]                                         d * (q - 8)
 * Q4_1   20 bytes  0 f16 d   2 f16 m   4 u8 low[16]                               d * q + m
 * Q5_0   22 bytes  0 f16 d   2 u32 high   6 u8 low[16]                            d * (q - 16)
 * Q5_1   24 bytes  0 f16 d   2 f16 m   4 u32 high   8 u8 low[16]                  d * q + m
 *   bits 0-3 of q:      i < 16: low[i] & 15      i >= 16: low[i - 16] >> 4
 *   bit 4 of q (Q5):    bit i of high
 *
 * 256 elements: 8 groups g of 32, each with a 6-bit scale s and a 6-bit minimum n
 * Q4_K  144 bytes  0 f16 d   2 f16 dmin   4 u8 scales[12]   16 u8 low[128]        d * s * q - dmin * n
 * Q5_K  176 bytes  0 f16 d   2 f16 dmin   4 u8 scales[12]   16 u8 high[32]   48 u8 low[128]     the same
 *   bits 0-3 of q:      byte low[g / 2 * 32 + i % 32]      even g: & 15      odd g: >> 4
 *   bit 4 of q (Q5):    bit g of high[i % 32]
 *   s of g < 4:         scales[g] & 63
 *   n of g < 4:         scales[g + 4] & 63
 *   s of g >= 4:        bits 0-3: scales[g + 4] & 15      bits 4-5: scales[g - 4] >> 6
 *   n of g >= 4:        bits 0-3: scales[g + 4] >> 4      bits 4-5: scales[g] >> 6
 *
 * 256 elements: 2 halves h of 128, each of 4 quarters k of 32
 * Q6_K  210 bytes  0 u8 low[128]   128 u8 high[64]   192 i8 scales[16]   208 f16 d      d * scales[i / 16] * (q - 32)
 *   bits 0-3 of q:      byte low[h * 64 + k % 2 * 32 + i % 32]      k < 2: & 15      k >= 2: >> 4
 *   bits 4-5 of q:      bits 2k and 2k + 1 of high[h * 32 + i % 32]
 * }</pre>
 *
 * <p>Products and sums are taken in the order written, each rounded to float32 (no fused operations), which is the
 * order of ggml's reference, so results agree with it bit for bit.
 *
 * @see <a href="https://github.com/ggml-org/ggml/blob/master/src/ggml-common.h">ggml-common.h, the block structures</a>
 * @see <a href="https://github.com/ggml-org/ggml/blob/master/src/ggml-quants.c">ggml-quants.c, dequantize_row_*</a>
 */
final class BlockFormats {
    /**
     * Bytes copied out of mapped memory at a time: little to allocate in a call, and still in the nearest cache when
     * they are decoded. Loops over arrays lose their bounds checks, loops over mapped memory do not.
     */
    private static final int CHUNK_BYTES = 2048;

    private BlockFormats() {}

    /** Arguments are checked by {@link NumberFormat#decode}. */
    static void decode(NumberFormat format, MemorySegment source, long offset, float[] target, int at, int elements) {
        int blocksInChunk = CHUNK_BYTES / format.blockBytes();
        int blocks = elements / format.blockElements();
        byte[] chunk = new byte[Math.min(blocks, blocksInChunk) * format.blockBytes()];
        for (int done = 0; done < blocks; done += blocksInChunk) {
            int count = Math.min(blocksInChunk, blocks - done);
            long begin = offset + (long) done * format.blockBytes();
            MemorySegment.copy(source, ValueLayout.JAVA_BYTE, begin, chunk, 0, count * format.blockBytes());
            decode(format, chunk, count, target, at + done * format.blockElements());
        }
    }

    private static void decode(NumberFormat format, byte[] source, int blocks, float[] target, int at) {
        switch (format) {
            case Q8_0 -> q8(source, blocks, target, at);
            case Q5_0 -> q5(source, blocks, target, at);
            case Q5_1 -> q5Minimum(source, blocks, target, at);
            case Q4_0 -> q4(source, blocks, target, at);
            case Q4_1 -> q4Minimum(source, blocks, target, at);
            case Q6_K -> q6k(source, blocks, target, at);
            case Q5_K -> q5k(source, blocks, target, at);
            case Q4_K -> q4k(source, blocks, target, at);
            default -> throw new AssertionError(format);
        }
    }

    private static void q8(byte[] source, int blocks, float[] target, int at) {
        for (int block = 0; block < blocks; block++) {
            int from = block * 34;
            int to = at + block * 32;
            float d = float16(source, from);
            for (int i = 0; i < 32; i++) {
                target[to + i] = d * source[from + 2 + i];
            }
        }
    }

    private static void q4(byte[] source, int blocks, float[] target, int at) {
        for (int block = 0; block < blocks; block++) {
            int from = block * 18;
            int to = at + block * 32;
            float d = float16(source, from);
            for (int i = 0; i < 16; i++) {
                int pair = source[from + 2 + i];
                target[to + i] = d * (lower(pair) - 8);
                target[to + i + 16] = d * (upper(pair) - 8);
            }
        }
    }

    private static void q4Minimum(byte[] source, int blocks, float[] target, int at) {
        for (int block = 0; block < blocks; block++) {
            int from = block * 20;
            int to = at + block * 32;
            float d = float16(source, from);
            float m = float16(source, from + 2);
            for (int i = 0; i < 16; i++) {
                int pair = source[from + 4 + i];
                target[to + i] = d * lower(pair) + m;
                target[to + i + 16] = d * upper(pair) + m;
            }
        }
    }

    private static void q5(byte[] source, int blocks, float[] target, int at) {
        for (int block = 0; block < blocks; block++) {
            int from = block * 22;
            int to = at + block * 32;
            float d = float16(source, from);
            int high = int32(source, from + 2);
            for (int i = 0; i < 16; i++) {
                int pair = source[from + 6 + i];
                target[to + i] = d * ((lower(pair) | ((high >> i) & 1) << 4) - 16);
                target[to + i + 16] = d * ((upper(pair) | ((high >> (i + 16)) & 1) << 4) - 16);
            }
        }
    }

    private static void q5Minimum(byte[] source, int blocks, float[] target, int at) {
        for (int block = 0; block < blocks; block++) {
            int from = block * 24;
            int to = at + block * 32;
            float d = float16(source, from);
            float m = float16(source, from + 2);
            int high = int32(source, from + 4);
            for (int i = 0; i < 16; i++) {
                int pair = source[from + 8 + i];
                target[to + i] = d * (lower(pair) | ((high >> i) & 1) << 4) + m;
                target[to + i + 16] = d * (upper(pair) | ((high >> (i + 16)) & 1) << 4) + m;
            }
        }
    }

    private static void q4k(byte[] source, int blocks, float[] target, int at) {
        for (int block = 0; block < blocks; block++) {
            int from = block * 144;
            float d = float16(source, from);
            float dmin = float16(source, from + 2);
            for (int group = 0; group < 8; group += 2) {
                int low = from + 16 + group * 16;
                int to = at + block * 256 + group * 32;
                float scale0 = d * scale(source, from + 4, group);
                float minimum0 = dmin * minimum(source, from + 4, group);
                float scale1 = d * scale(source, from + 4, group + 1);
                float minimum1 = dmin * minimum(source, from + 4, group + 1);
                for (int i = 0; i < 32; i++) {
                    int pair = source[low + i];
                    target[to + i] = scale0 * lower(pair) - minimum0;
                    target[to + i + 32] = scale1 * upper(pair) - minimum1;
                }
            }
        }
    }

    private static void q5k(byte[] source, int blocks, float[] target, int at) {
        for (int block = 0; block < blocks; block++) {
            int from = block * 176;
            float d = float16(source, from);
            float dmin = float16(source, from + 2);
            for (int group = 0; group < 8; group += 2) {
                int high = from + 16;
                int low = from + 48 + group * 16;
                int to = at + block * 256 + group * 32;
                float scale0 = d * scale(source, from + 4, group);
                float minimum0 = dmin * minimum(source, from + 4, group);
                float scale1 = d * scale(source, from + 4, group + 1);
                float minimum1 = dmin * minimum(source, from + 4, group + 1);
                for (int i = 0; i < 32; i++) {
                    int pair = source[low + i];
                    int bits = source[high + i] >> group;
                    target[to + i] = scale0 * (lower(pair) | (bits & 1) << 4) - minimum0;
                    target[to + i + 32] = scale1 * (upper(pair) | (bits & 2) << 3) - minimum1;
                }
            }
        }
    }

    private static void q6k(byte[] source, int blocks, float[] target, int at) {
        for (int block = 0; block < blocks; block++) {
            int from = block * 210;
            float d = float16(source, from + 208);
            for (int half = 0; half < 2; half++) {
                for (int i = 0; i < 32; i += 16) {
                    int scales = from + 192 + half * 8 + i / 16;
                    int low = from + half * 64 + i;
                    int high = from + 128 + half * 32 + i;
                    q6kSixteen(source, low, high, scales, d, target, at + block * 256 + half * 128 + i);
                }
            }
        }
    }

    /** Sixteen elements of each of the four quarters: they share their bytes of high bits. */
    private static void q6kSixteen(byte[] source, int low, int high, int scales, float d, float[] target, int to) {
        float scale0 = d * source[scales];
        float scale1 = d * source[scales + 2];
        float scale2 = d * source[scales + 4];
        float scale3 = d * source[scales + 6];
        for (int i = 0; i < 16; i++) {
            int even = source[low + i];
            int odd = source[low + i + 32];
            int bits = source[high + i];
            target[to + i] = scale0 * ((lower(even) | (bits & 3) << 4) - 32);
            target[to + i + 32] = scale1 * ((lower(odd) | ((bits >> 2) & 3) << 4) - 32);
            target[to + i + 64] = scale2 * ((upper(even) | ((bits >> 4) & 3) << 4) - 32);
            target[to + i + 96] = scale3 * ((upper(odd) | ((bits >> 6) & 3) << 4) - 32);
        }
    }

    private static int scale(byte[] source, int scales, int group) {
        return group < 4
                ? source[scales + group] & 63
                : lower(source[scales + group + 4]) | ((source[scales + group - 4] >> 6) & 3) << 4;
    }

    private static int minimum(byte[] source, int scales, int group) {
        return group < 4
                ? source[scales + group + 4] & 63
                : upper(source[scales + group + 4]) | ((source[scales + group] >> 6) & 3) << 4;
    }

    private static int lower(int pair) {
        return pair & 15;
    }

    private static int upper(int pair) {
        return (pair >> 4) & 15;
    }

    private static float float16(byte[] source, int at) {
        return Float.float16ToFloat((short) ((source[at] & 0xFF) | source[at + 1] << 8));
    }

    private static int int32(byte[] source, int at) {
        return (source[at] & 0xFF)
                | (source[at + 1] & 0xFF) << 8
                | (source[at + 2] & 0xFF) << 16
                | (source[at + 3] & 0xFF) << 24;
    }
}
