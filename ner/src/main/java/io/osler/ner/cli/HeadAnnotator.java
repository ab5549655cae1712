package io.osler.ner.cli;

import io.osler.kb.KnowledgeBase;
import io.osler.ner.ClinicalNer;
import io.osler.ner.NerOptions;
import io.osler.ner.detect.LabelTypes;
import io.osler.ner.head.HeadNames;
import io.osler.ner.head.HeadReader;
import io.osler.ner.task.Task;
import java.util.Optional;

/** Puts fitted heads on their models. */
final class HeadAnnotator {
    /** Sentences of so many notes fill the engine's batches, however short the notes are. */
    private static final int NOTES_AT_ONCE = 8;

    private HeadAnnotator() {}

    /** @param reader of the heads' models; taken over */
    static NoteAnnotator open(HeadReader reader, HeadsOption heads, Task task, NerOptions options) {
        Optional<KnowledgeBase> names = Optional.empty();
        try {
            names = heads.names();
            Optional<HeadNames> asked = names.map(open -> HeadNames.of(open, LabelTypes.of(task)));
            ClinicalNer ner =
                    ClinicalNer.withHeads(reader, heads.files(), asked, heads.confidenceMin(), options.assertions());
            return new NerAnnotator(ner, reader.name() + " with a fitted head", NOTES_AT_ONCE, names);
        } catch (RuntimeException e) {
            names.ifPresent(KnowledgeBase::close);
            reader.close();
            throw e;
        }
    }
}
