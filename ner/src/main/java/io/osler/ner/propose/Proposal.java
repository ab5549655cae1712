package io.osler.ner.propose;

import io.osler.ner.Mention;
import java.util.List;
import java.util.OptionalDouble;

/**
 * A sentence somebody may be asked to annotate.
 *
 * @param sentence    and where it stands
 * @param mentions    proposed, with spans of the sentence's text
 * @param uncertainty of whoever proposed them, more is less sure; empty where that is not known
 */
public record Proposal(PlacedSentence sentence, List<Mention> mentions, OptionalDouble uncertainty) {
    public Proposal {
        mentions = List.copyOf(mentions);
    }
}
