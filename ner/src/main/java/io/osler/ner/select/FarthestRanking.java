package io.osler.ner.select;

/** Another ranking of the whole pool, read from its end: a control that shows what nearness is worth. */
final class FarthestRanking implements PoolRanking {
    private final PoolRanking ranking;
    private final int poolSize;

    FarthestRanking(PoolRanking ranking, int poolSize) {
        this.ranking = ranking;
        this.poolSize = poolSize;
    }

    /** Sentences that the other ranking leaves out are farther than all it names. */
    @Override
    public int[] best(String sentence, int count) {
        double[] scores = new double[poolSize];
        int[] near = ranking.best(sentence, poolSize);
        for (int rank = 0; rank < near.length; rank++) {
            scores[near[rank]] = rank - poolSize;
        }
        return Scores.highest(scores, count, Double.NEGATIVE_INFINITY);
    }
}
