package io.osler.models.weights;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * Reads one protobuf message field by field. A length beyond the message is damage, so nothing is read outside of it.
 *
 * @see <a href="https://protobuf.dev/programming-guides/encoding/">Protocol buffers, encoding</a>
 */
final class ProtoCursor {
    static final int VARINT = 0;
    static final int FIXED64 = 1;
    static final int BYTES = 2;
    static final int FIXED32 = 5;

    private static final int VARINT_BITS_MAX = 63;
    private static final ValueLayout.OfFloat FLOAT =
            ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    private final MemorySegment message;
    private final String place;
    private long at;
    private int wireType;

    /** @param place what to call the file in errors */
    ProtoCursor(MemorySegment message, String place) {
        this.message = message;
        this.place = place;
    }

    boolean hasNext() {
        return at < message.byteSize();
    }

    /** The number of the next field; its value is to be read or skipped next. */
    int field() {
        long key = varint();
        wireType = (int) (key & 7);
        long number = key >>> 3;
        if (number < 1 || number > (1 << 29)) {
            throw damaged("field number " + number);
        }
        return (int) number;
    }

    int wireType() {
        return wireType;
    }

    /** A field of whole numbers that may be packed: calls for each. */
    void eachVarint(java.util.function.LongConsumer consumer) {
        if (wireType == BYTES) {
            ProtoCursor packed = new ProtoCursor(bytes(), place);
            while (packed.hasNext()) {
                consumer.accept(packed.varint());
            }
        } else {
            consumer.accept(number());
        }
    }

    long number() {
        require(VARINT);
        return varint();
    }

    MemorySegment bytes() {
        require(BYTES);
        long length = varint();
        if (length < 0 || length > message.byteSize() - at) {
            throw damaged("a field of %d bytes where %d are left".formatted(length, message.byteSize() - at));
        }
        MemorySegment bytes = message.asSlice(at, length);
        at += length;
        return bytes;
    }

    ProtoCursor message() {
        return new ProtoCursor(bytes(), place);
    }

    String string() {
        return new String(bytes().toArray(ValueLayout.JAVA_BYTE), StandardCharsets.UTF_8);
    }

    void skip() {
        switch (wireType) {
            case VARINT -> varint();
            case FIXED64 -> advance(Long.BYTES);
            case BYTES -> bytes();
            case FIXED32 -> advance(Integer.BYTES);
            default -> throw damaged("wire type " + wireType);
        }
    }

    static float floatAt(MemorySegment bytes, long index) {
        return bytes.get(FLOAT, index * Float.BYTES);
    }

    private void require(int expected) {
        if (wireType != expected) {
            throw damaged("wire type %d where %d is expected".formatted(wireType, expected));
        }
    }

    private void advance(int count) {
        if (count > message.byteSize() - at) {
            throw damaged("the end within a field");
        }
        at += count;
    }

    private long varint() {
        long value = 0;
        for (int shift = 0; shift <= VARINT_BITS_MAX; shift += 7) {
            if (at >= message.byteSize()) {
                throw damaged("the end within a number");
            }
            byte b = message.get(ValueLayout.JAVA_BYTE, at++);
            value |= (long) (b & 0x7F) << shift;
            if (b >= 0) {
                return value;
            }
        }
        throw damaged("a number of more than ten bytes");
    }

    private RuntimeException damaged(String found) {
        return WeightErrors.corrupt(place, "not a readable ONNX model: it has " + found);
    }
}
