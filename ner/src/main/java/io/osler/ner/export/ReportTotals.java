package io.osler.ner.export;

import io.osler.ner.export.CheckedNote.Found;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Sums over notes. */
final class ReportTotals {
    private final Map<String, Long> mentionsPerType = new LinkedHashMap<>();
    private long notes;
    private long sentences;
    private long mentions;
    private long skipped;
    private long nanos;

    ReportTotals(List<String> labels) {
        labels.forEach(label -> mentionsPerType.put(label, 0L));
    }

    void add(CheckedNote note) {
        notes++;
        sentences += note.annotations().sentences();
        skipped += note.annotations().skipped().size();
        nanos += note.annotations().nanos();
        for (Found found : note.found()) {
            mentions++;
            mentionsPerType.merge(found.mention().type(), 1L, Long::sum);
        }
    }

    long notes() {
        return notes;
    }

    long sentences() {
        return sentences;
    }

    long mentions() {
        return mentions;
    }

    long skipped() {
        return skipped;
    }

    long nanos() {
        return nanos;
    }

    /** In the order of the labels, all of them. */
    Map<String, Long> mentionsPerType() {
        return mentionsPerType;
    }
}
