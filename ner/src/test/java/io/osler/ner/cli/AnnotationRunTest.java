package io.osler.ner.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.osler.ner.NerException;
import io.osler.ner.corpus.OffsetUnit;
import io.osler.ner.export.ExportFormat;
import io.osler.ner.export.RunInfo;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AnnotationRunTest {
    private static final List<String> LABELS = List.of("problem", "treatment");

    @TempDir
    private Path out;

    private final FakeAnnotator annotator = new FakeAnnotator();
    private final RunTotals totals = new RunTotals(LABELS);
    private int sentences;

    private static NoteInput note(String id) {
        byte[] text = "fever\ncough\n".getBytes(StandardCharsets.UTF_8);
        return new NoteInput(id, false, id, text.length, () -> new ByteArrayInputStream(text));
    }

    private Results results() {
        RunInfo info = new RunInfo("0", "toy", "f32", "task", LABELS, Instant.EPOCH);
        return Results.open(out, EnumSet.allOf(ExportFormat.class), info, OffsetUnit.CODE_POINTS);
    }

    private AnnotationRun run(Results results) {
        List<NoteInput> inputs = List.of(note("a"), note("b"), note("c"));
        RunDisplay display = new RunDisplay(
                new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8), Terminal.NONE, inputs);
        return new AnnotationRun(annotator, results, display, totals, false, _ -> {});
    }

    private void requireOnlyTheFirstNote() throws IOException {
        assertThat(Files.readAllLines(out.resolve("annotations.jsonl")))
                .singleElement()
                .asString()
                .contains("\"doc_id\":\"a\"");
        assertThat(out.resolve("a.ann")).exists();
        assertThat(out.resolve("b.ann")).doesNotExist();
        assertThat(out.resolve("report.html")).content().contains("cough").doesNotContain(">c<");
    }

    @Test
    void interruptedInsideANoteTheFinishedOnesAreComplete() throws IOException {
        AnnotationRun run = run(results());
        annotator.beforeSentence = () -> {
            if (++sentences == 4) {
                assertThat(run.interrupt()).isTrue();
                assertThat(run.interrupt()).isFalse();
            }
        };

        assertThat(run.run(List.of(note("a"), note("b"), note("c")))).isFalse();

        requireOnlyTheFirstNote();
        assertThat(annotator.shown).hasSize(2);
        assertThat(totals.interrupted()).isTrue();
        assertThat(totals.notesDone()).isEqualTo(1);
        assertThat(totals.failures()).isEmpty();
    }

    @Test
    void aRunThatIsDoneCannotBeInterrupted() {
        AnnotationRun run = run(results());

        assertThat(run.run(List.of(note("a")))).isTrue();

        assertThat(run.interrupt()).isFalse();
        assertThat(totals.interrupted()).isFalse();
    }

    @Test
    void anOutputPlaceThatFailsEndsTheRun() throws IOException {
        AnnotationRun run = run(results());
        annotator.beforeSentence = () -> {
            if (++sentences == 3) {
                block(out.resolve("b.ann"));
            }
        };

        assertThatThrownBy(() -> run.run(List.of(note("a"), note("b"), note("c"))))
                .isInstanceOf(NerException.class)
                .hasMessageStartingWith("OUTPUT_UNWRITABLE: " + out.resolve("b.ann"));
        assertThat(annotator.shown).hasSize(2);
        assertThat(Files.readString(out.resolve("annotations.jsonl"))).startsWith("{\"doc_id\":\"a\"");
    }

    /** A directory that is not empty: no file can take its name. */
    private static void block(Path path) {
        try {
            Files.createDirectories(path.resolve("x"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
