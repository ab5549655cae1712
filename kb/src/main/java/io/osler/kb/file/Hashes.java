package io.osler.kb.file;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The hash functions of the format. They are part of it: another function is another version. */
public final class Hashes {
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN)
            .withInvokeExactBehavior();
    private static final long FACTOR = 0x9E37_79B9_7F4A_7C15L; // 2^64 over the golden ratio, odd

    private Hashes() {}

    /** Eight bytes as a number, little-endian. */
    public static long eightAt(byte[] bytes, int at) {
        return (long) LONGS.get(bytes, at);
    }

    /**
     * Of a word.
     *
     * @param padded UTF-8, followed by zeros up to a multiple of eight bytes
     * @param length of the word in bytes
     */
    public static long ofWord(byte[] padded, int length) {
        long hash = length;
        for (int at = 0; at < length; at += 8) {
            hash = mixed(hash ^ eightAt(padded, at));
        }
        return hash;
    }

    /** UTF-8 of a word, followed by zeros up to a multiple of eight bytes. */
    public static byte[] padded(byte[] word) {
        return java.util.Arrays.copyOf(word, (word.length + 7) & ~7);
    }

    /** Of a name's words when their order does not count: 32 bits, of the sorted words joined by line feeds. */
    public static int ofTokenOrder(List<String> sorted) {
        byte[] joined = String.join("\n", sorted).getBytes(StandardCharsets.UTF_8);
        return (int) (ofWord(padded(joined), joined.length) >>> 32);
    }

    /**
     * Of a segment of a name, for edit distance: 32 bits.
     *
     * @param key    the name's words joined by a space
     * @param begin  of the segment in UTF-16 units
     * @param end    of the segment
     * @param length of the name that the segment would be of, in UTF-16 units
     * @param number which of the name's segments
     */
    public static int ofSegment(CharSequence key, int begin, int end, int length, int number) {
        long hash = ((long) length << 2) | number;
        for (int i = begin; i < end; i++) {
            hash = mixed(hash ^ key.charAt(i));
        }
        return (int) (hash >>> 32);
    }

    private static long mixed(long bits) {
        long product = bits * FACTOR;
        return product ^ (product >>> 29);
    }
}
