package io.osler.kb.source;

import io.osler.kb.KbException;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.zip.ZipException;

/**
 * Reads UTF-8 strictly: bytes that are not UTF-8 are an error that names their line and column, never a replacement
 * character. A run of text that would not end is an error too, before it fills the memory: whoever collects a line or a
 * mark-up element from here holds at most {@link #RUN_MAX} characters.
 *
 * <p>Everything up to a broken place is handed out first, so that an earlier mistake is reported first. For one thread.
 */
final class Utf8Reader extends Reader {
    /** Most characters between two ends of a run; the longest definitions of public vocabularies have some 20,000. */
    static final int RUN_MAX = 16 << 20;

    private static final int BUFFER_BYTES = 1 << 16;

    /** What ends a run. */
    enum Runs {
        LINES('\n', '\n'),
        MARKUP('<', '>'),
        /** Whoever reads has bounds of its own. */
        UNBOUNDED('\0', '\0');

        private final char oneEnd;
        private final char otherEnd;

        Runs(char oneEnd, char otherEnd) {
            this.oneEnd = oneEnd;
            this.otherEnd = otherEnd;
        }
    }

    private final String file;
    private final InputStream in;
    private final Runs runs;
    private final CharsetDecoder decoder = StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    private final ByteBuffer bytes = ByteBuffer.wrap(new byte[BUFFER_BYTES]).limit(0);
    private final char[] pair = new char[2];
    private boolean inputEnded;
    private boolean lowSurrogateWaits;
    private long line = 1;
    private long column = 1;
    private int run;

    /**
     * @param file the path that errors name
     * @param in   closed with this reader
     */
    Utf8Reader(String file, InputStream in, Runs runs) {
        this.file = file;
        this.in = in;
        this.runs = runs;
    }

    @Override
    public int read(char[] buffer, int offset, int length) {
        if (length == 0) {
            return 0;
        }
        int read = length == 1 ? readOne(buffer, offset) : decode(buffer, offset, length);
        if (read > 0) {
            advance(buffer, offset, read);
        }
        return read;
    }

    /** A character beyond the first 65,536 takes two units and does not fit in one. */
    private int readOne(char[] buffer, int offset) {
        if (lowSurrogateWaits) {
            lowSurrogateWaits = false;
            buffer[offset] = pair[1];
            return 1;
        }
        int read = decode(pair, 0, 1);
        if (read == 0) {
            decode(pair, 0, 2);
            lowSurrogateWaits = true;
            read = 1;
        }
        buffer[offset] = pair[0];
        return read;
    }

    /** At least one unit, -1 at the end; 0 only when {@code length} is 1 and the next character needs two. */
    private int decode(char[] buffer, int offset, int length) {
        CharBuffer out = CharBuffer.wrap(buffer, offset, length);
        int begin = out.position();
        if (lowSurrogateWaits) {
            lowSurrogateWaits = false;
            out.put(pair[1]);
        }
        while (true) {
            CoderResult result = decoder.decode(bytes, out, inputEnded);
            int produced = out.position() - begin;
            if (produced > 0 || result.isOverflow()) {
                return produced;
            }
            if (result.isError()) {
                throw place().malformed(
                                "bytes that are not UTF-8 (%02x)".formatted(bytes.get(bytes.position())),
                                "a file in UTF-8; convert it first");
            }
            if (inputEnded) {
                return -1;
            }
            fill();
        }
    }

    private void fill() {
        bytes.compact();
        try {
            int read = in.read(bytes.array(), bytes.position(), bytes.remaining());
            inputEnded = read < 0;
            bytes.position(bytes.position() + Math.max(read, 0));
        } catch (EOFException | ZipException e) {
            throw place().malformed(
                            "a gz stream that breaks off or is damaged (" + e.getMessage() + ")",
                            "the whole file; copy or download it again",
                            e);
        } catch (IOException e) {
            throw new KbException(KbException.Code.IO, place().toString(), "reading failed: " + e.getMessage(), e);
        } finally {
            bytes.flip();
        }
    }

    private void advance(char[] buffer, int offset, int length) {
        for (int i = offset; i < offset + length; i++) {
            char c = buffer[i];
            column++;
            if (c == '\n') {
                line++;
                column = 1;
            }
            if (c == runs.oneEnd || c == runs.otherEnd) {
                run = 0;
            } else if (++run > RUN_MAX && runs != Runs.UNBOUNDED) {
                throw place().malformed(
                                runs == Runs.LINES
                                        ? "a line of more than %,d characters".formatted(RUN_MAX)
                                        : "more than %,d characters without a tag".formatted(RUN_MAX),
                                "shorter ones; this may be another kind of file");
            }
        }
    }

    private Place place() {
        return new Place(file, line, column);
    }

    @Override
    public void close() {
        try {
            in.close();
        } catch (IOException e) {
            throw new KbException(KbException.Code.IO, file, "closing failed: " + e.getMessage(), e);
        }
    }
}
