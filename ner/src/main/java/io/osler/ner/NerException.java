package io.osler.ner;

import io.osler.models.OslerException;

/** A note, task, corpus or output place is not usable. */
public final class NerException extends OslerException {
    /** What kind of thing is wrong. */
    public enum Code {
        INPUT_MISSING,
        INPUT_UNREADABLE,
        INPUT_TOO_LONG,
        OUTPUT_UNWRITABLE,
        TASK_INVALID,
        CORPUS_INVALID,
        RULES_INVALID,
        RUN_UNUSABLE,
        HEAD_UNUSABLE
    }

    private final Code code;

    public NerException(Code code, String place, String message) {
        this(code, place, message, null);
    }

    public NerException(Code code, String place, String message, Throwable cause) {
        super(code, place, message, cause);
        this.code = code;
    }

    @Override
    public Code code() {
        return code;
    }
}
