package io.osler.kb.vector;

import io.osler.kb.scan.RowTable;
import io.osler.kb.scan.VectorScan;
import java.util.Arrays;
import org.apache.lucene.util.hnsw.RandomVectorScorer;
import org.apache.lucene.util.hnsw.RandomVectorScorerSupplier;
import org.apache.lucene.util.hnsw.UpdateableRandomVectorScorer;

/** Scores for Lucene's graph, from our rows by our loops. Not safe for several threads. */
final class RowScorer implements UpdateableRandomVectorScorer {
    private final RowTable rows;
    private final VectorScan scan;
    private final int[] one = new int[1];
    private final float[] score = new float[1];
    private float[] query;

    RowScorer(RowTable rows, VectorScan scan, float[] query) {
        this.rows = rows;
        this.scan = scan;
        this.query = rows.padded(query);
    }

    /** For the building of a graph: each thread has a scorer of its own. */
    static RandomVectorScorerSupplier supplier(RowTable rows, VectorScan scan) {
        return new RandomVectorScorerSupplier() {
            @Override
            public UpdateableRandomVectorScorer scorer() {
                return new RowScorer(rows, scan, new float[rows.dimension()]);
            }

            @Override
            public RandomVectorScorerSupplier copy() {
                return this;
            }
        };
    }

    @Override
    public void setScoringOrdinal(int row) {
        query = rows.padded(rows.row(row));
    }

    @Override
    public float score(int row) {
        one[0] = row;
        scan.picked(rows, one, 1, query, score);
        return similarity(score[0]);
    }

    @Override
    public float bulkScore(int[] some, float[] scores, int count) {
        scan.picked(rows, some, count, query, scores);
        float best = Float.NEGATIVE_INFINITY;
        for (int i = 0; i < count; i++) {
            scores[i] = similarity(scores[i]);
            best = Math.max(best, scores[i]);
        }
        return best;
    }

    /** Lucene wants scores that are not negative; this keeps their order. */
    private static float similarity(float dot) {
        return dot < 0 ? 1 / (1 - dot) : dot + 1;
    }

    @Override
    public int maxOrd() {
        return rows.count();
    }

    /** Rows with a query of their own, for a search. */
    static RandomVectorScorer of(RowTable rows, VectorScan scan, float[] query) {
        return new RowScorer(rows, scan, Arrays.copyOf(query, query.length));
    }
}
