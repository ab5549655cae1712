package io.osler.ner.head;

import io.osler.ner.corpus.GoldSentence;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Sentences dealt into folds by document, so that what is held out shares no document with what is learnt. Where a corpus
 * names no documents (each sentence is its own), twenty sentences that stand together count as one: abstracts lie in such
 * corpora sentence after sentence.
 *
 * @param of    the fold of each sentence
 * @param count how many folds there are
 */
record Folds(int[] of, int count) {
    private static final int BLOCK = 20;

    /** Below this many sentences blocks shrink, so that each fold gets some. */
    private static final int BLOCKS_OF_FOLD = 3;

    /** @param wanted folds; fewer where there are fewer documents */
    static Folds deal(List<GoldSentence> sentences, int wanted, long seed) {
        Map<String, List<Integer>> groups = new LinkedHashMap<>();
        long documents =
                sentences.stream().map(GoldSentence::document).distinct().count();
        boolean named = documents > 1 && documents < sentences.size();
        int block = Math.clamp(sentences.size() / (BLOCKS_OF_FOLD * (long) wanted), 1, BLOCK);
        for (int i = 0; i < sentences.size(); i++) {
            String group = named ? sentences.get(i).document() : Integer.toString(i / block);
            groups.computeIfAbsent(group, _ -> new ArrayList<>()).add(i);
        }
        int count = Math.min(wanted, groups.size());
        List<List<Integer>> order = new ArrayList<>(groups.values());
        Collections.shuffle(order, new Random(seed));
        int[] sizes = new int[count];
        int[] of = new int[sentences.size()];
        for (List<Integer> group : order) {
            int least = 0;
            for (int fold = 1; fold < count; fold++) {
                least = sizes[fold] < sizes[least] ? fold : least;
            }
            sizes[least] += group.size();
            for (int sentence : group) {
                of[sentence] = least;
            }
        }
        return new Folds(of, count);
    }
}
