package io.osler.ner.detect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.osler.kb.MatchReason;
import io.osler.kb.NameKind;
import io.osler.kb.Sense;
import io.osler.ner.task.Tasks;
import java.util.Set;
import org.junit.jupiter.api.Test;

class LabelTypesTest {
    private final LabelTypes clinical = LabelTypes.of(Tasks.find("clinical"));
    private final LabelTypes disease = LabelTypes.of(Tasks.find("disease"));

    private static Sense sense(String... types) {
        return new Sense(0, "X:1", "x", "x", NameKind.PREFERRED, "tiny", MatchReason.EXACT, 1, Set.of(types));
    }

    @Test
    void typesOfTheLabelsNameAndOfUmlsCount() {
        assertThat(clinical.label(sense("problem"))).contains("problem");
        assertThat(clinical.label(sense("T047"))).contains("problem");
        assertThat(clinical.label(sense("T061"))).contains("treatment");
        assertThat(clinical.label(sense("T059", "T999"))).contains("test");
        assertThat(clinical.label(sense("T023"))).isEmpty();
        assertThat(clinical.label(sense())).isEmpty();
        assertThat(disease.label(sense("T191"))).contains("disease");
        assertThat(disease.label(sense("disease_ontology")))
                .as("what the Disease Ontology's OBO file calls its terms")
                .contains("disease");
        assertThat(disease.label(sense("Diseases"))).contains("disease");
        assertThat(disease.label(sense("T184"))).as("a symptom").isEmpty();
        assertThat(clinical.types()).contains("test", "T060").doesNotContain("disease");
    }

    @Test
    void whatTheUserSaysReplacesWhatIsUsual() {
        LabelTypes own = clinical.with("test", Set.of("T061", "assay"));
        assertThat(own.label(sense("assay"))).contains("test");
        assertThat(own.label(sense("T061"))).as("taken from treatment").contains("test");
        assertThat(own.label(sense("T059"))).isEmpty();
        assertThat(own.label(sense("T047"))).contains("problem");
    }

    @Test
    void aStarStandsForEveryConcept() {
        LabelTypes any = disease.with("disease", Set.of(LabelTypes.ANY));
        assertThat(any.label(sense())).contains("disease");
        assertThat(any.label(sense("T023"))).contains("disease");
        assertThat(any.types()).isEmpty();
    }

    @Test
    void besideAStarOtherLabelsKeepTheirTypes() {
        LabelTypes mixed = clinical.with("problem", Set.of(LabelTypes.ANY));
        assertThat(mixed.label(sense("T061"))).contains("treatment");
        assertThat(mixed.label(sense("T023"))).contains("problem");
    }

    @Test
    void wrongWordsAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> clinical.with("gene", Set.of("T028")))
                .withMessage("types are given for label 'gene', expected one of [problem, test, treatment]");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> clinical.with("test", Set.of("*", "T059")))
                .withMessage("types of label 'test' are [*, T059], expected some names or '*' alone");
        assertThatIllegalArgumentException().isThrownBy(() -> clinical.with("test", Set.of()));
    }
}
