package io.osler.ner;

import static org.assertj.core.api.Assertions.assertThat;

import io.osler.kb.KnowledgeBase;
import io.osler.ner.detect.LabelTypes;
import io.osler.ner.task.Tasks;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DictionaryNerTest {
    @TempDir
    Path directory;

    private List<String> found(String text) {
        TinyKb names =
                new TinyKb().with("K:1", "problem", "zorbitis", "red blint").with("K:2", "problem", "diagnosis");
        try (DictionaryNer ner =
                new DictionaryNer(names.in(directory.resolve("kb")), LabelTypes.of(Tasks.find("clinical")))) {
            Annotations annotations = ner.annotate(new ClinicalNote("n", text));
            assertThat(annotations.sentences()).isEqualTo(ner.sentences(annotations.note()));
            return annotations.mentions().stream()
                    .map(mention -> "%d %s"
                            .formatted(mention.span().begin(), mention.span().in(text)))
                    .toList();
        }
    }

    @Test
    void offsetsAreOfTheNote() {
        assertThat(found("Well.\n\nNo zorbitis today. Red\nblint seen."))
                .containsExactly("10 zorbitis", "26 Red\nblint");
    }

    @Test
    void headingsHoldNoMentions() {
        assertThat(found("DIAGNOSIS:\nzorbitis\n")).containsExactly("11 zorbitis");
    }

    @Test
    void shortFormsReachOverSentences() {
        assertThat(found("He has zorbitis (ZBT). It is old.\n\nPLAN:\nTreat ZBT."))
                .hasSize(3);
    }

    @Test
    void theStarterVocabularyReadsANote() {
        String text = "No fever. Started metformin for T2DM; HbA1c 8.1.";
        try (DictionaryNer ner = new DictionaryNer(KnowledgeBase.starter(), LabelTypes.of(Tasks.find("clinical")))) {
            assertThat(ner.annotate(new ClinicalNote("n", text)).mentions())
                    .extracting(mention -> mention.type() + " " + mention.span().in(text))
                    .containsExactly("problem fever", "treatment metformin", "problem T2DM", "test HbA1c");
        }
    }
}
