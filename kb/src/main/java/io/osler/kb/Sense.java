package io.osler.kb;

import java.util.Set;

/**
 * A concept that a name may stand for.
 *
 * @param concept       its row in the knowledge base: 0 to {@link KnowledgeBase#size()} - 1
 * @param id            its id
 * @param preferredName its first name
 * @param matchedName   the name that matched, as its source writes it
 * @param kind          how that name relates to the concept
 * @param origin        the vocabulary that states that name
 * @param reason        why it was found
 * @param score         0 to 1, higher is surer; comparable within one answer
 * @param types         semantic types of the concept
 */
public record Sense(
        int concept,
        String id,
        String preferredName,
        String matchedName,
        NameKind kind,
        String origin,
        MatchReason reason,
        double score,
        Set<String> types) {}
