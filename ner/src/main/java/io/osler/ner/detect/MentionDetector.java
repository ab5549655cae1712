package io.osler.ner.detect;

import io.osler.ner.Mention;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Finds mentions in one sentence. Implementations are safe for many threads. */
public interface MentionDetector {
    /**
     * @param sentence text on one line, no control characters
     * @return sorted, not overlapping; spans are of {@code sentence}
     */
    List<Mention> detect(String sentence);

    /**
     * Finds mentions in many sentences, together where that is faster.
     *
     * @return a future for each sentence, in their order: its mentions, or what {@link #detect} would throw
     */
    default List<CompletableFuture<List<Mention>>> detectAll(List<String> sentences) {
        return sentences.stream().map(this::detected).toList();
    }

    private CompletableFuture<List<Mention>> detected(String sentence) {
        try {
            return CompletableFuture.completedFuture(detect(sentence));
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }
}
