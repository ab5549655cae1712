package io.osler.ner.cli;

import io.osler.ner.ClinicalNote;
import io.osler.ner.NerException;
import io.osler.ner.NerException.Code;
import java.io.IOException;
import java.io.InputStream;

/**
 * A note still to be read.
 *
 * @param id      of the note, unique in a run
 * @param renamed whether the id is not the file's name, as another note has that
 * @param source  where it comes from, for people
 * @param bytes   its size as far as known, at least 1: its weight in the progress
 * @param opener  gives the bytes
 */
record NoteInput(String id, boolean renamed, String source, long bytes, Opener opener) {
    /** Opens a stream that the caller closes. */
    @FunctionalInterface
    interface Opener {
        InputStream open() throws IOException;
    }

    /** @throws NerException when it cannot be read, is no text, or is too long */
    ClinicalNote read() {
        NoteText.requireLength(bytes, source);
        try (InputStream in = opener.open()) {
            return new ClinicalNote(id, NoteText.decode(in.readNBytes(NoteText.BYTES_MAX + 1), source));
        } catch (IOException e) {
            throw unreadable(source, e);
        }
    }

    static NerException unreadable(String source, IOException e) {
        return new NerException(
                Code.INPUT_UNREADABLE,
                source,
                "cannot be read (%s); see that it is there and that you may read it".formatted(e),
                e);
    }
}
