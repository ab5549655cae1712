package io.osler.ner.cli;

import io.osler.kb.KnowledgeBase;
import io.osler.ner.Annotations;
import io.osler.ner.ClinicalNer;
import io.osler.ner.ClinicalNote;
import io.osler.ner.NerOptions;
import io.osler.ner.task.Task;
import java.util.Optional;
import java.util.function.IntConsumer;

/**
 * The real one. Owns the models: closing it closes them.
 *
 * @param names a dictionary the model's heads ask; closed with this
 */
record NerAnnotator(ClinicalNer ner, String modelName, int notesAtOnce, Optional<KnowledgeBase> names)
        implements NoteAnnotator {
    static NoteAnnotator open(ChosenModel model, Task task, NerOptions options) {
        return new NerAnnotator(ClinicalNer.open(model.path(), task, options), model.id(), 1, Optional.empty());
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
        return ner.deviceName();
    }

    @Override
    public String weightForm() {
        return LowerCaseName.of(ner.weightForm());
    }

    @Override
    public void close() {
        ner.close();
        names.ifPresent(KnowledgeBase::close);
    }
}
