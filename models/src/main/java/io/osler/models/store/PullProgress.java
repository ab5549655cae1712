package io.osler.models.store;

/**
 * What a pull tells while it runs. All calls come from the pulling thread, one file after the other:
 * {@code started, advanced*, finished}; notes at any time. An implementation must not throw.
 */
public interface PullProgress {
    /** Hears nothing. */
    PullProgress SILENT = new PullProgress() {
        @Override
        public void started(String file, long bytes) {}

        @Override
        public void advanced(long bytes) {}

        @Override
        public void note(String text) {}

        @Override
        public void finished(String file) {}
    };

    /** @param bytes size of the file, or -1 when nobody knows it yet */
    void started(String file, long bytes);

    /** @param bytes how much of the current file is here by now, in all; falls back when a download begins again */
    void advanced(long bytes);

    /** A sentence for the user: licence terms, waiting, a source that failed. */
    void note(String text);

    /** The file is here, complete and checked. */
    void finished(String file);
}
