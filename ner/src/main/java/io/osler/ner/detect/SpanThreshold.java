package io.osler.ner.detect;

import io.osler.ner.AnnotatedText;
import io.osler.ner.Mention;
import io.osler.ner.score.SpanScores;
import io.osler.ner.task.BoundaryProfile;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;

/**
 * Fits the threshold of scored spans on annotated sentences: each is scored once, then every threshold is tried, and the
 * one with the best strict F1 is taken, of several the middle one.
 *
 * @param threshold least probability of a span that is taken
 * @param f1        strict, on the sentences it was fitted on
 */
public record SpanThreshold(double threshold, double f1) {
    private static final int STEPS = 40;

    /** Some sentences of a pool to fit on; selectors that leave a sentence's own text out may draw on the same pool. */
    public static List<AnnotatedText> sample(List<AnnotatedText> pool, int count, long seed) {
        List<AnnotatedText> shuffled = new ArrayList<>(pool);
        Collections.shuffle(shuffled, new Random(seed));
        return shuffled.subList(0, Math.min(count, shuffled.size()));
    }

    /** @throws IllegalArgumentException when there is no sentence */
    public static SpanThreshold fit(SpanScoreDetector detector, List<AnnotatedText> gold) {
        if (gold.isEmpty()) {
            throw new IllegalArgumentException("there is no sentence to fit a threshold on, expected some");
        }
        return of(
                detector.boundary(),
                gold,
                detector.scores(gold.stream().map(AnnotatedText::text).toList()).stream()
                        .map(CompletableFuture::join)
                        .toList());
    }

    /**
     * The threshold for scores that are there already.
     *
     * @param boundary as mentions are found
     * @param scores   of each sentence, overlapping spans too
     */
    public static SpanThreshold of(BoundaryProfile boundary, List<AnnotatedText> gold, List<List<Mention>> scores) {
        double best = -1;
        List<Double> reached = new ArrayList<>();
        for (int step = 1; step < STEPS; step++) {
            double threshold = (double) step / STEPS;
            double f1 = found(new SpanChoice(boundary, threshold), gold, scores).f1();
            if (f1 > best) {
                best = f1;
                reached.clear();
            }
            if (f1 == best) {
                reached.add(threshold);
            }
        }
        return new SpanThreshold(reached.get(reached.size() / 2), best);
    }

    /** What a choice makes of scored spans. */
    public static SpanScores found(SpanChoice choice, List<AnnotatedText> gold, List<List<Mention>> scores) {
        SpanScores sum = SpanScores.NONE;
        for (int i = 0; i < gold.size(); i++) {
            List<Mention> found = choice.of(gold.get(i).text(), scores.get(i));
            sum = sum.plus(SpanScores.strict(gold.get(i).mentions(), found));
        }
        return sum;
    }
}
