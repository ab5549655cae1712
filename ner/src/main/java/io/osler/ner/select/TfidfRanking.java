package io.osler.ner.select;

import io.osler.ner.AnnotatedText;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** By common words, rare ones counting more: {@link TfidfIndex} over lower-cased tokens between spaces. */
final class TfidfRanking implements PoolRanking {
    private final TfidfIndex index;

    TfidfRanking(List<AnnotatedText> pool) {
        index = new TfidfIndex(
                pool.stream().map(sentence -> tokens(sentence.text())).toList());
    }

    /** Only sentences with a common word. */
    @Override
    public int[] best(String sentence, int count) {
        return Scores.highest(scores(sentence), count, 0);
    }

    double[] scores(String sentence) {
        return index.cosines(tokens(sentence));
    }

    private static List<String> tokens(String text) {
        return Arrays.stream(text.toLowerCase(Locale.ROOT).split(" "))
                .filter(token -> !token.isEmpty())
                .toList();
    }
}
