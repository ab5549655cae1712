package io.osler.ner.link;

import java.util.List;
import java.util.Optional;

/**
 * What a mention means, as far as a knowledge base can tell.
 *
 * @param concept   the chosen one; empty is an honest none
 * @param why       why there is none, without a word of the note; empty when one was chosen
 * @param runnersUp the next best, the best first; with none chosen, the best that were not good enough
 */
public record LinkDecision(Optional<LinkCandidate> concept, String why, List<LinkCandidate> runnersUp) {
    public LinkDecision {
        runnersUp = List.copyOf(runnersUp);
        if (concept.isPresent() != why.isEmpty()) {
            throw new IllegalArgumentException("either a concept or a reason why there is none is expected");
        }
    }

    static LinkDecision chosen(List<LinkCandidate> ranked) {
        return new LinkDecision(Optional.of(ranked.getFirst()), "", ranked.subList(1, ranked.size()));
    }

    static LinkDecision none(String why, List<LinkCandidate> ranked) {
        return new LinkDecision(Optional.empty(), why, ranked);
    }
}
