package io.osler.ner.head;

import io.osler.kb.KnowledgeBase;
import io.osler.ner.detect.DictionaryMentionDetector;
import io.osler.ner.detect.LabelTypes;
import io.osler.ner.detect.MentionDetector;

/**
 * A dictionary whose names are evidence for a head.
 *
 * @param detector    finds names with types that are the task's labels
 * @param fingerprint of the dictionary: a head goes with the one it was fitted with
 */
public record HeadNames(MentionDetector detector, String fingerprint) {
    /** @param names stays open as long as heads ask it */
    public static HeadNames of(KnowledgeBase names, LabelTypes labels) {
        return new HeadNames(new DictionaryMentionDetector(names, labels), Long.toHexString(names.fingerprint()));
    }
}
