package io.osler.ner.evidence;

import io.osler.ner.Mention;
import io.osler.ner.detect.MentionDetector;
import io.osler.ner.detect.SpanChoice;
import io.osler.ner.detect.SpanReader;
import io.osler.ner.task.BoundaryProfile;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.IntStream;

/**
 * Finds mentions by what a language model, the pool and a dictionary say of spans together; confidence is the fitted
 * probability. Safe for many threads where the reader is.
 */
public final class EvidenceDetector implements MentionDetector {
    private final SpanReader reader;
    private final FittedEvidence evidence;
    private final SpanChoice choice;

    /** @param boundary applied to what was chosen */
    public EvidenceDetector(SpanReader reader, FittedEvidence evidence, BoundaryProfile boundary) {
        this.reader = reader.keeping(evidence::candidates);
        this.evidence = evidence;
        this.choice = new SpanChoice(boundary, evidence.threshold());
    }

    @Override
    public List<Mention> detect(String sentence) {
        try {
            return detectAll(List.of(sentence)).getFirst().join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        }
    }

    @Override
    public List<CompletableFuture<List<Mention>>> detectAll(List<String> sentences) {
        var readings = reader.readings(sentences);
        return IntStream.range(0, sentences.size())
                .mapToObj(i -> readings.get(i)
                        .thenApply(reading -> choice.of(sentences.get(i), evidence.scored(sentences.get(i), reading))))
                .toList();
    }
}
