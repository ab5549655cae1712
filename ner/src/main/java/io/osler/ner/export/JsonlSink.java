package io.osler.ner.export;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.nio.file.Path;
import java.util.List;

/**
 * One line of JSON per note, its fields those of the records below; {@code begin}, {@code end} and {@code length} count
 * Unicode code points of the untouched note, and {@code text} is exactly what stands there.
 */
final class JsonlSink implements NoteSink {
    static final String FILE_NAME = "annotations.jsonl";
    private static final String OFFSETS = "unicode code points, half-open";

    private final PendingFile file;
    private final SourceFields source;

    JsonlSink(Path outputDirectory, RunInfo info) {
        file = AtomicFiles.create(outputDirectory.resolve(FILE_NAME));
        source = new SourceFields(
                "osler",
                info.toolVersion(),
                info.modelId(),
                info.weightForm(),
                info.taskName(),
                info.labels(),
                info.startedAt().toString());
    }

    @Override
    public void add(CheckedNote note) {
        file.write(ExportJson.lineBytes(new NoteFields(
                note.note().id(),
                note.length(),
                OFFSETS,
                note.found().stream()
                        .map(found -> MentionFields.of(note, found))
                        .toList(),
                note.unread().stream().map(SkippedFields::of).toList(),
                source)));
    }

    @Override
    public void publish() {
        file.publish();
    }

    @Override
    public void abandon() {
        file.close();
    }

    private record NoteFields(
            String docId,
            int length,
            String offsets,
            List<MentionFields> mentions,
            @JsonInclude(JsonInclude.Include.NON_EMPTY) List<SkippedFields> skipped,
            SourceFields source) {}

    private record MentionFields(String id, int begin, int end, String text, String type, double score) {
        static MentionFields of(CheckedNote note, CheckedNote.Found found) {
            return new MentionFields(
                    found.id(),
                    found.place().begin(),
                    found.place().end(),
                    note.textOf(found),
                    found.mention().type(),
                    found.mention().confidence());
        }
    }

    private record SkippedFields(int begin, int end, String reason) {
        static SkippedFields of(CheckedNote.Unread unread) {
            return new SkippedFields(
                    unread.place().begin(), unread.place().end(), unread.span().reason());
        }
    }

    private record SourceFields(
            String tool,
            String version,
            String model,
            String weights,
            String task,
            List<String> labels,
            String startedAt) {}
}
