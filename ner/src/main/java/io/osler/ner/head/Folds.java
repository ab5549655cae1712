package io.osler.ner.head;

import io.osler.ner.corpus.DocumentGroups;
import io.osler.ner.corpus.GoldSentence;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Sentences dealt into folds by document, so that what is held out shares no document with what is learnt.
 *
 * @param of    the fold of each sentence
 * @param count how many folds there are
 */
public record Folds(int[] of, int count) {
    /** Below this many sentences blocks shrink, so that each fold gets some. */
    private static final int BLOCKS_OF_FOLD = 3;

    /** @param wanted folds; fewer where there are fewer documents */
    static Folds deal(List<GoldSentence> sentences, int wanted, long seed) {
        int block = Math.clamp(sentences.size() / (BLOCKS_OF_FOLD * (long) wanted), 1, DocumentGroups.BLOCK);
        return byDocument(DocumentGroups.of(sentences, block), wanted, seed);
    }

    /** @param documents of each sentence */
    public static Folds byDocument(List<String> documents, int wanted, long seed) {
        Map<String, List<Integer>> groups = new LinkedHashMap<>();
        for (int i = 0; i < documents.size(); i++) {
            groups.computeIfAbsent(documents.get(i), _ -> new ArrayList<>()).add(i);
        }
        int count = Math.min(wanted, groups.size());
        List<List<Integer>> order = new ArrayList<>(groups.values());
        Collections.shuffle(order, new Random(seed));
        int[] sizes = new int[count];
        int[] of = new int[documents.size()];
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
