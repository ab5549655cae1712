package io.osler.ner.export;

import static io.osler.ner.export.ExportFixture.mention;
import static io.osler.ner.export.ExportFixture.note;
import static org.assertj.core.api.Assertions.assertThat;

import io.osler.kb.MatchReason;
import io.osler.ner.Annotations;
import io.osler.ner.corpus.Corpora;
import io.osler.ner.corpus.ReadOptions;
import io.osler.ner.link.LinkCandidate;
import io.osler.ner.link.LinkDecision;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Mentions with and without concepts in every format. */
class LinkExportTest {
    private static final String TEXT = "Fever, cough, ache, chills.";
    private static final RunInfo RUN = new RunInfo(
            "0.1.0",
            "dictionary",
            "none",
            "my kb",
            "clinical",
            List.of("problem"),
            Instant.parse("2026-01-02T03:04:05Z"));
    private static final LinkCandidate FEVER =
            new LinkCandidate("D1", "<Fever>", "pyrexia", MatchReason.TOKEN_ORDER, 0.98);
    private static final LinkCandidate COUGH = new LinkCandidate("X:2", "Cough", "cough", MatchReason.EXACT, 1);

    @TempDir
    Path directory;

    @BeforeEach
    void write() {
        Annotations note = note(
                "n",
                TEXT,
                mention(TEXT, "Fever", "problem", 0.5)
                        .withLink(new LinkDecision(Optional.of(FEVER), "", List.of(COUGH))),
                mention(TEXT, "cough", "problem", 0.5)
                        .withLink(new LinkDecision(Optional.empty(), "no name is \"like\" it", List.of())),
                mention(TEXT, "ache", "problem", 0.5).withLink(new LinkDecision(Optional.of(COUGH), "", List.of())),
                mention(TEXT, "chills", "problem", 0.5));
        for (ExportFormat format : ExportFormat.values()) {
            try (AnnotationWriter writer = format.open(directory, RUN)) {
                writer.write(note);
            }
        }
    }

    @Test
    void jsonHasTheChoiceItsReasonAndTheRunnersUpOrWhyThereIsNone() throws IOException {
        assertThat(Files.readString(directory.resolve("annotations.jsonl")))
                .contains(
                        "\"text\":\"Fever\",\"type\":\"problem\",\"score\":0.5,\"link\":{\"id\":\"D1\",\"name\":\"<Fever>\","
                                + "\"matched\":\"pyrexia\",\"reason\":\"token order\",\"score\":0.98,\"runners_up\":"
                                + "[{\"id\":\"X:2\",\"name\":\"Cough\",\"reason\":\"exact\",\"score\":1.0}]}}")
                .contains("\"text\":\"cough\",\"type\":\"problem\",\"score\":0.5,"
                        + "\"link\":{\"id\":null,\"why\":\"no name is \\\"like\\\" it\"}}")
                .contains("\"text\":\"chills\",\"type\":\"problem\",\"score\":0.5}")
                .contains("\"weights\":\"none\",\"knowledge_base\":\"my kb\",\"task\"");
    }

    @Test
    void bratHasAReferenceForEachConcept() {
        assertThat(directory.resolve("n.ann")).hasContent("""
                        T1\tproblem 0 5\tFever
                        T2\tproblem 7 12\tcough
                        T3\tproblem 14 18\tache
                        T4\tproblem 20 26\tchills
                        N1\tReference T1 my_kb:D1\t<Fever>
                        N2\tReference T3 X:2\tCough
                        """);
        assertThat(Corpora.readBrat(directory.resolve("n.txt"), directory.resolve("n.ann"), ReadOptions.FOR_TASKS)
                        .documents()
                        .getFirst()
                        .annotatedText()
                        .mentions())
                .hasSize(4);
    }

    @Test
    void theReportsTooltipSaysWhatAMentionMeans() throws IOException {
        assertThat(Files.readString(directory.resolve("report.html")))
                .contains("characters 0–5 · D1 &lt;Fever&gt; (token order, 0.98)\">Fever</mark>")
                .contains("characters 7–12 · no concept: no name is &quot;like&quot; it\">cough</mark>")
                .contains("characters 20–26\">chills</mark>")
                .doesNotContain("<Fever>");
    }
}
