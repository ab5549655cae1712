package io.osler.ner.cli;

import io.osler.ner.Annotations;
import io.osler.ner.ClinicalNote;
import io.osler.ner.NerOptions;
import io.osler.ner.task.Task;
import java.nio.file.Path;
import java.util.function.IntConsumer;

/** Reads one note after the other; {@link io.osler.ner.ClinicalNer} as the commands see it. One thread. */
interface NoteAnnotator extends AutoCloseable {
    /**
     * Finds the mentions of a note.
     *
     * @param progress told after each sentence how many are done; what it throws ends the note
     */
    Annotations annotate(ClinicalNote note, IntConsumer progress);

    /** How many sentences a note has. */
    int sentences(ClinicalNote note);

    /** Where the model runs, for people. */
    String deviceName();

    /** The form the weights are in, for people. */
    String weightForm();

    @Override
    void close();

    /** Opens annotators. */
    @FunctionalInterface
    interface Factory {
        /** @throws io.osler.models.OslerException when the model cannot be run here */
        NoteAnnotator open(Path model, Task task, NerOptions options);
    }
}
