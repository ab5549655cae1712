package io.osler.ner.cli;

import io.osler.engine.Engine;
import io.osler.kb.KnowledgeBase;
import io.osler.ner.ClinicalNer;
import io.osler.ner.NerOptions;
import io.osler.ner.detect.LabelTypes;
import io.osler.ner.head.HeadNames;
import io.osler.ner.task.Task;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/** Opens fitted heads on their model. */
final class HeadAnnotator {
    /** Sentences of so many notes fill the engine's batches, however short the notes are. */
    private static final int NOTES_AT_ONCE = 8;

    private HeadAnnotator() {}

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
            return new NerAnnotator(ner, model.id() + " with a fitted head", NOTES_AT_ONCE, names);
        } catch (RuntimeException e) {
            names.ifPresent(KnowledgeBase::close);
            throw e;
        }
    }
}
