package io.osler.ner.export;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.osler.ner.assertion.Assertion;
import io.osler.ner.corpus.OffsetUnit;
import io.osler.ner.files.AtomicFiles;
import io.osler.ner.files.PendingFile;
import io.osler.ner.link.LinkCandidate;
import io.osler.ner.link.LinkDecision;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * One line of JSON per note, its fields those of the records below; {@code begin}, {@code end} and {@code length} count
 * what {@code offsets} says, in the untouched note, and {@code text} is exactly what stands there.
 */
final class JsonlSink implements NoteSink {
    static final String FILE_NAME = "annotations.jsonl";

    private final PendingFile file;
    private final String offsets;
    private final SourceFields source;

    JsonlSink(Path outputDirectory, RunInfo info, OffsetUnit unit) {
        offsets = unit.words();
        file = AtomicFiles.create(outputDirectory.resolve(FILE_NAME));
        source = new SourceFields(
                "osler",
                info.toolVersion(),
                info.modelId(),
                info.weightForm(),
                info.knowledgeBase(),
                info.taskName(),
                info.labels(),
                info.startedAt().toString());
    }

    @Override
    public void add(CheckedNote note) {
        file.write(ExportJson.lineBytes(new NoteFields(
                note.note().id(),
                note.length(),
                offsets,
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

    private record MentionFields(
            String id,
            int begin,
            int end,
            String text,
            String type,
            double score,
            @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<AssertionFields> assertion,
            @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<LinkFields> link) {
        static MentionFields of(CheckedNote note, CheckedNote.Found found) {
            return new MentionFields(
                    found.id(),
                    found.place().begin(),
                    found.place().end(),
                    note.textOf(found),
                    found.mention().type(),
                    found.mention().confidence(),
                    found.mention().assertion().map(AssertionFields::of),
                    found.mention().link().map(LinkFields::of));
        }
    }

    /** What the note says of a mention, where it stands, and by which words. */
    private record AssertionFields(
            String status,
            boolean historical,
            @JsonInclude(JsonInclude.Include.NON_EMPTY) String section,
            @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> cues) {
        static AssertionFields of(Assertion assertion) {
            return new AssertionFields(
                    assertion.status().label(), assertion.historical(), assertion.section(), assertion.cues());
        }
    }

    /** Either a concept with all that is known of the choice, or why there is none. */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    private record LinkFields(
            @JsonInclude(JsonInclude.Include.ALWAYS) String id,
            String name,
            String matched,
            String reason,
            Double score,
            String why,
            List<RunnerUpFields> runnersUp) {
        static LinkFields of(LinkDecision decision) {
            Optional<LinkCandidate> concept = decision.concept();
            return new LinkFields(
                    concept.map(LinkCandidate::id).orElse(null),
                    concept.map(LinkCandidate::name).orElse(null),
                    concept.map(LinkCandidate::matchedName).orElse(null),
                    concept.map(LinkCandidate::reasonName).orElse(null),
                    concept.map(LinkCandidate::score).orElse(null),
                    decision.why(),
                    decision.runnersUp().stream().map(RunnerUpFields::of).toList());
        }
    }

    private record RunnerUpFields(String id, String name, String reason, double score) {
        static RunnerUpFields of(LinkCandidate candidate) {
            return new RunnerUpFields(candidate.id(), candidate.name(), candidate.reasonName(), candidate.score());
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
            @JsonInclude(JsonInclude.Include.NON_EMPTY) String knowledgeBase,
            String task,
            List<String> labels,
            String startedAt) {}
}
