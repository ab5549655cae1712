package io.osler.ner.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.osler.engine.ComputeDevice;
import io.osler.engine.Engine;
import io.osler.engine.EngineOptions;
import io.osler.engine.WeightForm;
import io.osler.models.store.ModelStore;
import io.osler.models.store.PullProgress;
import io.osler.ner.Annotations;
import io.osler.ner.ClinicalNer;
import io.osler.ner.ClinicalNote;
import io.osler.ner.NerException;
import io.osler.ner.NerOptions;
import io.osler.ner.detect.DetectorOptions;
import io.osler.ner.detect.SpanReader;
import io.osler.ner.select.ExamplePool;
import io.osler.ner.select.ExampleSelector;
import io.osler.ner.select.SelectionSpec;
import io.osler.ner.task.Task;
import io.osler.ner.task.Tasks;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On real weights, from annotated sentences to a note. */
class EvidenceIT {
    private static final String NOTE = "He slept well. His gout and mumps were gone by day 9, and he drank water.";
    private static final Task TASK = Tasks.find("disease");
    private static final NerOptions OPTIONS = NerOptions.DEFAULTS
            .withEngine(EngineOptions.DEFAULTS.withWeightForm(WeightForm.F32).withDevice(ComputeDevice.CPU))
            .withSelection(SelectionSpec.SPREAD.withK(4));

    @TempDir
    private Path directory;

    @Test
    void evidenceThatIsFittedAndKeptFindsMentionsInNotesAskedTheSameWay() {
        Path model = ModelStore.open()
                .pull("smollm2-135m-instruct", PullProgress.SILENT)
                .directory();
        Path file = directory.resolve("my.evidence");
        fit(model, file);
        NerOptions with = OPTIONS.withEvidence(new EvidenceChoice(file, Optional.empty(), OptionalDouble.empty()));
        try (ClinicalNer ner = ClinicalNer.open(model, TASK, with)) {
            Annotations found = ner.annotate(new ClinicalNote("note", NOTE));
            assertThat(found.mentions())
                    .extracting(mention -> mention.span().in(NOTE))
                    .contains("gout", "mumps")
                    .doesNotContain("water");
        }
        assertThatThrownBy(() -> ClinicalNer.open(model, TASK, with.withOpenBias(2)))
                .isInstanceOfSatisfying(
                        NerException.class, e -> assertThat(e.code()).isEqualTo(NerException.Code.HEAD_UNUSABLE))
                .hasMessageContaining("was fitted with another prompt")
                .hasMessageContaining("open bias 2.0");
    }

    private static void fit(Path model, Path file) {
        try (Engine engine = Engine.open(model, OPTIONS.engine())) {
            SelectionSpec spec = OPTIONS.selection(TASK);
            DetectorOptions asked = OPTIONS.detection(TASK);
            ExampleSelector selector = ExampleSelector.spread(TASK.examples(), spec.k());
            SpanReader reader = Evidences.reader(engine, TASK, selector, asked);
            ExamplePool pool = EvidenceFixture.pool(12);
            FittedEvidence evidence = Evidences.fit(
                    reader,
                    asked.boundary(),
                    Evidences.info(engine, "smollm2", TASK, PromptSettings.of(TASK, spec, asked), Optional.empty()),
                    pool,
                    Optional.empty(),
                    EvidenceOptions.DEFAULTS.withSentences(24),
                    _ -> {});
            assertThat(evidence.info().scores().sentences()).isEqualTo(24);
            assertThat(evidence.info().scores().strict().f1()).isGreaterThan(0.5);
            EvidenceFile.write(file, evidence);
        }
    }
}
