package io.osler.ner.cli;

import io.osler.ner.Annotations;
import io.osler.ner.ClinicalNote;
import io.osler.ner.NerOptions;
import io.osler.ner.task.Task;
import java.util.function.IntConsumer;

/**
 * Reads notes; {@link io.osler.ner.ClinicalNer} as the commands see it. As many threads at once as
 * {@link #notesAtOnce} says.
 */
interface NoteAnnotator extends AutoCloseable {
    /**
     * Finds the mentions of a note.
     *
     * @param progress told after each sentence how many are done; what it throws ends the note
     */
    Annotations annotate(ClinicalNote note, IntConsumer progress);

    /** How many sentences a note has: progress counts to it. */
    int sentences(ClinicalNote note);

    /** How many notes it is best given at once; a model's engine is kept busy by the sentences of one. */
    default int notesAtOnce() {
        return 1;
    }

    /** What found the mentions: the model's id in results. */
    String modelName();

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
        NoteAnnotator open(ChosenModel model, Task task, NerOptions options);
    }
}
