package io.osler.models.weights;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import io.osler.models.ModelException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * Reads the header of a GGUF file front to back, little-endian. Every read is checked against the end of the file and
 * against {@link #HEADER_BYTES_MAX} first, so lengths and counts in the file can be anything. One thread.
 */
final class GgufCursor {
    /**
     * Most bytes of header read. The largest vocabularies with merges take about 20 MB; the bound keeps a hostile file
     * from filling the heap, where a header can take up to some 8 times its bytes.
     */
    static final long HEADER_BYTES_MAX = 128L << 20;

    private static final ValueLayout.OfLong I64 = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(LITTLE_ENDIAN);
    private static final ValueLayout.OfInt I32 = ValueLayout.JAVA_INT_UNALIGNED.withOrder(LITTLE_ENDIAN);
    private static final ValueLayout.OfShort I16 = ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(LITTLE_ENDIAN);

    private final MemorySegment bytes;
    private final String file;
    private final long end;
    private String part = "header";
    private long position;

    GgufCursor(MappedFile file) {
        this.bytes = file.bytes();
        this.file = WeightErrors.place(file.path());
        this.end = Math.min(file.size(), HEADER_BYTES_MAX);
    }

    /** Names the part of the file that is read next, for messages. */
    void enter(String part) {
        this.part = part;
    }

    /** "model.gguf, metadata 3". */
    String place() {
        return file + ", " + part;
    }

    /** Bytes read so far, which is the offset in the file of the next one. */
    long position() {
        return position;
    }

    byte int8() {
        return bytes.get(ValueLayout.JAVA_BYTE, advance(1));
    }

    short int16() {
        return bytes.get(I16, advance(2));
    }

    int int32() {
        return bytes.get(I32, advance(4));
    }

    long int64() {
        return bytes.get(I64, advance(8));
    }

    /**
     * A count of things that follow.
     *
     * @param what      of what, for messages
     * @param bytesEach least bytes that each takes: more of them than the file can hold are refused here
     * @param countMax  most that make sense
     */
    int count(String what, int bytesEach, int countMax) {
        long count = int64();
        if (count < 0 || count > countMax) {
            throw WeightErrors.corrupt(
                    place(),
                    "the number of %s is %s, expected at most %d"
                            .formatted(what, Long.toUnsignedString(count), countMax));
        }
        requireBytes(count * bytesEach);
        return (int) count;
    }

    /** A string in UTF-8; bytes that are not become U+FFFD, as some vocabularies hold pieces of characters. */
    String text(int bytesMax) {
        int length = count("bytes of a string", 1, bytesMax);
        return new String(array(length), StandardCharsets.UTF_8);
    }

    /** A string that identifies something: must be UTF-8 and not empty. */
    String name(String what, int bytesMax) {
        int length = count("bytes of a " + what, 1, bytesMax);
        try {
            String name = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(array(length)))
                    .toString();
            if (name.isEmpty()) {
                throw WeightErrors.corrupt(place(), "the %s is empty".formatted(what));
            }
            return name;
        } catch (CharacterCodingException e) {
            throw WeightErrors.corrupt(place(), "the %s is not UTF-8".formatted(what));
        }
    }

    private byte[] array(int length) {
        byte[] array = new byte[length];
        MemorySegment.copy(bytes, ValueLayout.JAVA_BYTE, advance(length), array, 0, length);
        return array;
    }

    private long advance(int count) {
        requireBytes(count);
        long here = position;
        position += count;
        return here;
    }

    private void requireBytes(long count) {
        if (count > end - position) {
            throw outOfBytes(count);
        }
    }

    private ModelException outOfBytes(long count) {
        if (end < bytes.byteSize()) {
            return WeightErrors.corrupt(
                    place(),
                    "%d bytes from byte %d on pass the %d bytes a header may have".formatted(count, position, end));
        }
        return WeightErrors.truncated(
                place(),
                "the file ends at byte %d, %d bytes are needed from byte %d on".formatted(end, count, position));
    }
}
