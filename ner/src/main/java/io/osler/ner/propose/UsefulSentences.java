package io.osler.ner.propose;

import io.osler.ner.select.TfidfIndex;
import io.osler.ner.text.Words;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * Chooses sentences that are useful and unlike each other, one after another: the next is the one with the greatest
 * {@code (1 - diversity) * rank - diversity * likeness}, where rank is the share of sentences that are less useful and
 * likeness the cosine with the most similar sentence chosen or known already (maximal marginal relevance, Carbonell and
 * Goldstein, SIGIR 1998). A sentence that says nearly the same as one of them is never chosen. Likeness is by TF-IDF over
 * words in lower case with each digit a zero, so that two blood pressures are alike. Ties go by seed: the same input gives
 * the same choice.
 */
public final class UsefulSentences {
    /** Cosine from which two sentences say the same. */
    static final double SAME_FROM = 0.9;

    /** Sentences that stand for all in {@link #typical}. */
    private static final int SAMPLE = 256;

    private final List<List<String>> terms;
    private final TfidfIndex index;
    private final long seed;

    /** @param texts that may be chosen */
    public UsefulSentences(List<String> texts, long seed) {
        terms = texts.stream().map(UsefulSentences::terms).toList();
        index = new TfidfIndex(terms);
        this.seed = seed;
    }

    /**
     * How typical each sentence is: its cosines with a sample of all, added up. What usefulness may be where nobody says how
     * unsure they are, since what is only unlike the others is mostly odd. The most typical sentences of notes hold no
     * mention, so those that seem to are ahead by half of what the most typical one has.
     *
     * @param promising whether a sentence, by place, seems to hold a mention
     */
    public double[] typical(IntPredicate promising) {
        double[] sums = new double[terms.size()];
        for (int place : shuffled().subList(0, Math.min(SAMPLE, terms.size()))) {
            double[] cosines = index.cosines(terms.get(place));
            for (int i = 0; i < sums.length; i++) {
                sums[i] += i == place ? 0 : cosines[i];
            }
        }
        double ahead = Arrays.stream(sums).max().orElse(0) / 2;
        for (int i = 0; i < sums.length; i++) {
            sums[i] += promising.test(i) ? ahead : 0;
        }
        return sums;
    }

    /**
     * @param useful    how useful each sentence is; only the order counts
     * @param known     sentences to be unlike, that are annotated already
     * @param count     how many to choose; fewer come back when the others say the same again
     * @param diversity from 0, the most useful ones whatever they say, to 1
     * @return places of the chosen, in the order of choice
     */
    public List<Integer> choose(double[] useful, List<String> known, int count, double diversity) {
        if (useful.length != terms.size()) {
            throw new IllegalArgumentException(
                    "there are %d numbers for %d sentences, expected as many".formatted(useful.length, terms.size()));
        }
        if (count < 1) {
            throw new IllegalArgumentException("count is %d, expected at least 1".formatted(count));
        }
        if (!(diversity >= 0 && diversity <= 1)) {
            throw new IllegalArgumentException("diversity is %s, expected 0 to 1".formatted(diversity));
        }
        double[] ranks = ranks(useful);
        double[] likeness = new double[terms.size()];
        new HashSet<>(known).stream().map(UsefulSentences::terms).forEach(words -> raise(likeness, words));
        List<Integer> order = shuffled();
        Set<Integer> chosen = new HashSet<>();
        List<Integer> inOrder = new ArrayList<>();
        while (inOrder.size() < count) {
            int best = -1;
            double most = Double.NEGATIVE_INFINITY;
            for (int place : order) {
                double score = (1 - diversity) * ranks[place] - diversity * likeness[place];
                if (score > most && likeness[place] < SAME_FROM && !chosen.contains(place)) {
                    best = place;
                    most = score;
                }
            }
            if (best < 0) {
                break;
            }
            chosen.add(best);
            inOrder.add(best);
            raise(likeness, terms.get(best));
        }
        return inOrder;
    }

    private void raise(double[] likeness, List<String> words) {
        if (words.isEmpty()) {
            return;
        }
        double[] cosines = index.cosines(words);
        for (int i = 0; i < likeness.length; i++) {
            likeness[i] = Math.max(likeness[i], cosines[i]);
        }
    }

    /** The share of sentences below each. */
    private static double[] ranks(double[] useful) {
        double[] sorted = useful.clone();
        Arrays.sort(sorted);
        return Arrays.stream(useful)
                .map(value -> (double) below(sorted, value) / sorted.length)
                .toArray();
    }

    private static int below(double[] sorted, double value) {
        int low = 0;
        int high = sorted.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (sorted[middle] < value) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    private List<Integer> shuffled() {
        List<Integer> places =
                new ArrayList<>(IntStream.range(0, terms.size()).boxed().toList());
        Collections.shuffle(places, new Random(seed));
        return places;
    }

    private static List<String> terms(String text) {
        String plain = text.toLowerCase(Locale.ROOT).replaceAll("[0-9]", "0");
        return Words.of(plain).stream()
                .map(span -> span.in(plain))
                .filter(Words::isWord)
                .toList();
    }
}
