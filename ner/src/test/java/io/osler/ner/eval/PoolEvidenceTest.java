package io.osler.ner.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.osler.ner.evidence.EvidenceOptions;
import io.osler.ner.evidence.EvidencePart;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class PoolEvidenceTest {
    private static Setting setting(Map<String, String> more) {
        return Setting.llm("toy", "tanl", "static", 4).withSeed(3).withMore(more);
    }

    @Test
    void isOffUnlessASettingSaysSo() {
        assertThat(PoolEvidence.of(setting(Map.of()))).isEmpty();
        assertThat(PoolEvidence.of(setting(Map.of("evidence", "none")))).isEmpty();
        assertThat(PoolEvidence.kb(setting(Map.of("evidence-kb", "starter")))).isEmpty();
    }

    @Test
    void isReadWithItsNumbers() {
        assertThat(PoolEvidence.of(setting(Map.of("evidence", "fit"))))
                .contains(new PoolEvidence(EvidenceOptions.DEFAULTS.withSeed(3), OptionalDouble.empty()));
        Setting some = setting(Map.of(
                "evidence", "pool+lm", "evidence-sentences", "50", "threshold", "0.4", "evidence-kb", "starter"));
        assertThat(PoolEvidence.of(some))
                .contains(new PoolEvidence(
                        EvidenceOptions.DEFAULTS.withSeed(3).withSentences(50).withParts(EvidencePart.parse("lm+pool")),
                        OptionalDouble.of(0.4)));
        assertThat(PoolEvidence.kb(some)).isEqualTo(Optional.of("starter"));
    }

    @Test
    void wrongWordsAreRefused() {
        assertThatThrownBy(() -> PoolEvidence.of(setting(Map.of("evidence", "true"))))
                .hasMessage("evidence is 'true', expected parts of lm+pool+examples+kb with + between");
        assertThatThrownBy(() -> PoolEvidence.of(setting(Map.of("evidence", "fit", "evidence-sentences", "4"))))
                .hasMessage("sentences to fit evidence on are 4, expected at least 10");
    }
}
