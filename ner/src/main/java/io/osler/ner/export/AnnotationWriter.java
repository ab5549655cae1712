package io.osler.ner.export;

import io.osler.ner.Annotations;
import io.osler.ner.NerException;

/**
 * Takes notes one after another and leaves files behind. Whoever opened it closes it; one thread at a time.
 *
 * <p>A file stands under its final name only when it is whole. When a write fails, the file being written is discarded
 * and the writer takes no more; when the run stops for another reason, closing publishes the notes written so far.
 */
public interface AnnotationWriter extends AutoCloseable {
    /**
     * Adds a note.
     *
     * @throws IllegalArgumentException if spans lie outside the note, overlap, cut a character or have an unknown type
     * @throws IllegalStateException    if it is closed or an earlier write failed
     * @throws NerException             {@code OUTPUT_UNWRITABLE}
     */
    void write(Annotations annotations);

    /**
     * Publishes what was written. A second call does nothing.
     *
     * @throws NerException {@code OUTPUT_UNWRITABLE}
     */
    @Override
    void close();
}
