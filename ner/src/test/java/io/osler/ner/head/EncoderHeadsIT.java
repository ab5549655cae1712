package io.osler.ner.head;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.osler.engine.ComputeDevice;
import io.osler.engine.Embedder;
import io.osler.engine.EmbedderOptions;
import io.osler.engine.EncoderKind;
import io.osler.engine.Engine;
import io.osler.engine.EngineException;
import io.osler.engine.EngineOptions;
import io.osler.engine.WeightForm;
import io.osler.engine.tagger.TaggerTraining;
import io.osler.models.store.ModelStore;
import io.osler.models.store.PullProgress;
import io.osler.ner.Annotations;
import io.osler.ner.ClinicalNer;
import io.osler.ner.ClinicalNote;
import io.osler.ner.Mention;
import io.osler.ner.NerException;
import io.osler.ner.corpus.GoldSentence;
import io.osler.ner.task.Task;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Heads on an encoder's real weights, alone and beside a language model's, pulled by the product itself. */
class EncoderHeadsIT {
    private static final Task TASK = InventedStates.TASK;
    private static final HeadOptions OPTIONS = HeadOptions.DEFAULTS
            .withSeeds(2)
            .withWidths(16, 16)
            .withTraining(new TaggerTraining(6, 4, 5e-3f, 0.01f, 0.1f, 3, 7));

    @TempDir
    private Path directory;

    private static Path pulled(String model) {
        return ModelStore.open().pull(model, PullProgress.SILENT).directory();
    }

    private static HeadReader encoder() {
        return HeadReader.of(
                Embedder.open(
                        pulled("all-minilm-l6-v2"),
                        HeadReader.encoderOptions(EngineOptions.DEFAULTS
                                .withDevice(ComputeDevice.CPU)
                                .withThreads(1))),
                "all-minilm-l6-v2");
    }

    private static HeadReader languageModel() {
        EngineOptions options =
                EngineOptions.DEFAULTS.withWeightForm(WeightForm.F32).withDevice(ComputeDevice.CPU);
        return HeadReader.of(Engine.open(pulled("smollm2-135m-instruct"), options), "smollm2-135m-instruct");
    }

    private static FittedHead fit(HeadReader reader, HeadOptions options) {
        List<GoldSentence> train = InventedStates.sentences(60, 1);
        return Heads.fit(reader, TASK, train, List.of(), options, Optional.empty(), _ -> {});
    }

    @Test
    void anEncoderReadsForAHead() {
        Path file = directory.resolve("toy.head");
        try (HeadReader reader = encoder()) {
            FittedHead head = fit(reader, OPTIONS);
            assertThat(head.info().scores().strict().f1()).isGreaterThan(0.8);
            assertThat(head.info().models()).containsExactly("all-minilm-l6-v2");
            assertThat(head.info().plans().getFirst().layers()).containsExactly(2, 4, 5);
            HeadFile.write(file, head);
        }
        String note = "The nurse saw him with knee pain today.\n\nHe had zorvan on and the rash.";
        try (ClinicalNer ner = ClinicalNer.withHeads(
                encoder(), List.of(file), Optional.empty(), OptionalDouble.of(0.1), Optional.empty())) {
            Annotations found = ner.annotate(new ClinicalNote("n", note));
            assertThat(found.mentions().stream().map(mention -> mention.span().in(note)))
                    .contains("knee pain", "zorvan");
            assertThat(found.skipped()).isEmpty();
            assertThat(ner.engine()).isEmpty();
            assertThat(ner.deviceName()).isEqualTo("cpu");
            assertThat(ner.weightForm()).isEqualTo(WeightForm.INT8);
        }
    }

    @Test
    void anEncoderAsOnnxTellsNoStatesAndIsClosed() {
        Embedder onnx = Embedder.open(
                pulled("all-minilm-l6-v2"),
                EmbedderOptions.DEFAULTS.withDevice(ComputeDevice.CPU).withKind(EncoderKind.ONNX));
        assertThatThrownBy(() -> HeadReader.of(onnx, "all-minilm-l6-v2"))
                .isInstanceOf(EngineException.class)
                .hasMessageContaining("use kind PROGRAM");
        assertThatThrownBy(() -> onnx.encode("fever")).hasMessageContaining("the embedder is closed");
    }

    @Test
    void aWordIsTheMeanOfItsTokensAndLongSentencesAreReadInWindows() {
        try (HeadReader reader = encoder()) {
            List<ReadingPlan> plans = reader.plans(List.of());
            String part = "the nurse saw him with gastroenteritis , a rash and knee pain today , ";
            String text = part.repeat(300).strip();
            List<WordStates> read = reader.readAll(List.of("", part.strip(), text), plans).stream()
                    .map(states -> states.join())
                    .toList();
            assertThat(read.getFirst().states()).isEmpty();
            assertThat(read.getLast().words()).hasSizeGreaterThan(4_000);
            assertThat(Arrays.asList(read.getLast().states())).doesNotContainNull();
            assertThat(read.get(1).states()[0]).hasSize(3 * 384);
            // One sentence beside others is what it is alone.
            WordStates alone =
                    reader.readAll(List.of(part.strip()), plans).getFirst().join();
            for (int word = 0; word < alone.states().length; word++) {
                for (int i = 0; i < alone.states()[word].length; i++) {
                    float one = Float.float16ToFloat(alone.states()[word][i]);
                    float other = Float.float16ToFloat(read.get(1).states()[word][i]);
                    assertThat(Math.abs(one - other)).isLessThan(0.01f);
                }
            }
        }
    }

    @Test
    void statesOfALanguageModelAndAnEncoderStandSideBySide() {
        Path file = directory.resolve("both.head");
        try (HeadReader both = languageModel().and(encoder())) {
            FittedHead head = fit(both, OPTIONS);
            assertThat(head.info().scores().strict().f1()).isGreaterThan(0.8);
            assertThat(head.info().models()).containsExactly("smollm2-135m-instruct", "all-minilm-l6-v2");
            assertThat(head.info().sizes().states()).isEqualTo(3 * 576 + 3 * 384);
            HeadFile.write(file, head);
            FittedHead opened = Heads.open(file, both, Optional.empty());
            HeadMentionDetector detector = new HeadMentionDetector(both, List.of(opened), OptionalDouble.empty());
            String text = "The nurse saw him with knee pain today.";
            List<Mention> found = detector.detect(text);
            assertThat(found.stream().map(mention -> mention.span().in(text))).containsExactly("knee pain");
            assertThatThrownBy(() -> fit(both, OPTIONS.withLayers(List.of(2))))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("layers are [2] for 2 models, expected none: each gives its usual ones");
        }
        try (HeadReader alone = encoder()) {
            assertThatThrownBy(() -> Heads.open(file, alone, Optional.empty()))
                    .isInstanceOf(NerException.class)
                    .hasMessageContaining("was fitted on another model (smollm2-135m-instruct, files ")
                    .hasMessageContaining(" and all-minilm-l6-v2, files ")
                    .hasMessageContaining(" than all-minilm-l6-v2, files ");
        }
    }
}
