package io.osler.ner.evidence;

import io.osler.ner.head.Reliability;
import io.osler.ner.score.SpanScores;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * How evidence did on documents that its weights were not fitted to, and whose own annotation it was not told. The
 * threshold is the best for them, so scores are a little flattered.
 *
 * @param sentences   that were judged
 * @param strict      same begin, end and label
 * @param reachable   share of annotated mentions that were among the spans looked into: no recall goes above it
 * @param reliability of the confidences of found mentions
 * @param ablation    F1 when only some parts speak, each with its own weights and threshold
 */
public record EvidenceScores(
        int sentences, SpanScores strict, double reachable, Reliability reliability, Map<String, Double> ablation) {
    public EvidenceScores {
        ablation = new TreeMap<>(ablation);
    }

    /** What single parts do, for people; empty when there is but one. */
    public String alone() {
        return ablation.entrySet().stream()
                .map(part -> String.format(Locale.ROOT, "%s alone F1 %.3f", part.getKey(), part.getValue()))
                .collect(Collectors.joining(", "));
    }

    /** One line for people. */
    public String words() {
        return String.format(
                Locale.ROOT,
                "P %.3f  R %.3f  F1 %.3f (strict, %,d mentions in %,d sentences held out); %.3f of the mentions were"
                        + " looked into; calibration error %.3f",
                strict.precision(),
                strict.recall(),
                strict.f1(),
                strict.gold(),
                sentences,
                reachable,
                reliability.error());
    }
}
