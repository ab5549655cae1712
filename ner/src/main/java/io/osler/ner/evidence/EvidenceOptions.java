package io.osler.ner.evidence;

import java.util.EnumSet;
import java.util.Set;

/**
 * How evidence is fitted.
 *
 * @param sentences of the pool that are read and fitted to
 * @param seed      draws them
 * @param parts     who may speak; a dictionary only where one is given
 * @param penalty   of the regression's weights
 */
public record EvidenceOptions(int sentences, long seed, Set<EvidencePart> parts, double penalty) {
    /** With fewer, folds would be empty of mentions. */
    public static final int SENTENCES_LEAST = 10;

    public static final EvidenceOptions DEFAULTS = new EvidenceOptions(200, 7, EnumSet.allOf(EvidencePart.class), 1);

    public EvidenceOptions {
        if (sentences < SENTENCES_LEAST) {
            throw new IllegalArgumentException(
                    "sentences to fit evidence on are %d, expected at least %d".formatted(sentences, SENTENCES_LEAST));
        }
        if (parts.isEmpty()) {
            throw new IllegalArgumentException(
                    "evidence has no part, expected some of %s".formatted(EvidencePart.text(EvidencePart.all(true))));
        }
        parts = Set.copyOf(parts);
    }

    public EvidenceOptions withSentences(int count) {
        return new EvidenceOptions(count, seed, parts, penalty);
    }

    public EvidenceOptions withSeed(long number) {
        return new EvidenceOptions(sentences, number, parts, penalty);
    }

    public EvidenceOptions withParts(Set<EvidencePart> some) {
        return new EvidenceOptions(sentences, seed, some, penalty);
    }
}
