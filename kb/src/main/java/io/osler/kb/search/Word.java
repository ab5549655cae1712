package io.osler.kb.search;

/**
 * A word of a text, or a sign.
 *
 * @param form    for comparison, as {@link WordForm} makes it
 * @param begin   in UTF-16 units of the text
 * @param end     in UTF-16 units, exclusive
 * @param longEnd after a possessive 's, where one follows; else {@code end}
 */
public record Word(String form, int begin, int end, int longEnd) {
    /** Between paragraphs; no name holds it. */
    static final String BREAK = "\n\n";
}
