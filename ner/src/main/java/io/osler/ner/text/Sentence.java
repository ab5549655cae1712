package io.osler.ner.text;

import io.osler.models.TextSpan;

/**
 * One sentence of a note, or a piece that stands for one: a heading, a list item, a row of a table.
 *
 * @param span    where it stands in the note, without white space at its ends, never empty
 * @param section name of the nearest heading above, "" before the first: the canonical name of a known heading ("HPI"
 *                gives "history of present illness"), else the heading itself in lower case; a heading belongs to its
 *                own section
 * @param heading true when the piece is the heading itself
 */
public record Sentence(TextSpan span, String section, boolean heading) {
    public Sentence {
        if (span.length() == 0) {
            throw new IllegalArgumentException("sentence is empty at %d, expected text".formatted(span.begin()));
        }
    }

    /** A sentence that is not a heading. */
    public Sentence(TextSpan span, String section) {
        this(span, section, false);
    }
}
