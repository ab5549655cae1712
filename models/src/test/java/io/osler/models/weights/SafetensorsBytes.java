package io.osler.models.weights;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;

/** Writes safetensors files, right or wrong ones; it checks nothing. */
final class SafetensorsBytes {
    private SafetensorsBytes() {}

    static byte[] of(String json, byte[] data) {
        byte[] header = json.getBytes(StandardCharsets.UTF_8);
        return ofLength(header.length, header, data);
    }

    static byte[] ofLength(long headerLength, byte[] header, byte[] data) {
        return ByteBuffer.allocate(8 + header.length + data.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(headerLength)
                .put(header)
                .put(data)
                .array();
    }

    /** One entry of the header. */
    static String entry(String name, String dtype, String shape, long begin, long end) {
        return "\"%s\":{\"dtype\":\"%s\",\"shape\":%s,\"data_offsets\":[%d,%d]}"
                .formatted(name, dtype, shape, begin, end);
    }

    /** A small valid file, its tensors not in the order of their bytes, its JSON padded with spaces. */
    static byte[] small() {
        String json = "{\"__metadata__\":{\"format\":\"pt\"},"
                + entry("b.weight", "F16", "[3,5]", 12, 42) + ","
                + entry("a.bias", "F32", "[3]", 0, 12) + ","
                + entry("ids", "I64", "[1,2]", 43, 59) + ","
                + entry("empty", "F32", "[0,4]", 43, 43) + ","
                + entry("mask", "BOOL", "[]", 42, 43) + "}   ";
        return of(json, SeededRandom.bytes(new SplittableRandom(7), 59));
    }
}
