package io.osler.ner.cli;

import io.osler.kb.KnowledgeBase;
import io.osler.ner.Annotations;
import io.osler.ner.ClinicalNote;
import io.osler.ner.DictionaryNer;
import io.osler.ner.assertion.AssertionRules;
import io.osler.ner.detect.LabelTypes;
import java.util.Optional;
import java.util.function.IntConsumer;

/** Names of a knowledge base, found on all cores. Owns the knowledge base: closing it closes that. */
record DictionaryAnnotator(DictionaryNer ner) implements NoteAnnotator {
    static NoteAnnotator open(KnowledgeBase names, LabelTypes labels, Optional<AssertionRules> assertions) {
        return new DictionaryAnnotator(new DictionaryNer(names, labels, assertions));
    }

    @Override
    public Annotations annotate(ClinicalNote note, IntConsumer progress) {
        Annotations found = ner.annotate(note);
        progress.accept(found.sentences());
        return found;
    }

    @Override
    public int sentences(ClinicalNote note) {
        return ner.sentences(note);
    }

    @Override
    public int notesAtOnce() {
        return Runtime.getRuntime().availableProcessors();
    }

    @Override
    public String modelName() {
        return LowerCaseName.of(Detector.DICTIONARY);
    }

    @Override
    public String deviceName() {
        return "cpu";
    }

    @Override
    public String weightForm() {
        return "none";
    }

    @Override
    public void close() {
        ner.close();
    }
}
