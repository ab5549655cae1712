package io.osler.models;

/** A model on disk, or on its way there, is not usable. */
public final class ModelException extends OslerException {
    /** What kind of thing is wrong. */
    public enum Code {
        FILE_MISSING,
        FILE_TRUNCATED,
        FILE_CORRUPT,
        FORMAT_UNSUPPORTED,
        ARCHITECTURE_UNSUPPORTED,
        CHECKSUM_MISMATCH,
        PULL_FAILED,
        DISK_FULL,
        UNKNOWN_MODEL,
        NOT_INSTALLED
    }

    private final Code code;

    public ModelException(Code code, String place, String message) {
        this(code, place, message, null);
    }

    public ModelException(Code code, String place, String message, Throwable cause) {
        super(code, place, message, cause);
        this.code = code;
    }

    @Override
    public Code code() {
        return code;
    }
}
