package io.osler.ner.propose;

import io.osler.models.TextSpan;
import io.osler.ner.ClinicalNote;
import io.osler.ner.Mention;
import io.osler.ner.corpus.SentenceId;
import io.osler.ner.text.CodePointOffsets;
import io.osler.ner.text.Flattened;
import io.osler.ner.text.Sentence;
import io.osler.ner.text.SentenceSplitter;
import java.util.ArrayList;
import java.util.List;

/** A sentence of a note, on one line, that knows where in the note it stands. */
public final class PlacedSentence {
    private final String note;
    private final int number;
    private final TextSpan span;
    private final TextSpan codePoints;
    private final Flattened flat;

    private PlacedSentence(String note, int number, TextSpan span, TextSpan codePoints, Flattened flat) {
        this.note = note;
        this.number = number;
        this.span = span;
        this.codePoints = codePoints;
        this.flat = flat;
    }

    /** The sentences of a note; headings are none. */
    public static List<PlacedSentence> of(ClinicalNote note) {
        CodePointOffsets offsets = CodePointOffsets.of(note.text());
        List<PlacedSentence> all = new ArrayList<>();
        int number = 0;
        for (Sentence sentence : new SentenceSplitter().split(note.text())) {
            number++;
            Flattened flat = Flattened.of(note.text(), sentence.span());
            if (!sentence.heading() && !flat.text().isEmpty()) {
                TextSpan span = sentence.span();
                TextSpan codePoints =
                        new TextSpan(offsets.toCodePoints(span.begin()), offsets.toCodePoints(span.end()));
                all.add(new PlacedSentence(note.id(), number, span, codePoints, flat));
            }
        }
        return all;
    }

    /** Note and place, {@code letter@120-163}: a {@link SentenceId}. */
    public String id() {
        return SentenceId.of(note, codePoints);
    }

    /** The note's id. */
    public String note() {
        return note;
    }

    /** Its place among the note's sentences, headings counted, from 1 on. */
    public int number() {
        return number;
    }

    /** In the note, in UTF-16 units. */
    public TextSpan span() {
        return span;
    }

    /** In the note, in code points. */
    public TextSpan codePoints() {
        return codePoints;
    }

    /** On one line: each run of white space is a space. */
    public String text() {
        return flat.text();
    }

    /** Those of the note's mentions that lie in this sentence, with spans of its text. */
    public List<Mention> inside(List<Mention> ofNote) {
        return ofNote.stream()
                .filter(mention ->
                        mention.span().begin() >= span.begin() && mention.span().end() <= span.end())
                .map(mention -> new Mention(flat.inFlat(mention.span()), mention.type(), mention.confidence()))
                .toList();
    }
}
