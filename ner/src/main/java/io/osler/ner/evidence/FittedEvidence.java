package io.osler.ner.evidence;

import io.osler.ner.Mention;
import io.osler.ner.detect.SentenceReading;
import io.osler.ner.detect.SpanReading;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Weighs what a language model, the pool and a dictionary say of spans. Immutable.
 *
 * @param info       what it goes with
 * @param pool       strings and words of the annotated sentences
 * @param origins    vocabularies of the dictionary that are told apart
 * @param regression over the columns of {@link SpanFeatures}
 * @param threshold  least probability of a span that is taken
 * @param names      the dictionary it asks, if it asks one
 */
public record FittedEvidence(
        EvidenceInfo info,
        PoolCounts pool,
        List<String> origins,
        LogisticRegression regression,
        double threshold,
        Optional<EvidenceNames> names) {
    public FittedEvidence {
        origins = List.copyOf(origins);
        int columns = features(info, origins).names().size();
        if (regression.weights().length != columns) {
            throw new IllegalArgumentException(
                    "evidence has %d weights, expected %d".formatted(regression.weights().length, columns));
        }
    }

    /** The same with another threshold: less finds more, more is surer. */
    public FittedEvidence withThreshold(double least) {
        if (!(least >= 0 && least <= 1)) {
            throw new IllegalArgumentException("threshold is %s, expected a number in [0, 1]".formatted(least));
        }
        return new FittedEvidence(info, pool, origins, regression, least, names);
    }

    private static SpanFeatures features(EvidenceInfo info, List<String> origins) {
        return new SpanFeatures(info.labels(), EvidencePart.parse(info.parts()), origins);
    }

    /** Spans that the language model is asked about whatever it thinks of them; may overlap. */
    public List<Mention> candidates(String sentence) {
        return SentenceFacts.candidates(sentence, pool, names, EvidencePart.parse(info.parts()));
    }

    /** Every span that was read with its probability as confidence; may overlap. */
    public List<Mention> scored(String sentence, SentenceReading reading) {
        List<double[]> rows = features(info, origins).rows(SentenceFacts.of(sentence, pool, names, reading));
        List<Mention> scored = new ArrayList<>();
        for (int i = 0; i < rows.size(); i++) {
            SpanReading span = reading.spans().get(i);
            scored.add(new Mention(span.span(), span.type(), regression.probability(rows.get(i))));
        }
        return scored;
    }
}
