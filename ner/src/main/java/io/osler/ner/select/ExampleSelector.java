package io.osler.ner.select;

import io.osler.ner.AnnotatedText;
import java.util.List;
import java.util.stream.IntStream;

/** Chooses the examples a prompt shows for a sentence. Safe for many threads. */
public interface ExampleSelector {
    /** The examples in prompt order: the last one stands next to the sentence. */
    List<AnnotatedText> select(String sentence);

    /** The same examples for every sentence: they are read once and shared. */
    static ExampleSelector fixed(List<AnnotatedText> examples) {
        List<AnnotatedText> copy = List.copyOf(examples);
        return sentence -> copy;
    }

    /**
     * {@code k} of the pool, spread evenly over it, the same for every sentence. Pools written by hand go from style to
     * style, so an even spread shows each.
     */
    static ExampleSelector spread(List<AnnotatedText> pool, int k) {
        if (k < 0) {
            throw new IllegalArgumentException("k is %d, expected 0 or more".formatted(k));
        }
        int count = Math.min(k, pool.size());
        return fixed(IntStream.range(0, count)
                .mapToObj(i -> pool.get((int) ((2L * i + 1) * pool.size() / (2L * count))))
                .toList());
    }
}
