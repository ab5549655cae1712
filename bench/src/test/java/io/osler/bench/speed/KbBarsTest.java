package io.osler.bench.speed;

import static org.assertj.core.api.Assertions.assertThat;

import io.osler.kb.KnowledgeBase;
import io.osler.kb.build.BuildReport;
import io.osler.kb.build.KnowledgeBaseBuilder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KbBarsTest {
    private final List<Bar> rows = new ArrayList<>();

    private void measure(int names, KbBars.Figure... figures) {
        KbBars.Plan plan = new KbBars.Plan(Optional.empty(), "no-encoder", names, 2_000, 1);
        new KbBars(plan, new BarSheet("kb", rows::add)).measure(EnumSet.copyOf(List.of(figures)));
    }

    @Test
    void withoutDataItIsSaidWhatIsMissing() {
        measure(10, KbBars.Figure.SCAN, KbBars.Figure.LINK, KbBars.Figure.LINK_DENSE);
        assertThat(rows).hasSize(3).allMatch(row -> row.verdict().equals("not measured: needs --data DIR"));
    }

    @Test
    void aGeneratedVocabularyIsBuiltOpenedAndOpenedInAnotherProcess() {
        measure(2_000, KbBars.Figure.MILLION);
        assertThat(rows)
                .extracting(Bar::name)
                .containsExactly(
                        "kb: 2,000 names built",
                        "kb: 2,000 names opened, first in a JVM with archived classes, as the launcher has them",
                        "kb: 2,000 names opened, first in a JVM without an archive",
                        "kb: 2,000 names opened again",
                        "kb: 2,000 names open and asked: resident memory of the process");
        assertThat(rows)
                .as("all but the archive, which takes jars and cannot be made of a build's directories")
                .filteredOn(row -> !row.name().contains("archived"))
                .allMatch(row -> row.figure().median() > 0);
    }

    @Test
    void generatedNamesAreTheSameEveryTimeAndAsManyAsAsked(@TempDir Path directory) {
        List<Long> fingerprints = new ArrayList<>();
        for (String name : List.of("one", "two")) {
            BuildReport report =
                    new KnowledgeBaseBuilder().add(new GeneratedNames(1_001)).build(directory.resolve(name));
            assertThat(report.sources().getFirst().names()).isEqualTo(1_001);
            assertThat(report.concepts()).isEqualTo(251);
            try (KnowledgeBase kb = KnowledgeBase.open(directory.resolve(name))) {
                fingerprints.add(kb.fingerprint());
            }
        }
        assertThat(fingerprints.get(0)).isEqualTo(fingerprints.get(1));
    }
}
