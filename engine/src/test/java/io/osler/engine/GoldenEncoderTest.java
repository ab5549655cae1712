package io.osler.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.osler.models.config.EncoderRecipe;
import io.osler.models.config.Pooling;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tiny random models of each family against the reference implementation; golden/PROVENANCE.md says where from. */
class GoldenEncoderTest {
    /** What the golden run read of a text, special tokens included. */
    private static final int TOKENS_MAX = 24;

    /** float32 sums in another order, of vectors of length 1. */
    private static final float TOLERANCE = 2e-6f;

    static final EmbedderOptions PLAIN = EmbedderOptions.DEFAULTS
            .withKind(EncoderKind.PROGRAM)
            .withWeightForm(WeightForm.F32)
            .withDevice(ComputeDevice.CPU)
            .withThreads(1);

    private static EmbedderOptions options(Pooling pooling) {
        return PLAIN.withRecipe(new EncoderRecipe(pooling, TOKENS_MAX));
    }

    @ParameterizedTest
    @CsvSource({
        "bert, MEAN", "bert, CLS", "bert, POOLER",
        "roberta, MEAN", "roberta, CLS", "roberta, POOLER",
        "mpnet, MEAN", "mpnet, CLS", "mpnet, POOLER"
    })
    void vectorsAreTheReferences(String family, Pooling pooling) throws IOException {
        assertVectors(family, options(pooling), pooling);
    }

    @ParameterizedTest
    @CsvSource({"MEAN", "CLS", "POOLER"})
    void onnxRuntimeGivesTheSame(Pooling pooling) throws IOException {
        assertVectors("bert", options(pooling).withKind(EncoderKind.ONNX), pooling);
    }

    private static void assertVectors(String family, EmbedderOptions options, Pooling pooling) throws IOException {
        GoldenVectors golden = GoldenVectors.read(family);
        List<float[]> expected = golden.vectors(pooling.name().toLowerCase(Locale.ROOT));
        try (Embedder embedder = Embedder.open(golden.directory(), options)) {
            List<float[]> vectors = embedder.encode(golden.texts());
            assertThat(vectors).hasSameSizeAs(expected);
            for (int i = 0; i < expected.size(); i++) {
                assertThat(vectors.get(i))
                        .as(golden.texts().get(i))
                        .containsExactly(expected.get(i), within(TOLERANCE));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"bert", "roberta", "mpnet"})
    void statesOfTokensAreTheReferences(String family) throws IOException {
        GoldenVectors golden = GoldenVectors.read(family);
        float[][][] expected = golden.states();
        try (Embedder embedder = Embedder.open(golden.directory(), options(Pooling.MEAN))) {
            assertThat(embedder.layers()).isEqualTo(2);
            int width = embedder.dimension();
            String text = golden.texts().get(GoldenVectors.STATES_OF);
            TokenStates both = embedder.states(List.of("fever", "", text, "no fever"), List.of(1, 2))
                    .get(2);
            TokenStates first = embedder.states(List.of(text), List.of(1)).getFirst();
            int tokens = expected[0].length - 2; // less those around the text
            assertThat(both.spans()).hasSize(tokens);
            assertThat(both.states()).hasDimensions(tokens, 2 * width);
            assertThat(first.states()).hasDimensions(tokens, width);
            for (int token = 0; token < tokens; token++) {
                float[] of = both.states()[token];
                assertThat(Arrays.copyOf(of, width)).containsExactly(expected[0][token + 1], within(1e-4f));
                assertThat(Arrays.copyOfRange(of, width, 2 * width))
                        .containsExactly(expected[1][token + 1], within(1e-4f));
                assertThat(first.states()[token]).containsExactly(Arrays.copyOf(of, width), within(1e-5f));
            }
        }
    }

    /** Packed forms of random weights, which nothing was trained to bear; a wrong scale or bias is far beyond. */
    @ParameterizedTest
    @CsvSource({"bert, BF16", "bert, INT8", "roberta, BF16", "roberta, INT8", "mpnet, BF16", "mpnet, INT8"})
    void packedFormsStayNear(String family, WeightForm form) throws IOException {
        GoldenVectors golden = GoldenVectors.read(family);
        List<float[]> expected = golden.vectors("mean");
        EmbedderOptions options = options(Pooling.MEAN).withWeightForm(form);
        try (Embedder embedder = Embedder.open(golden.directory(), options)) {
            List<float[]> vectors = embedder.encode(golden.texts());
            for (int i = 0; i < expected.size(); i++) {
                assertThat(GoldenVectors.cosine(vectors.get(i), expected.get(i)))
                        .as(golden.texts().get(i))
                        .isGreaterThan(0.999);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"PROGRAM, 1", "PROGRAM, 2", "ONNX, 1", "ONNX, 2"})
    void aVectorDoesNotDependOnTheTextsBesideIt(EncoderKind kind, int threads) throws IOException {
        GoldenVectors golden = GoldenVectors.read("bert");
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < 7; i++) {
            texts.addAll(golden.texts());
        }
        Collections.shuffle(texts, new Random(20261123));
        EmbedderOptions options = options(Pooling.MEAN).withKind(kind).withThreads(threads);
        for (int batchTokens : new int[] {1, 7, 33, 1024}) {
            try (Embedder embedder = Embedder.open(golden.directory(), options.withBatchTokens(batchTokens))) {
                List<float[]> together = embedder.encode(texts);
                for (int i = 0; i < texts.size(); i += 5) {
                    assertThat(embedder.encode(texts.get(i)))
                            .as("text %d, calls of %d tokens", i, batchTokens)
                            .containsExactly(together.get(i), within(1e-5f));
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"bert", "mpnet"})
    void textsAreCutWhereTheReferenceCutsThemAndCounted(String family) throws IOException {
        GoldenVectors golden = GoldenVectors.read(family);
        long cut = golden.ids().stream().filter(ids -> ids.length == TOKENS_MAX).count();
        try (Embedder embedder = Embedder.open(golden.directory(), options(Pooling.CLS))) {
            embedder.encode(golden.texts());
            assertThat(cut).isPositive();
            assertThat(embedder.cutTexts()).isEqualTo(cut);
        }
    }

    @Test
    void vectorsAreAsLongAsTheyComeWhenAsked() throws IOException {
        GoldenVectors golden = GoldenVectors.read("bert");
        try (Embedder unit = Embedder.open(golden.directory(), options(Pooling.MEAN));
                Embedder raw =
                        Embedder.open(golden.directory(), options(Pooling.MEAN).withNormalised(false))) {
            float[] one = unit.encode("fever");
            float[] other = raw.encode("fever");
            assertThat(GoldenVectors.cosine(one, other)).isCloseTo(1, within(1e-6));
            assertThat(GoldenVectors.cosine(one, one)).isEqualTo(1);
            double length = 0;
            for (float value : other) {
                length += value * value;
            }
            assertThat(length).isGreaterThan(2);
            assertThat(raw.name()).endsWith("as long as they come)").isNotEqualTo(unit.name());
        }
    }
}
