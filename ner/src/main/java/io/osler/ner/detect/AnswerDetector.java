package io.osler.ner.detect;

import io.osler.ner.Mention;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** Finds mentions by asking a model, and says what that took. Implementations are safe for many threads. */
public interface AnswerDetector extends MentionDetector {
    /**
     * Finds mentions in many sentences together.
     *
     * @return a future for each sentence, in their order; one that cannot be asked about fails alone
     */
    List<CompletableFuture<Detection>> detections(List<String> sentences);

    /** The same for one sentence. */
    default Detection detection(String sentence) {
        try {
            return detections(List.of(sentence)).getFirst().join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw e;
        }
    }

    @Override
    default List<Mention> detect(String sentence) {
        return detection(sentence).mentions();
    }

    @Override
    default List<CompletableFuture<List<Mention>>> detectAll(List<String> sentences) {
        return detections(sentences).stream()
                .map(detection -> detection.thenApply(Detection::mentions))
                .toList();
    }
}
