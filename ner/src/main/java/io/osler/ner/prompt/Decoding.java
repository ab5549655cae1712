package io.osler.ner.prompt;

import io.osler.ner.Mention;
import java.util.List;

/**
 * What an answer says of a sentence.
 *
 * @param mentions sorted, not overlapping, each a part of the sentence
 * @param counts   what happened on the way
 */
public record Decoding(List<Mention> mentions, AnswerCounts counts) {
    public Decoding {
        mentions = List.copyOf(mentions);
    }

    /** Whether the answer had the asked shape at all. */
    public boolean isParsed() {
        return counts.of(AnswerEvent.UNPARSEABLE) == 0;
    }
}
