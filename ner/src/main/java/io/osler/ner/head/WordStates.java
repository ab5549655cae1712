package io.osler.ner.head;

import io.osler.models.TextSpan;
import java.util.ArrayList;
import java.util.List;

/**
 * What models know of each word of a sentence: hidden states of some layers, in half precision, for a corpus of them stays in
 * memory while a head is fitted.
 *
 * @param words  ascending, apart
 * @param layers where the states come from, side by side; models and layers rising
 * @param states {@code [word][i]}, as binary16
 */
record WordStates(List<TextSpan> words, List<StateLayer> layers, short[][] states) {
    WordStates {
        words = List.copyOf(words);
        layers = List.copyOf(layers);
        if (words.size() != states.length) {
            throw new IllegalArgumentException(
                    "%d words with %d states, expected as many".formatted(words.size(), states.length));
        }
    }

    /** States of one model. */
    static WordStates of(List<TextSpan> words, List<Integer> layers, int width, short[][] states) {
        return new WordStates(
                words,
                layers.stream().map(layer -> new StateLayer(0, layer, width)).toList(),
                states);
    }

    /** The same with only these layers of each model. */
    WordStates only(List<ReadingPlan> plans) {
        List<StateLayer> kept = layers.stream()
                .filter(layer -> layer.model() < plans.size()
                        && plans.get(layer.model()).layers().contains(layer.layer()))
                .toList();
        int asked = plans.stream().mapToInt(plan -> plan.layers().size()).sum();
        if (kept.size() != asked) {
            throw new IllegalArgumentException(
                    "layers read are %s, expected among them those of %s".formatted(layers, plans));
        }
        if (kept.equals(layers)) {
            return this;
        }
        short[][] part = new short[states.length]
                [kept.stream().mapToInt(StateLayer::width).sum()];
        int from = 0;
        int to = 0;
        for (StateLayer layer : layers) {
            if (kept.contains(layer)) {
                for (int word = 0; word < part.length; word++) {
                    System.arraycopy(states[word], from, part[word], to, layer.width());
                }
                to += layer.width();
            }
            from += layer.width();
        }
        return new WordStates(words, kept, part);
    }

    /** With the states that further models have of the same words. */
    WordStates beside(WordStates further) {
        int models = layers.getLast().model() + 1;
        List<StateLayer> all = new ArrayList<>(layers);
        further.layers.forEach(layer -> all.add(new StateLayer(models + layer.model(), layer.layer(), layer.width())));
        short[][] joined = new short[states.length][];
        for (int word = 0; word < joined.length; word++) {
            joined[word] = new short[states[word].length + further.states[word].length];
            System.arraycopy(states[word], 0, joined[word], 0, states[word].length);
            System.arraycopy(further.states[word], 0, joined[word], states[word].length, further.states[word].length);
        }
        return new WordStates(words, all, joined);
    }
}
