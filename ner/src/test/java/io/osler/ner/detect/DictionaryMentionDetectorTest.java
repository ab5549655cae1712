package io.osler.ner.detect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.osler.kb.KnowledgeBase;
import io.osler.ner.Mention;
import io.osler.ner.TinyKb;
import io.osler.ner.task.Tasks;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DictionaryMentionDetectorTest {
    @TempDir
    Path directory;

    private KnowledgeBase names;
    private DictionaryMentionDetector detector;

    @BeforeEach
    void open() {
        names = new TinyKb()
                .with("K:1", "problem", "zorbitis")
                .with("K:2", "problem", "chronic zorbitis", "CZ disease")
                .with("K:3", "treatment", "zorbitol")
                .with("K:4", "place", "ward")
                .with("K:5", "place", "blint")
                .with("K:6", "test", "blint")
                .in(directory.resolve("kb"));
        detector = new DictionaryMentionDetector(names, LabelTypes.of(Tasks.find("clinical")));
    }

    @AfterEach
    void close() {
        names.close();
    }

    private List<String> found(String text) {
        return detector.detect(text).stream()
                .map(mention -> mention.type() + " " + mention.span().in(text))
                .toList();
    }

    @Test
    void theLongestNameAtEachPlaceTakesItsLabel() {
        assertThat(found("Chronic zorbitis on the ward, zorbitol given; no zorbitis."))
                .containsExactly("problem Chronic zorbitis", "treatment zorbitol", "problem zorbitis");
    }

    @Test
    void aNameOfSeveralThingsTakesTheOneWithALabel() {
        assertThat(found("blint")).containsExactly("test blint");
    }

    @Test
    void shortFormsThatTheTextExplainsAreFoundFromThere() {
        assertThat(found("Known chronic zorbitis (CZB). CZB is worse."))
                .containsExactly("problem chronic zorbitis", "problem CZB", "problem CZB");
    }

    @Test
    void confidenceIsTheScoreAndNothingIsFoundTwice() {
        List<Mention> found = detector.detect("zorbitis zorbitis");
        assertThat(found).isSorted().hasSize(2).allSatisfy(mention -> {
            assertThat(mention.confidence()).isBetween(0.5, 1.0);
            assertThat(mention.link()).isEmpty();
        });
    }

    @Test
    void oddTextsAreNoProblem() {
        for (String text : List.of("", " ", "\n\t", "😀 zorbitis 😀", "zorbitis\r\nzorbitol")) {
            assertThat(detector.detect(text))
                    .isEqualTo(detector.detect(text))
                    .allSatisfy(mention -> assertThat(mention.span().in(text)).isNotBlank());
        }
        assertThat(found("😀 zorbitis")).containsExactly("problem zorbitis");
    }

    @Test
    void aKnowledgeBaseWithoutTheLabelsTypesIsRefused() {
        LabelTypes genes = LabelTypes.of(Tasks.find("disease")).with("disease", Set.of("gene"));
        DictionaryMentionDetector other = new DictionaryMentionDetector(names, genes);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> other.detect("zorbitis"))
                .withMessageContaining("gene");
    }
}
