package io.osler.ner.evidence;

import io.osler.ner.Mention;
import io.osler.ner.detect.DictionaryMentionDetector.Hit;
import io.osler.ner.detect.SentenceReading;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What is known of a sentence before its spans are judged.
 *
 * @param words    of the sentence
 * @param pool     what other sentences say
 * @param matches  of the pool's strings; may overlap
 * @param examples the counts of those that the prompt showed
 * @param hits     of a dictionary; none without one
 * @param reading  of the language model
 */
record SentenceFacts(
        SpanWords words,
        PoolCounts pool,
        List<Mention> matches,
        PoolCounts examples,
        List<Hit> hits,
        SentenceReading reading) {
    /** @param pool without what the sentence's own document says */
    static SentenceFacts of(String sentence, PoolCounts pool, Optional<EvidenceNames> names, SentenceReading reading) {
        SpanWords words = SpanWords.of(sentence);
        return new SentenceFacts(
                words,
                pool,
                pool.matches(words),
                PoolCounts.of(pool.labels(), reading.examples()),
                names.map(them -> them.hits().apply(sentence)).orElse(List.of()),
                reading);
    }

    /** Spans that have to be judged whatever the language model thinks of them; may overlap. */
    static List<Mention> candidates(
            String sentence, PoolCounts pool, Optional<EvidenceNames> names, Set<EvidencePart> parts) {
        List<Mention> candidates = new ArrayList<>();
        if (parts.contains(EvidencePart.POOL)) {
            SpanWords words = SpanWords.of(sentence);
            candidates.addAll(pool.matches(words));
            candidates.addAll(pool.likelyRuns(words));
        }
        if (parts.contains(EvidencePart.KB)) {
            names.ifPresent(them ->
                    them.hits().apply(sentence).stream().map(Hit::mention).forEach(candidates::add));
        }
        return candidates;
    }
}
