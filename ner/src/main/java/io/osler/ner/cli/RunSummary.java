package io.osler.ner.cli;

import io.osler.ner.export.RunInfo;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a run did, for people and as {@code summary.json}: fields in this order, named in snake case. No note's text.
 *
 * @param tool                osler
 * @param version             its version
 * @param model               id or file name
 * @param weights             number format as they ran
 * @param device              where
 * @param knowledgeBase       the one that was asked; empty when none was
 * @param linked              mentions that were given a concept
 * @param task                what was looked for
 * @param startedAt           ISO instant
 * @param interrupted         whether a signal ended it before all notes were read
 * @param notesDone           written to the results
 * @param notesEmpty          of these, without any text
 * @param notesFailed         see failures
 * @param sentences           read
 * @param characters          Unicode code points of the notes done
 * @param mentions            per type, all types of the task
 * @param secondsToOpen       model and task
 * @param seconds             from the first note to the last, opening not counted
 * @param sentencesPerSecond  sentences / seconds
 * @param charactersPerSecond characters / seconds
 * @param failures            inputs without a result
 * @param skipped             parts of notes that were not read
 * @param renamed             notes whose id differs from the name of their file, as two files have that name
 */
record RunSummary(
        String tool,
        String version,
        String model,
        String weights,
        String device,
        String knowledgeBase,
        String task,
        String startedAt,
        boolean interrupted,
        int notesDone,
        int notesEmpty,
        int notesFailed,
        long sentences,
        long characters,
        Map<String, Long> mentions,
        long linked,
        double secondsToOpen,
        double seconds,
        double sentencesPerSecond,
        double charactersPerSecond,
        List<Failure> failures,
        List<Skipped> skipped,
        List<Renamed> renamed) {
    private static final int LINES_MAX = 20;
    private static final JsonMapper JSON = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .disable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
            .enable(SerializationFeature.INDENT_OUTPUT)
            .build();

    /**
     * An input without a result.
     *
     * @param source file or argument
     * @param reason a sentence with a code
     */
    record Failure(String source, String reason) {}

    /**
     * A part of a note that was not read.
     *
     * @param docId  the note
     * @param begin  in code points
     * @param end    in code points
     * @param reason a sentence
     */
    record Skipped(String docId, int begin, int end, String reason) {}

    /**
     * A note under another name than its file's.
     *
     * @param docId  its name in the results
     * @param source its file
     */
    record Renamed(String docId, String source) {}

    static RunSummary of(RunInfo info, String device, double secondsToOpen, RunTotals totals) {
        double seconds = totals.seconds();
        return new RunSummary(
                "osler",
                info.toolVersion(),
                info.modelId(),
                info.weightForm(),
                device,
                info.knowledgeBase(),
                info.taskName(),
                info.startedAt().toString(),
                totals.interrupted(),
                totals.notesDone(),
                totals.notesEmpty(),
                totals.failures().size(),
                totals.sentences(),
                totals.characters(),
                totals.mentions(),
                totals.linked(),
                rounded(secondsToOpen),
                rounded(seconds),
                rounded(perSecond(totals.sentences(), seconds)),
                rounded(perSecond(totals.characters(), seconds)),
                totals.failures(),
                totals.skipped(),
                totals.renamed());
    }

    String json() {
        return JSON.writeValueAsString(this) + "\n";
    }

    /** Some lines, the last without a line end. */
    String text() {
        List<String> lines = new ArrayList<>();
        lines.add(String.format(
                Locale.ROOT,
                "%s%s, %s, %s in %.1f s: %.1f sentences/s, %,.0f characters/s",
                interrupted ? "interrupted after " : "",
                Sizes.count(notesDone, "note"),
                Sizes.count(sentences, "sentence"),
                Sizes.count(mentionsInAll(), "mention"),
                seconds,
                sentencesPerSecond,
                charactersPerSecond));
        lines.add(mentions.entrySet().stream()
                .map(type -> String.format(Locale.ROOT, "%s %,d", type.getKey(), type.getValue()))
                .collect(Collectors.joining(", ", "  ", "")));
        if (linked > 0) {
            lines.add(String.format(Locale.ROOT, "  linked to a concept of %s: %,d", knowledgeBase, linked));
        }
        if (notesEmpty > 0) {
            lines.add("%s without text".formatted(Sizes.count(notesEmpty, "note")));
        }
        list(
                lines,
                "not read inside notes",
                skipped.stream()
                        .map(part -> "%s, characters %d-%d: %s"
                                .formatted(part.docId(), part.begin(), part.end(), part.reason()))
                        .toList());
        list(lines, "failed", failures.stream().map(Failure::reason).toList());
        list(
                lines,
                "renamed, as the name was taken",
                renamed.stream()
                        .map(note -> "%s is %s".formatted(note.docId(), note.source()))
                        .toList());
        return String.join(System.lineSeparator(), lines);
    }

    private static void list(List<String> lines, String title, List<String> items) {
        if (items.isEmpty()) {
            return;
        }
        lines.add("%s: %d".formatted(title, items.size()));
        items.stream().limit(LINES_MAX).forEach(item -> lines.add("  " + item));
        if (items.size() > LINES_MAX) {
            lines.add("  and %d more in %s".formatted(items.size() - LINES_MAX, OutputPlace.SUMMARY));
        }
    }

    private long mentionsInAll() {
        return mentions.values().stream().mapToLong(Long::longValue).sum();
    }

    private static double perSecond(long count, double seconds) {
        return seconds > 0 ? count / seconds : 0;
    }

    private static double rounded(double number) {
        return Math.round(number * 1000) / 1000.0;
    }
}
