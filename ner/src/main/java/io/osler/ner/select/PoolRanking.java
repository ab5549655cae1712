package io.osler.ner.select;

import java.util.List;

/**
 * Orders the sentences of a pool by how well they serve as examples for a sentence. Safe for many threads, and the same
 * whatever was asked before.
 */
interface PoolRanking {
    /**
     * Places in the pool, best first, none twice.
     *
     * @param count how many are wanted; fewer where the ranking has nothing to say of the rest
     */
    int[] best(String sentence, int count);

    /** The same for many sentences, together where that is faster. */
    default List<int[]> best(List<String> sentences, int count) {
        return sentences.stream().map(sentence -> best(sentence, count)).toList();
    }
}
