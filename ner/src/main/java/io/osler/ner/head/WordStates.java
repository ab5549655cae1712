package io.osler.ner.head;

import io.osler.models.TextSpan;
import java.util.List;

/**
 * What a model knows of each word of a sentence: hidden states of some layers at the word's last token, in half precision,
 * for a corpus of them stays in memory while a head is fitted.
 *
 * @param words  ascending, apart
 * @param layers after how many layers, rising
 * @param width  numbers a layer has
 * @param states {@code [word][layer * width + i]}, as binary16
 */
record WordStates(List<TextSpan> words, List<Integer> layers, int width, short[][] states) {
    WordStates {
        words = List.copyOf(words);
        layers = List.copyOf(layers);
        if (words.size() != states.length) {
            throw new IllegalArgumentException(
                    "%d words with %d states, expected as many".formatted(words.size(), states.length));
        }
    }

    /** The same with only these layers. */
    WordStates only(List<Integer> some) {
        if (some.equals(layers)) {
            return this;
        }
        short[][] part = new short[states.length][some.size() * width];
        for (int i = 0; i < some.size(); i++) {
            int from = layers.indexOf(some.get(i));
            if (from < 0) {
                throw new IllegalArgumentException("layer is %d, expected one of %s".formatted(some.get(i), layers));
            }
            for (int word = 0; word < part.length; word++) {
                System.arraycopy(states[word], from * width, part[word], i * width, width);
            }
        }
        return new WordStates(words, some, width, part);
    }
}
