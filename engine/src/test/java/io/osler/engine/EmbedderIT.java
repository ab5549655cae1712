package io.osler.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.osler.models.store.ModelStore;
import io.osler.models.store.PullProgress;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Real weights, pulled by the product itself, against the reference; golden/PROVENANCE.md says where from. */
class EmbedderIT {
    private static final EmbedderOptions F32 =
            EmbedderOptions.DEFAULTS.withDevice(ComputeDevice.CPU).withWeightForm(WeightForm.F32);

    private static Path miniLm() {
        return ModelStore.open().pull("all-minilm-l6-v2", PullProgress.SILENT).directory();
    }

    @ParameterizedTest
    @EnumSource(names = {"PROGRAM", "ONNX"})
    void miniLmIsTheReferenceOnBothRunners(EncoderKind kind) throws IOException {
        assertVectors(miniLm(), F32.withKind(kind), "minilm", 1e-5f);
    }

    /** An empty text, of which the model sees only what stands around it, is the one that moves. */
    @ParameterizedTest
    @CsvSource({"BF16, 0.9995, 0.999", "INT8, 0.997, 0.985"})
    void packedFormsOfMiniLmStayNear(WeightForm form, double least, double leastOfEmpty) throws IOException {
        GoldenVectors golden = GoldenVectors.read("minilm");
        EmbedderOptions options = F32.withKind(EncoderKind.PROGRAM).withWeightForm(form);
        try (Embedder embedder = Embedder.open(miniLm(), options)) {
            List<float[]> vectors = embedder.encode(golden.texts());
            for (int i = 0; i < vectors.size(); i++) {
                assertThat(GoldenVectors.cosine(
                                vectors.get(i), golden.vectors("mean").get(i)))
                        .as("text %d", i)
                        .isGreaterThan(golden.texts().get(i).isEmpty() ? leastOfEmpty : least);
            }
        }
    }

    @Test
    void miniLmKnowsItsPoolingAndLengthFromTheCatalogue() {
        try (Embedder embedder = Embedder.open(miniLm(), F32)) {
            assertThat(embedder.name()).isEqualTo("all-minilm-l6-v2 (mean, 256 tokens)");
        }
    }

    /** Only where somebody has pulled it: 438 MB. */
    @Test
    void mpnetIsTheReference() throws IOException {
        ModelStore store = ModelStore.open();
        assumeTrue(store.find("all-mpnet-base-v2").isPresent(), "all-mpnet-base-v2 is not pulled");
        assertVectors(store.path("all-mpnet-base-v2"), F32, "all-mpnet", 1e-5f);
    }

    private static void assertVectors(Path model, EmbedderOptions options, String name, float tolerance)
            throws IOException {
        GoldenVectors golden = GoldenVectors.read(name);
        try (Embedder embedder = Embedder.open(model, options)) {
            List<float[]> vectors = embedder.encode(golden.texts());
            for (int i = 0; i < vectors.size(); i++) {
                assertThat(vectors.get(i))
                        .as("text %d", i)
                        .containsExactly(golden.vectors("mean").get(i), within(tolerance));
            }
            assertThat(embedder.cutTexts()).isEqualTo(1);
        }
    }
}
