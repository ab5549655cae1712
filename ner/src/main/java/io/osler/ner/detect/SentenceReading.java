package io.osler.ner.detect;

import io.osler.ner.AnnotatedText;
import java.util.List;
import java.util.Map;

/**
 * What a model says of the spans of a sentence.
 *
 * @param spans    that were looked into; may overlap, and one may stand with several types
 * @param openings logarithm of the probability that a mention begins at a word, by where the word begins
 * @param examples the model was shown
 */
public record SentenceReading(List<SpanReading> spans, Map<Integer, Double> openings, List<AnnotatedText> examples) {
    public SentenceReading {
        spans = List.copyOf(spans);
        openings = Map.copyOf(openings);
    }
}
