package io.osler.kb;

/**
 * Something about a knowledge base or a vocabulary is not as it must be. The message reads {@code CODE: place: what was
 * found, what was expected, what to do next}; it never quotes a note. Callers' mistakes are
 * {@link IllegalArgumentException}s instead.
 */
public final class KbException extends RuntimeException {
    /** What kind of thing is wrong. */
    public enum Code {
        /** A vocabulary's file does not read as its format; the place names file, line and column. */
        SOURCE_MALFORMED,
        /** A vocabulary's file is of no known format, or lacks a file it needs beside it. */
        SOURCE_UNKNOWN,
        /** The directory holds no built knowledge base. */
        NOT_A_KB,
        /** Built by another version of the format, or on a machine with another byte order. */
        VERSION_UNSUPPORTED,
        /** Truncated, half-written, changed while open, or a checksum differs. */
        DAMAGED,
        /** Vectors of another dimension, another encoder, or not numbers. */
        VECTORS_UNFIT,
        /** Reading or writing failed. */
        IO
    }

    private final Code code;
    private final String place;

    public KbException(Code code, String place, String message) {
        this(code, place, message, null);
    }

    public KbException(Code code, String place, String message, Throwable cause) {
        super(code + ": " + place + ": " + message, cause);
        this.code = code;
        this.place = place;
    }

    public Code code() {
        return code;
    }

    /** The file, with line and column where there is one, or the directory that is wrong. */
    public String place() {
        return place;
    }
}
