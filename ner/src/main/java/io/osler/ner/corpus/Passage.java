package io.osler.ner.corpus;

import io.osler.models.TextSpan;

/**
 * A part of a document that has a name of its own, such as its title.
 *
 * @param type as the corpus calls it: {@code title}, {@code abstract}; may be empty
 * @param span in UTF-16 units of the document
 */
public record Passage(String type, TextSpan span) {
    static final String TITLE = "title";
    static final String ABSTRACT = "abstract";
}
