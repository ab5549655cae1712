package io.osler.ner.select;

import io.osler.kb.TextEncoder;
import io.osler.ner.AnnotatedText;
import java.util.List;

/** The vectors of a pool's sentences. Safe for many threads. A mapped index of them has this shape too. */
@FunctionalInterface
public interface PoolVectors {
    /** Texts encoded in one call. */
    int BATCH = 256;

    /** Cosine of a vector of length 1 with that of each sentence, in their order. */
    float[] cosines(float[] query);

    /** Encodes a pool, and keeps its vectors in memory. */
    static PoolVectors encode(List<AnnotatedText> pool, TextEncoder encoder) {
        float[][] vectors = new float[pool.size()][];
        for (int begin = 0; begin < vectors.length; begin += BATCH) {
            List<String> texts = pool.subList(begin, Math.min(vectors.length, begin + BATCH)).stream()
                    .map(AnnotatedText::text)
                    .toList();
            List<float[]> encoded = encoder.encode(texts);
            for (int i = 0; i < encoded.size(); i++) {
                vectors[begin + i] = encoded.get(i);
            }
        }
        return query -> {
            float[] cosines = new float[vectors.length];
            for (int i = 0; i < cosines.length; i++) {
                cosines[i] = dot(query, vectors[i]);
            }
            return cosines;
        };
    }

    private static float dot(float[] a, float[] b) {
        float sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum = Math.fma(a[i], b[i], sum);
        }
        return sum;
    }
}
