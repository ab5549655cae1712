package io.osler.ner.select;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Reciprocal rank fusion: a sentence scores the sum of {@code 1 / (60 + rank)} over the rankings that name it, ranks from
 * 1. Rankings are read to a depth of 1,000, beyond which a rank adds next to nothing.
 *
 * @see <a href="https://doi.org/10.1145/1571941.1572114">Cormack et al. 2009, Reciprocal rank fusion</a>
 */
final class FusedRanking implements PoolRanking {
    private static final int DEPTH = 1_000;
    private static final double DAMPING = 60;

    private final int poolSize;
    private final List<PoolRanking> rankings;

    FusedRanking(int poolSize, List<PoolRanking> rankings) {
        this.poolSize = poolSize;
        this.rankings = List.copyOf(rankings);
    }

    @Override
    public int[] best(String sentence, int count) {
        return best(List.of(sentence), count).getFirst();
    }

    @Override
    public List<int[]> best(List<String> sentences, int count) {
        int depth = Math.max(DEPTH, count);
        List<List<int[]>> ranked = new ArrayList<>();
        for (PoolRanking ranking : rankings) {
            ranked.add(ranking.best(sentences, depth));
        }
        return IntStream.range(0, sentences.size())
                .mapToObj(i -> fused(ranked.stream().map(lists -> lists.get(i)).toList(), count))
                .toList();
    }

    private int[] fused(List<int[]> lists, int count) {
        double[] scores = new double[poolSize];
        for (int[] places : lists) {
            for (int rank = 1; rank <= places.length; rank++) {
                scores[places[rank - 1]] += 1 / (DAMPING + rank);
            }
        }
        return Scores.highest(scores, count, 0);
    }
}
