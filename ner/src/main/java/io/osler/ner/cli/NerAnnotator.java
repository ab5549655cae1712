package io.osler.ner.cli;

import io.osler.ner.Annotations;
import io.osler.ner.ClinicalNer;
import io.osler.ner.ClinicalNote;
import io.osler.ner.NerOptions;
import io.osler.ner.task.Task;
import java.util.function.IntConsumer;

/** The real one. Owns the model: closing it closes that. */
record NerAnnotator(ClinicalNer ner, String modelName) implements NoteAnnotator {
    static NoteAnnotator open(ChosenModel model, Task task, NerOptions options) {
        return new NerAnnotator(ClinicalNer.open(model.path(), task, options), model.id());
    }

    @Override
    public Annotations annotate(ClinicalNote note, IntConsumer progress) {
        return ner.annotate(note, progress);
    }

    @Override
    public int sentences(ClinicalNote note) {
        return ner.sentences(note);
    }

    @Override
    public String deviceName() {
        return ner.engine().deviceName();
    }

    @Override
    public String weightForm() {
        return LowerCaseName.of(ner.engine().weightForm());
    }

    @Override
    public void close() {
        ner.close();
    }
}
