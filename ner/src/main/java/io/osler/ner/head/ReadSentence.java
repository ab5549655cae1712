package io.osler.ner.head;

import io.osler.ner.corpus.GoldSentence;

/**
 * An annotated sentence that the model has read.
 *
 * @param gold   what people annotated
 * @param states of its words
 * @param tags   of its words, by {@code gold}
 */
record ReadSentence(GoldSentence gold, WordStates states, int[] tags) {
    String text() {
        return gold.text();
    }
}
