package io.osler.ner.select;

import java.util.Comparator;
import java.util.PriorityQueue;

/** Scores of the sentences of a pool. */
final class Scores {
    private Scores() {}

    /**
     * Places of the highest scores above {@code floor}, highest first. Scores equal to nine decimals are ties and go by
     * place.
     */
    static int[] highest(double[] scores, int count, double floor) {
        Comparator<Integer> worstFirst =
                Comparator.comparingDouble((Integer i) -> rounded(scores[i])).thenComparing(Comparator.reverseOrder());
        PriorityQueue<Integer> best = new PriorityQueue<>(Math.max(1, Math.min(count, scores.length)), worstFirst);
        for (int i = 0; i < scores.length && count > 0; i++) {
            if (scores[i] > floor) {
                if (best.size() < count) {
                    best.add(i);
                } else if (worstFirst.compare(i, best.peek()) > 0) {
                    best.poll();
                    best.add(i);
                }
            }
        }
        int[] places = new int[best.size()];
        for (int i = places.length - 1; i >= 0; i--) {
            places[i] = best.poll();
        }
        return places;
    }

    private static double rounded(double score) {
        return Math.rint(score * 1e9);
    }
}
