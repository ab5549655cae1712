package io.osler.models.store;

import java.io.IOException;
import java.nio.file.Path;
import java.util.function.LongConsumer;

/** Brings the bytes of files from one source; whether they are the right bytes is checked by the caller. */
interface Fetch {
    /**
     * Brings one file.
     *
     * @param into        holds the result; what lies there already came from the same source and may be gone on with
     * @param bytesInHand told how much of the file is here, in all
     * @throws IOException what the network or the disk said
     */
    void fetch(WantedFile file, Path into, LongConsumer bytesInHand) throws IOException, InterruptedException;

    /** How many times a file lies on the disk while it is fetched. */
    default int diskCopies() {
        return 1;
    }

    /** Forgets what was kept for a later pull: it gave a wrong file. */
    default void discard() throws IOException {}
}
