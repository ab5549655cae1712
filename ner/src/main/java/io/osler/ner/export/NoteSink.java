package io.osler.ner.export;

/** The part of a writer that knows a format. {@link GuardedWriter} sees to the order of calls. */
interface NoteSink {
    /** Adds a note, all of it or nothing. */
    void add(CheckedNote note);

    /** Gives files their final names. Last call, if nothing failed. */
    void publish();

    /** Discards what is not published. Last call, if something failed. */
    void abandon();
}
