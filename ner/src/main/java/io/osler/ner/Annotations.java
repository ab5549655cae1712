package io.osler.ner;

import java.util.List;

/**
 * What was found in one note.
 *
 * @param note      the note
 * @param mentions  sorted, not overlapping; spans are of the note's text
 * @param sentences how many sentences were read
 * @param skipped   spans of the note the model could not read, with the reason; no mention lies there
 * @param nanos     time it took
 */
public record Annotations(
        ClinicalNote note, List<Mention> mentions, int sentences, List<SkippedSpan> skipped, long nanos) {
    public Annotations {
        mentions = List.copyOf(mentions);
        skipped = List.copyOf(skipped);
    }

    /**
     * A part of a note that was not read.
     *
     * @param begin  in UTF-16 units
     * @param end    in UTF-16 units
     * @param reason without a word of the note
     */
    public record SkippedSpan(int begin, int end, String reason) {}
}
