package io.osler.ner.cli;

import io.osler.engine.Engine;
import io.osler.kb.KnowledgeBase;
import io.osler.ner.Annotations;
import io.osler.ner.ClinicalNer;
import io.osler.ner.ClinicalNote;
import io.osler.ner.NerOptions;
import io.osler.ner.detect.LabelTypes;
import io.osler.ner.head.HeadNames;
import io.osler.ner.task.Task;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.IntConsumer;

/** Fitted heads on their model. Owns model and dictionary: closing it closes them. */
record HeadAnnotator(ClinicalNer ner, String modelName, Optional<KnowledgeBase> names) implements NoteAnnotator {
    /** Sentences of so many notes fill the engine's batches, however short the notes are. */
    private static final int NOTES_AT_ONCE = 8;

    /** @param names a dictionary that heads ask; taken over */
    static NoteAnnotator open(
            ChosenModel model,
            List<Path> heads,
            Task task,
            Optional<KnowledgeBase> names,
            OptionalDouble confidenceMin,
            NerOptions options) {
        try {
            Optional<HeadNames> asked = names.map(open -> HeadNames.of(open, LabelTypes.of(task)));
            ClinicalNer ner = ClinicalNer.withHeads(
                    Engine.open(model.path(), options.engine()), heads, asked, confidenceMin, options.assertions());
            return new HeadAnnotator(ner, model.id() + " with a fitted head", names);
        } catch (RuntimeException e) {
            names.ifPresent(KnowledgeBase::close);
            throw e;
        }
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
    public int notesAtOnce() {
        return NOTES_AT_ONCE;
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
        names.ifPresent(KnowledgeBase::close);
    }
}
