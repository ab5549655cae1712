package io.osler.ner.link;

import io.osler.kb.MatchReason;
import io.osler.kb.Sense;
import java.util.Locale;

/**
 * A concept that a mention may mean.
 *
 * @param id          in its knowledge base
 * @param name        its preferred name
 * @param matchedName the name of it that is like the mention
 * @param reason      how they are alike
 * @param score       0 to 1, higher is surer
 */
public record LinkCandidate(String id, String name, String matchedName, MatchReason reason, double score) {
    static LinkCandidate of(Sense sense) {
        return new LinkCandidate(
                sense.id(),
                sense.preferredName(),
                sense.matchedName(),
                sense.reason(),
                Math.clamp(sense.score(), 0, 1));
    }

    /** Found by other words than the mention's: less sure, and by likeness. */
    LinkCandidate lessLikely(double factor) {
        return new LinkCandidate(id, name, matchedName, MatchReason.LEXICAL, score * factor);
    }

    /** As outputs write it: {@code token order}. */
    public String reasonName() {
        return reason.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
