package io.osler.ner.eval;

import static org.assertj.core.api.Assertions.assertThat;

import io.osler.kb.KnowledgeBase;
import io.osler.kb.build.KnowledgeBaseBuilder;
import io.osler.kb.source.SourceReport;
import io.osler.ner.TinyKb;
import io.osler.ner.corpus.Corpora;
import io.osler.ner.corpus.Corpus;
import io.osler.ner.corpus.CorpusMention;
import io.osler.ner.corpus.Irregularity;
import io.osler.ner.detect.LabelTypes;
import io.osler.ner.link.CandidateSource;
import io.osler.ner.link.EntityLinker;
import io.osler.ner.link.LinkOptions;
import io.osler.ner.task.Tasks;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LinkEvaluationTest {
    private static final String CORPUS = """
        7|t|Blint and zorbitis
        7|a|Wimbling, gloof, zorbitis.
        7\t0\t5\tBlint\tDisease\tD1
        7\t10\t18\tzorbitis\tDisease\tD2|D9
        7\t19\t27\tWimbling\tDisease\tD3
        7\t29\t34\tgloof\tDisease\tX4
        7\t36\t44\tzorbitis\tDisease\t-1
        """;

    @TempDir
    Path directory;

    private Corpus corpus() throws IOException {
        return Corpora.read(Files.writeString(directory.resolve("c.txt"), CORPUS), LinkEvaluation.READING);
    }

    private static LinkEvaluation evaluate(Corpus corpus, KnowledgeBase names) {
        EntityLinker linker = new EntityLinker(
                names, LabelTypes.of(Tasks.find("disease")), CandidateSource.NONE, LinkOptions.DEFAULTS);
        return LinkEvaluation.of(corpus, linker, names, type -> "disease");
    }

    @Test
    void rightWrongAndNoneAreCountedForAllAndForTheKnown() throws IOException {
        try (KnowledgeBase names = new TinyKb()
                .with("D2", "disease", "zorbitis")
                .with("D3", "disease", "gloof")
                .with("D8", "disease", "blint")
                .in(directory.resolve("kb"))) {
            LinkEvaluation result = evaluate(corpus(), names);
            assertThat(result.all()).isEqualTo(new LinkScores(4, 1, 1, 1));
            assertThat(result.known()).isEqualTo(new LinkScores(2, 1, 1, 1));
            assertThat(result.all().accuracyAt1()).isEqualTo(0.25);
            assertThat(result.all().accuracyAt5()).isEqualTo(0.25);
            assertThat(result.all().precision()).isEqualTo(1.0 / 3);
            assertThat(result.known().f1()).isEqualTo(2.0 / 3);
        }
    }

    @Test
    void anotherIdOfTheGoldConceptIsAsRight() throws IOException {
        try (KnowledgeBase names = new TinyKb()
                .with("D11", "disease", "blint")
                .withAlternative("D11", "D1")
                .with("D3", "disease", "wimbling")
                .withAlternative("D3", "D9")
                .in(directory.resolve("kb"))) {
            LinkEvaluation result = evaluate(corpus(), names);
            // D1 by its new id, D3 by its own; D2|D9 is known by D9, but nothing is called zorbitis.
            assertThat(result.all()).isEqualTo(new LinkScores(4, 2, 2, 2));
            assertThat(result.known()).isEqualTo(new LinkScores(3, 2, 2, 1));
        }
    }

    @Test
    void amongFiveCountsTheRunnersUp() throws IOException {
        try (KnowledgeBase names = new TinyKb()
                .with("D1", "place", "blint")
                .with("D8", "disease", "blint")
                .in(directory.resolve("kb"))) {
            assertThat(evaluate(corpus(), names).known()).isEqualTo(new LinkScores(1, 0, 1, 0));
        }
    }

    @Test
    void idsAreThoseOfVocabularies() {
        assertThat(LinkEvaluation.ids(CorpusMention.of(0, 1, "disease", "MESH:D1", "D2+D3", "OMIM:4", "D1")))
                .containsExactlyInAnyOrder("D1", "D2", "D3", "OMIM:4");
    }

    @Test
    void misplacedMentionsAreLeftOutAndCounted() throws IOException {
        String text = """
            8|t|Wimbling
            8|a|gloof
            8\t0\t8\tWimbling\tDisease\tMESH:D3
            8\t9\t14\tgloog\tDisease\tD4
            8\t9\t99\tgloof\tDisease\tD4
            8\t9\t14\tgloof\tDISEASE\t-
            """;
        Corpus corpus = Corpora.read(Files.writeString(directory.resolve("m.txt"), text), LinkEvaluation.READING);
        assertThat(corpus.documents().getFirst().mentions())
                .containsExactly(CorpusMention.of(0, 8, "disease", "MESH:D3"), CorpusMention.of(9, 14, "disease"));
        assertThat(corpus.tally().count(Irregularity.TEXT_DIFFERS)).isEqualTo(1);
        assertThat(corpus.tally().count(Irregularity.OUT_OF_RANGE)).isEqualTo(1);
    }

    @Test
    void withoutMentionsNothingWasWrong() {
        assertThat(LinkScores.ZERO.accuracyAt1()).isEqualTo(1);
        assertThat(LinkScores.ZERO.precision()).isEqualTo(1);
        assertThat(LinkScores.ZERO.f1()).isEqualTo(1);
    }

    @Test
    void annotatedNamesAreAVocabulary() throws IOException {
        String text = """
            1|t|Blint blint blint CZ
            1|a|red ache
            1\t0\t5\tBlint\tDisease\tD1
            1\t6\t11\tblint\tDisease\tD2
            1\t12\t17\tblint\tDisease\tD2
            1\t18\t20\tCZ\tDisease\tD3
            1\t21\t29\tred ache\tDisease\tD4|D5
            """;
        Corpus corpus = Corpora.read(Files.writeString(directory.resolve("t.txt"), text), LinkEvaluation.READING);
        List<String> told = new ArrayList<>();
        AnnotatedNames source = new AnnotatedNames("tiny-train", corpus);
        KnowledgeBaseBuilder builder = new KnowledgeBaseBuilder().add(source);
        SourceReport report =
                builder.build(directory.resolve("names")).sources().getFirst();
        try (KnowledgeBase names = KnowledgeBase.open(directory.resolve("names"))) {
            names.lookUp("blint").forEach(sense -> told.add(sense.id() + " " + sense.origin()));
        }
        assertThat(told).containsExactly("D2 tiny-train");
        assertThat(report.concepts()).isEqualTo(1);
        assertThat(report.names()).isEqualTo(1);
        assertThat(report.left())
                .containsEntry("mentions of several ids or of none", 1L)
                .containsEntry("shorter than 3 letters", 1L);
    }
}
