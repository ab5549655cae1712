package io.osler.ner.select;

import io.osler.kb.TextEncoder;
import java.util.List;

/**
 * By exact cosine of sentence vectors.
 *
 * @see <a href="https://arxiv.org/abs/2101.06804">Liu et al. 2021, What Makes Good In-Context Examples for GPT-3?</a>
 */
final class EmbeddingRanking implements PoolRanking {
    private final TextEncoder encoder;
    private final PoolVectors vectors;

    EmbeddingRanking(TextEncoder encoder, PoolVectors vectors) {
        this.encoder = encoder;
        this.vectors = vectors;
    }

    @Override
    public int[] best(String sentence, int count) {
        return best(List.of(sentence), count).getFirst();
    }

    @Override
    public List<int[]> best(List<String> sentences, int count) {
        return encoder.encode(sentences).stream()
                .map(query -> nearest(query, count))
                .toList();
    }

    private int[] nearest(float[] query, int count) {
        float[] cosines = vectors.cosines(query);
        double[] scores = new double[cosines.length];
        for (int i = 0; i < scores.length; i++) {
            scores[i] = cosines[i];
        }
        return Scores.highest(scores, count, Double.NEGATIVE_INFINITY);
    }
}
