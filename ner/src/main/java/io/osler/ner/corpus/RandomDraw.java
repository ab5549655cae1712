package io.osler.ner.corpus;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * Some of many, drawn, but in the order they had: where a corpus names no documents, sentences that stand together are
 * taken for one ({@link DocumentGroups}), and shuffled ones would put a document's sentences on both sides of a fold. A
 * smaller draw of the same seed is part of a larger one.
 */
public final class RandomDraw {
    private RandomDraw() {}

    /** @return at most {@code count} of the numbers below {@code size}, rising */
    public static List<Integer> places(int size, int count, long seed) {
        List<Integer> order = new ArrayList<>(IntStream.range(0, size).boxed().toList());
        Collections.shuffle(order, new Random(seed));
        return order.stream().limit(count).sorted().toList();
    }

    /** At most {@code count} of these. */
    public static <T> List<T> of(List<T> all, int count, long seed) {
        return places(all.size(), count, seed).stream().map(all::get).toList();
    }
}
