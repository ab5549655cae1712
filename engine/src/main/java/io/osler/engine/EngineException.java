package io.osler.engine;

import io.osler.models.OslerException;

/** The engine cannot run here, or cannot run this. */
public final class EngineException extends OslerException {
    /** What kind of thing is wrong. */
    public enum Code {
        LIBRARY_MISSING,
        DEVICE_MISSING,
        MEMORY_SHORT,
        FORM_UNSUPPORTED,
        RECIPE_MISSING,
        CONTEXT_EXCEEDED,
        QUEUE_FULL,
        PREFIX_UNUSABLE,
        DEADLINE_EXCEEDED,
        CLOSED,
        FAILED
    }

    private final Code code;

    public EngineException(Code code, String place, String message) {
        this(code, place, message, null);
    }

    public EngineException(Code code, String place, String message, Throwable cause) {
        super(code, place, message, cause);
        this.code = code;
    }

    @Override
    public Code code() {
        return code;
    }
}
