package io.osler.ner.evidence;

import io.osler.kb.KnowledgeBase;
import io.osler.ner.detect.DictionaryMentionDetector;
import io.osler.ner.detect.DictionaryMentionDetector.Hit;
import io.osler.ner.detect.LabelTypes;
import java.util.List;
import java.util.function.Function;

/**
 * A dictionary whose names are evidence for spans.
 *
 * @param hits        its names in a sentence, with types that are the task's labels
 * @param fingerprint of the dictionary: evidence goes with the one it was fitted with
 */
public record EvidenceNames(Function<String, List<Hit>> hits, String fingerprint) {
    /** @param names stays open as long as they are asked */
    public static EvidenceNames of(KnowledgeBase names, LabelTypes labels) {
        return new EvidenceNames(
                new DictionaryMentionDetector(names, labels)::hits, Long.toHexString(names.fingerprint()));
    }
}
