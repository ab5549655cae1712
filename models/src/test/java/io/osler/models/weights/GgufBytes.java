package io.osler.models.weights;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** Writes GGUF files byte by byte, right or wrong ones; it checks nothing. */
final class GgufBytes {
    static final int UINT8 = 0;
    static final int UINT32 = 4;
    static final int INT32 = 5;
    static final int FLOAT32 = 6;
    static final int BOOL = 7;
    static final int STRING = 8;
    static final int ARRAY = 9;
    static final int UINT64 = 10;
    static final int FLOAT64 = 12;

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    /** Magic, version 3 and counts. */
    static GgufBytes header(long tensors, long pairs) {
        return new GgufBytes().raw("GGUF").u32(3).u64(tensors).u64(pairs);
    }

    GgufBytes raw(String ascii) {
        bytes.writeBytes(ascii.getBytes(StandardCharsets.ISO_8859_1));
        return this;
    }

    GgufBytes raw(byte[] more) {
        bytes.writeBytes(more);
        return this;
    }

    GgufBytes u8(int value) {
        bytes.write(value);
        return this;
    }

    GgufBytes u32(int value) {
        return raw(ByteBuffer.allocate(4)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(value)
                .array());
    }

    GgufBytes u64(long value) {
        return raw(ByteBuffer.allocate(8)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(value)
                .array());
    }

    GgufBytes f32(float value) {
        return u32(Float.floatToRawIntBits(value));
    }

    GgufBytes text(String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        return u64(utf8.length).raw(utf8);
    }

    /** A pair's key and type; its value follows. */
    GgufBytes pair(String key, int type) {
        return text(key).u32(type);
    }

    GgufBytes pairOfU32(String key, int value) {
        return pair(key, UINT32).u32(value);
    }

    /** One entry of the list of tensors. */
    GgufBytes tensor(String name, int ggmlType, long offset, long... sizesInnermostFirst) {
        text(name).u32(sizesInnermostFirst.length);
        for (long size : sizesInnermostFirst) {
            u64(size);
        }
        return u32(ggmlType).u64(offset);
    }

    GgufBytes alignTo(int alignment) {
        while (bytes.size() % alignment != 0) {
            bytes.write(0);
        }
        return this;
    }

    int size() {
        return bytes.size();
    }

    byte[] toBytes() {
        return bytes.toByteArray();
    }

    /**
     * A small valid file that has a bit of everything: each kind of value, nested arrays, plain and quantised tensors,
     * one that is known by size only. Alignment 32.
     */
    static byte[] small() {
        GgufBytes file = header(5, 8)
                .pair("general.architecture", STRING)
                .text("toy")
                .pairOfU32("general.alignment", 32)
                .pair("toy.eps", FLOAT32)
                .f32(1e-5f)
                .pair("toy.flag", BOOL)
                .u8(1)
                .pair("toy.words", ARRAY)
                .u32(STRING)
                .u64(3)
                .text("a")
                .text("")
                .text("ü")
                .pair("toy.types", ARRAY)
                .u32(INT32)
                .u64(3)
                .u32(1)
                .u32(-1)
                .u32(3)
                .pair("toy.nested", ARRAY)
                .u32(ARRAY)
                .u64(2)
                .u32(UINT8)
                .u64(2)
                .u8(1)
                .u8(2)
                .u32(FLOAT64)
                .u64(1)
                .u64(Double.doubleToRawLongBits(0.5))
                .pair("toy.big", UINT64)
                .u64(7)
                .tensor("norm.weight", 0, 0, 3)
                .tensor("q.weight", 8, 32, 32, 2)
                .tensor("k.weight", 12, 128, 256)
                .tensor("v.weight", 1, 288, 5, 1)
                .tensor("iq.weight", 20, 320, 32, 1)
                .alignTo(32);
        SeededRandomBytes data = new SeededRandomBytes();
        file.f32(1.5f).f32(-2f).f32(0f).alignTo(32);
        return file.raw(data.next(68))
                .alignTo(32)
                .raw(data.next(144))
                .alignTo(32)
                .raw(data.next(10))
                .alignTo(32)
                .raw(data.next(18))
                .toBytes();
    }

    /** The same bytes each time. */
    private static final class SeededRandomBytes {
        private final java.util.SplittableRandom random = new java.util.SplittableRandom(7);

        byte[] next(int count) {
            return SeededRandom.bytes(random, count);
        }
    }
}
