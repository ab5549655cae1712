package io.osler.ner.text;

import io.osler.models.TextSpan;
import java.util.ArrayList;
import java.util.List;

/**
 * Splits a clinical note into sentences. Every character of the note that is not white belongs to exactly one; the
 * spans are trimmed, sorted and disjoint, and are UTF-16 offsets of the note as handed in.
 *
 * <p>First {@link Block}: headings, and paragraphs of one or more lines ({@link Headings}, {@link Wrapping}). Then the
 * sentences of a paragraph ({@link SentenceEnds}), and last the pieces of what is too long ({@link LongSentences}). A
 * sentence may run over a line end, so its text can hold line breaks. Linear in the length of the note.
 *
 * <p>Immutable, for any number of threads.
 */
public final class SentenceSplitter {
    /** Longer than any sentence worth the name; it only keeps text without full stops from making endless prompts. */
    public static final int LENGTH_MAX = 1_000;

    private static final int LENGTH_MAX_LEAST = 16;

    private final Abbreviations abbreviations = Abbreviations.BUILT_IN;
    private final Headings headings = Headings.BUILT_IN;
    private final SentenceEnds sentenceEnds = new SentenceEnds(abbreviations);
    private final int lengthMax;

    public SentenceSplitter() {
        this(LENGTH_MAX);
    }

    /**
     * @param lengthMax most UTF-16 units of a sentence, at least 16; longer ones are cut at white space, or hard
     *     where there is none, but never inside a character
     */
    public SentenceSplitter(int lengthMax) {
        if (lengthMax < LENGTH_MAX_LEAST) {
            throw new IllegalArgumentException(
                    "lengthMax is %d, expected at least %d".formatted(lengthMax, LENGTH_MAX_LEAST));
        }
        this.lengthMax = lengthMax;
    }

    /** The sentences of a note in order; none for a note without text. */
    public List<Sentence> split(String note) {
        List<Sentence> sentences = new ArrayList<>();
        String section = "";
        for (Block block : Block.of(note, headings, sentenceEnds, abbreviations)) {
            switch (block) {
                case Block.Heading(TextSpan span, String name) -> {
                    section = name;
                    sentences.add(new Sentence(span, section, true));
                }
                case Block.Paragraph(TextSpan span) -> {
                    for (TextSpan sentence : sentenceEnds.split(note, span)) {
                        for (TextSpan piece : LongSentences.cut(note, sentence, lengthMax)) {
                            sentences.add(new Sentence(piece, section));
                        }
                    }
                }
            }
        }
        return List.copyOf(sentences);
    }
}
