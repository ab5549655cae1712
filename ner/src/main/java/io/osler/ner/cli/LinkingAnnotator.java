package io.osler.ner.cli;

import io.osler.ner.Annotations;
import io.osler.ner.ClinicalNote;
import io.osler.ner.detect.LabelTypes;
import io.osler.ner.link.EntityLinker;
import io.osler.ner.link.LinkOptions;
import java.util.function.IntConsumer;

/** Another annotator's mentions, linked to concepts. Owns that annotator and the knowledge base: closing it closes both. */
record LinkingAnnotator(NoteAnnotator finder, OpenedKb kb, EntityLinker linker) implements NoteAnnotator {
    static NoteAnnotator of(NoteAnnotator finder, OpenedKb kb, LabelTypes labels) {
        return new LinkingAnnotator(
                finder, kb, new EntityLinker(kb.names(), labels, kb.candidates(), LinkOptions.DEFAULTS));
    }

    @Override
    public Annotations annotate(ClinicalNote note, IntConsumer progress) {
        return linker.link(finder.annotate(note, progress));
    }

    @Override
    public int sentences(ClinicalNote note) {
        return finder.sentences(note);
    }

    @Override
    public int notesAtOnce() {
        return finder.notesAtOnce();
    }

    @Override
    public String modelName() {
        return finder.modelName();
    }

    @Override
    public String deviceName() {
        return finder.deviceName();
    }

    @Override
    public String weightForm() {
        return finder.weightForm();
    }

    @Override
    public void close() {
        try (kb) {
            finder.close();
        }
    }
}
