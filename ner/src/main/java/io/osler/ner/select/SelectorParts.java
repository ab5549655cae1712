package io.osler.ner.select;

import io.osler.kb.KnowledgeBase;
import io.osler.kb.ScanOptions;
import io.osler.kb.TextEncoder;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * What some strategies need beside the pool.
 *
 * @param encoder    makes sentence vectors
 * @param vectors    of the pool, if they are at hand; else they are encoded when the selector is made
 * @param candidates strings of a sentence that may be mentions, such as a dictionary's scan finds
 */
public record SelectorParts(
        Optional<TextEncoder> encoder,
        Optional<PoolVectors> vectors,
        Optional<Function<String, List<String>>> candidates) {
    public static final SelectorParts NONE = new SelectorParts(Optional.empty(), Optional.empty(), Optional.empty());

    public SelectorParts withEncoder(TextEncoder sentences) {
        return new SelectorParts(Optional.of(sentences), vectors, candidates);
    }

    public SelectorParts withVectors(PoolVectors ofPool) {
        return new SelectorParts(encoder, Optional.of(ofPool), candidates);
    }

    /** With what a knowledge base finds in a sentence. It stays the caller's to close. */
    public SelectorParts withCandidates(KnowledgeBase names) {
        return withCandidates(sentence -> names.scan(sentence, ScanOptions.DEFAULTS).stream()
                .map(match -> sentence.substring(match.begin(), match.end()))
                .toList());
    }

    public SelectorParts withCandidates(Function<String, List<String>> scan) {
        return new SelectorParts(encoder, vectors, Optional.of(scan));
    }
}
