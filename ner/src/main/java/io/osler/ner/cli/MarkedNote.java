package io.osler.ner.cli;

import io.osler.ner.Annotations;
import io.osler.ner.Annotations.SkippedSpan;
import io.osler.ner.ClinicalNote;
import java.util.function.IntConsumer;

/**
 * A note whose file begins with a byte order mark. The mark is part of the text, so offsets count it; the model reads the
 * text behind it.
 */
final class MarkedNote {
    private static final String BYTE_ORDER_MARK = "\uFEFF";

    private MarkedNote() {}

    /** What the model is to read. */
    static ClinicalNote unmarked(ClinicalNote note) {
        return isMarked(note) ? new ClinicalNote(note.id(), note.text().substring(BYTE_ORDER_MARK.length())) : note;
    }

    /** Annotates what stands behind the mark, and gives the offsets of the whole. */
    static Annotations annotate(NoteAnnotator annotator, ClinicalNote note, IntConsumer progress) {
        Annotations found = annotator.annotate(unmarked(note), progress);
        return isMarked(note) ? shifted(note, found, BYTE_ORDER_MARK.length()) : found;
    }

    private static boolean isMarked(ClinicalNote note) {
        return note.text().startsWith(BYTE_ORDER_MARK);
    }

    private static Annotations shifted(ClinicalNote note, Annotations found, int by) {
        return new Annotations(
                note,
                found.mentions().stream().map(mention -> mention.shifted(by)).toList(),
                found.sentences(),
                found.skipped().stream()
                        .map(span -> new SkippedSpan(span.begin() + by, span.end() + by, span.reason()))
                        .toList(),
                found.nanos());
    }
}
