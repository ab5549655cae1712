package io.osler.models.weights;

import io.osler.models.ModelException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
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

    /** What decoding puts in the place of bytes that are not UTF-8. */
    private static final char REPLACEMENT = '\uFFFD';

    private static final int WINDOW_BYTES = 1 << 16;

    private final MemorySegment bytes;
    private final String file;
    private final long end;
    private String part = "header";
    private Object which = "";

    /**
     * A stretch of the file, copied: a header is read once and mostly by the interpreter, for which a number in mapped
     * memory is far dearer than one in an array.
     */
    private final byte[] window = new byte[WINDOW_BYTES];

    private long windowBegin;
    private int windowLength;
    private int at;

    GgufCursor(MappedFile file) {
        this.bytes = file.bytes();
        this.file = WeightErrors.place(file.path());
        this.end = Math.min(file.size(), HEADER_BYTES_MAX);
    }

    /** Names the part of the file that is read next, by number or by name: words are made of it only when needed. */
    void enter(String what, Object which) {
        this.part = what;
        this.which = which;
    }

    /** "model.gguf, metadata pair 3". */
    String place() {
        return "%s, %s %s"
                .formatted(file, part, WeightErrors.shown(which.toString()))
                .strip();
    }

    /** Bytes read so far, which is the offset in the file of the next one. */
    long position() {
        return windowBegin + at;
    }

    byte int8() {
        return window[advance(1)];
    }

    short int16() {
        int from = advance(2);
        return (short) ((window[from] & 0xFF) | window[from + 1] << 8);
    }

    int int32() {
        return int32(advance(4));
    }

    long int64() {
        int from = advance(8);
        return (int32(from) & 0xFFFF_FFFFL) | (long) int32(from + 4) << 32;
    }

    private int int32(int from) {
        return (window[from] & 0xFF)
                | (window[from + 1] & 0xFF) << 8
                | (window[from + 2] & 0xFF) << 16
                | window[from + 3] << 24;
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
        return decoded(length);
    }

    /** A string that identifies something: must be UTF-8 and not empty. */
    String name(String what, int bytesMax) {
        int length = count("bytes of a " + what, 1, bytesMax);
        String name = decoded(length);
        if (name.isEmpty()) {
            throw WeightErrors.corrupt(place(), "the %s is empty".formatted(what));
        }
        if (name.indexOf(REPLACEMENT) >= 0) {
            throw WeightErrors.corrupt(place(), "the %s is not UTF-8".formatted(what));
        }
        return name;
    }

    private String decoded(int length) {
        if (length <= WINDOW_BYTES) {
            return new String(window, advance(length), length, StandardCharsets.UTF_8);
        }
        requireBytes(length);
        byte[] utf8 = bytes.asSlice(position(), length).toArray(ValueLayout.JAVA_BYTE);
        moveWindow(position() + length);
        return new String(utf8, StandardCharsets.UTF_8);
    }

    /** Passes some bytes, not more than the window holds, and says where in the window they are. */
    private int advance(int count) {
        requireBytes(count);
        if (count > windowLength - at) {
            moveWindow(position());
        }
        int from = at;
        at += count;
        return from;
    }

    private void moveWindow(long begin) {
        windowBegin = begin;
        windowLength = (int) Math.min(WINDOW_BYTES, end - begin);
        MemorySegment.copy(bytes, ValueLayout.JAVA_BYTE, begin, window, 0, windowLength);
        at = 0;
    }

    private void requireBytes(long count) {
        if (count > end - position()) {
            throw outOfBytes(count);
        }
    }

    private ModelException outOfBytes(long count) {
        if (end < bytes.byteSize()) {
            return WeightErrors.corrupt(
                    place(),
                    "%d bytes from byte %d on pass the %d bytes a header may have".formatted(count, position(), end));
        }
        return WeightErrors.truncated(
                place(),
                "the file ends at byte %d, %d bytes are needed from byte %d on".formatted(end, count, position()));
    }
}
