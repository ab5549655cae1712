package io.osler.ner.select;

import io.osler.ner.AnnotatedText;
import java.util.List;

/**
 * The k sentences of a pool most like a sentence, by TF-IDF, nearest last; the sentence itself is left out, and those
 * with no word in common.
 *
 * <p>Tokens are separated by spaces and lower-cased; weight {@code (1 + ln tf) * idf},
 * {@code idf = ln((N + 1) / (df + 1)) + 1}, {@code ln(N + 1) + 1} for a token outside the pool; vectors of length 1.
 * Scores equal to nine decimals are ties and go by place in the pool.
 */
public final class TfidfNeighbours implements ExampleSelector {
    private final ExampleSelector selector;

    public TfidfNeighbours(List<AnnotatedText> pool, int k) {
        if (k < 1) {
            throw new IllegalArgumentException("k is %d, expected at least 1".formatted(k));
        }
        selector =
                new RankedExamples(ExamplePool.of(pool), new TfidfRanking(pool), k, SelectionSpec.Order.NEAREST_LAST);
    }

    @Override
    public List<AnnotatedText> select(String sentence) {
        return selector.select(sentence);
    }
}
