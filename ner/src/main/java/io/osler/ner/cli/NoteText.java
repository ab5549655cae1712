package io.osler.ner.cli;

import io.osler.ner.NerException;
import io.osler.ner.NerException.Code;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/** Bytes to text, strictly: a guessed character would shift every offset behind it. */
final class NoteText {
    /** A million words: nobody writes such a note, so it is another kind of file. */
    static final int BYTES_MAX = 10_000_000;

    private NoteText() {}

    /**
     * Decodes UTF-8; a byte order mark stays in the text.
     *
     * @param source named in messages
     * @throws NerException INPUT_TOO_LONG or INPUT_UNREADABLE, with the offset in bytes and what to do
     */
    static String decode(byte[] bytes, String source) {
        requireLength(bytes.length, source);
        requireText(bytes, source);
        CharsetDecoder decoder = StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        ByteBuffer in = ByteBuffer.wrap(bytes);
        CharBuffer out = CharBuffer.allocate(bytes.length);
        CoderResult result = decoder.decode(in, out, true);
        if (result.isError()) {
            throw unreadable(
                    source,
                    "is not UTF-8 at byte %d; convert it first, for instance: iconv -f WINDOWS-1252 -t UTF-8"
                            .formatted(in.position()));
        }
        return out.flip().toString();
    }

    /** @param bytes how long the note is, or more than it may be */
    static void requireLength(long bytes, String source) {
        if (bytes > BYTES_MAX) {
            throw new NerException(
                    Code.INPUT_TOO_LONG,
                    source,
                    "is longer than %d MB, the most a note may have; split it into its notes"
                            .formatted(BYTES_MAX / 1_000_000));
        }
    }

    private static void requireText(byte[] bytes, String source) {
        if (startsWith(bytes, 0xFF, 0xFE) || startsWith(bytes, 0xFE, 0xFF)) {
            throw unreadable(
                    source, "is UTF-16, expected UTF-8; convert it first, for instance: iconv -f UTF-16 -t UTF-8");
        }
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] == 0) {
                throw unreadable(
                        source,
                        "is a binary file (NUL at byte %d), expected text in UTF-8; export the note as plain text first"
                                .formatted(i));
            }
        }
    }

    private static boolean startsWith(byte[] bytes, int first, int second) {
        return bytes.length >= 2 && (bytes[0] & 0xFF) == first && (bytes[1] & 0xFF) == second;
    }

    private static NerException unreadable(String source, String message) {
        return new NerException(Code.INPUT_UNREADABLE, source, message);
    }
}
