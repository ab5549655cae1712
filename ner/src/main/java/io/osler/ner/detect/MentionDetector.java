package io.osler.ner.detect;

import io.osler.ner.Mention;
import java.util.List;

/** Finds mentions in one sentence. Implementations are safe for many threads. */
public interface MentionDetector {
    /**
     * @param sentence text on one line, no control characters
     * @return sorted, not overlapping; spans are of {@code sentence}
     */
    List<Mention> detect(String sentence);
}
