package io.osler.ner.corpus;

import io.osler.ner.AnnotatedText;

/**
 * A sentence with what people annotated in it: the unit that detectors read and scores count.
 *
 * @param id       document and number in it, or the number alone where sentences are documents
 * @param document the document it comes from
 * @param gold     on one line; spans are of its text
 */
public record GoldSentence(String id, String document, AnnotatedText gold) {
    public String text() {
        return gold.text();
    }
}
