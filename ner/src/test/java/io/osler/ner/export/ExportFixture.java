package io.osler.ner.export;

import io.osler.models.TextSpan;
import io.osler.ner.Annotations;
import io.osler.ner.Annotations.SkippedSpan;
import io.osler.ner.ClinicalNote;
import io.osler.ner.Mention;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;

/** Invented notes and a run that never was. */
final class ExportFixture {
    static final RunInfo RUN = new RunInfo(
            "0.1.0",
            "toy-model",
            "Q4_1",
            "clinical",
            List.of("problem", "treatment", "body location"),
            Instant.parse("2026-01-02T03:04:05Z"));

    private ExportFixture() {}

    /** Where {@code words} stand first in {@code text}. */
    static Mention mention(String text, String words, String type, double confidence) {
        int begin = text.indexOf(words);
        return new Mention(new TextSpan(begin, begin + words.length()), type, confidence);
    }

    static Annotations note(String id, String text, Mention... mentions) {
        return note(id, text, List.of(), mentions);
    }

    static Annotations note(String id, String text, List<SkippedSpan> skipped, Mention... mentions) {
        List<Mention> sorted = Arrays.stream(mentions).sorted().toList();
        return new Annotations(new ClinicalNote(id, text), sorted, 2, skipped, 1_500_000_000L);
    }

    static void write(ExportFormat format, Path directory, Annotations... notes) {
        try (AnnotationWriter writer = format.open(directory, RUN)) {
            for (Annotations note : notes) {
                writer.write(note);
            }
        }
    }
}
