package io.osler.ner.detect;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * How often words stand in annotated sentences, and how often so that a label is said of them: in a mention of it, or at
 * the beginning of one, as the one who counts likes. Not safe for threads while it is counted.
 */
public final class WordCounts {
    /** Of a word never seen: the usual share of words in mentions. */
    private static final double UNSEEN_SHARE = 0.07;

    private final int labels;
    private final Map<String, int[]> counts;

    /** @param labels how many there are */
    public WordCounts(int labels) {
        this(labels, new HashMap<>());
    }

    /** @param counts for each word in lower case how often it stands, then how often with each label */
    public WordCounts(int labels, Map<String, int[]> counts) {
        counts.values().stream()
                .filter(of -> of.length != 1 + labels)
                .findFirst()
                .ifPresent(of -> {
                    throw new IllegalArgumentException("a word has %d counts, expected %d with %d labels"
                            .formatted(of.length, 1 + labels, labels));
                });
        this.labels = labels;
        this.counts = counts;
    }

    /** @param label its number; negative for none */
    public void add(String word, int label) {
        int[] of = counts.computeIfAbsent(key(word), _ -> new int[1 + labels]);
        of[0]++;
        if (label >= 0) {
            of[1 + label]++;
        }
    }

    /** What was counted beside {@code part}, which is part of it: as if that had never been added. */
    public WordCounts without(WordCounts part) {
        Map<String, int[]> rest = new HashMap<>(counts);
        part.counts.forEach((word, less) -> rest.computeIfPresent(word, (_, all) -> {
            int[] left = new int[all.length];
            for (int i = 0; i < left.length; i++) {
                left[i] = all[i] - less[i];
            }
            return left[0] == 0 ? null : left;
        }));
        return new WordCounts(labels, rest);
    }

    public boolean hasSeen(String word) {
        return counts.containsKey(key(word));
    }

    /** Share of a word's occurrences with a label, smoothed; what is usual for a word never seen. */
    public double share(String word, int label) {
        int[] of = counts.get(key(word));
        return of == null ? UNSEEN_SHARE : (of[1 + label] + 0.1) / (of[0] + 1.5);
    }

    public double logOdds(String word, int label) {
        double share = share(word, label);
        return Math.log(share / (1 - share));
    }

    /** For each word in lower case how often it stands, then how often with each label. */
    public Map<String, int[]> counts() {
        return counts;
    }

    private static String key(String word) {
        return word.toLowerCase(Locale.ROOT);
    }
}
