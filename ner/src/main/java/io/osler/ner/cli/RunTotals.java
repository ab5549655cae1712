package io.osler.ner.cli;

import io.osler.ner.Annotations;
import io.osler.ner.Annotations.SkippedSpan;
import io.osler.ner.Mention;
import io.osler.ner.link.LinkDecision;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Counts while a run goes on. One thread at a time. */
final class RunTotals {
    private final long begin = System.nanoTime();
    private final Map<String, Long> mentions = new LinkedHashMap<>();
    private final List<RunSummary.Failure> failures = new ArrayList<>();
    private final List<RunSummary.Skipped> skipped = new ArrayList<>();
    private final List<RunSummary.Renamed> renamed = new ArrayList<>();
    private int notesDone;
    private int notesEmpty;
    private long sentences;
    private long characters;
    private long linked;
    private boolean interrupted;
    private long nanos;

    RunTotals(List<String> labels) {
        labels.forEach(label -> mentions.put(label, 0L));
    }

    void add(NoteInput input, Annotations found) {
        String text = found.note().text();
        notesDone++;
        notesEmpty += isBlank(text) ? 1 : 0;
        sentences += found.sentences();
        characters += text.codePointCount(0, text.length());
        for (Mention mention : found.mentions()) {
            mentions.merge(mention.type(), 1L, Long::sum);
            linked += mention.link().flatMap(LinkDecision::concept).isPresent() ? 1 : 0;
        }
        for (SkippedSpan span : found.skipped()) {
            skipped.add(new RunSummary.Skipped(
                    input.id(),
                    text.codePointCount(0, span.begin()),
                    text.codePointCount(0, span.end()),
                    span.reason()));
        }
        if (input.renamed()) {
            renamed.add(new RunSummary.Renamed(input.id(), input.source()));
        }
    }

    private static boolean isBlank(String text) {
        return text.chars().allMatch(unit -> Character.isWhitespace(unit) || unit == '\uFEFF');
    }

    void fail(String source, String reason) {
        failures.add(new RunSummary.Failure(source, reason));
    }

    void interrupt() {
        interrupted = true;
    }

    /** The clock stops. */
    void end() {
        nanos = System.nanoTime() - begin;
    }

    double seconds() {
        return nanos / 1e9;
    }

    boolean interrupted() {
        return interrupted;
    }

    int notesDone() {
        return notesDone;
    }

    int notesEmpty() {
        return notesEmpty;
    }

    long sentences() {
        return sentences;
    }

    long characters() {
        return characters;
    }

    Map<String, Long> mentions() {
        return mentions;
    }

    /** Mentions that were given a concept. */
    long linked() {
        return linked;
    }

    List<RunSummary.Failure> failures() {
        return failures;
    }

    List<RunSummary.Skipped> skipped() {
        return skipped;
    }

    List<RunSummary.Renamed> renamed() {
        return renamed;
    }
}
