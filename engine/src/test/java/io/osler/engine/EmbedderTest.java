package io.osler.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.osler.models.ModelException;
import io.osler.models.config.EncoderRecipe;
import io.osler.models.config.Pooling;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The door to encoders: what it finds in a directory, and what it says when something is wrong. */
class EmbedderTest {
    private static final EmbedderOptions MEAN = GoldenEncoderTest.PLAIN.withRecipe(new EncoderRecipe(Pooling.MEAN, 24));

    @TempDir
    Path model;

    @BeforeEach
    void copyModel() throws IOException {
        try (Stream<Path> files = Files.list(GoldenVectors.read("bert").directory())) {
            for (Path file : files.toList()) {
                Files.copy(file, model.resolve(file.getFileName()));
            }
        }
    }

    @Test
    void readsTheRecipeThatSentenceTransformersLeft() throws IOException {
        Files.writeString(model.resolve("modules.json"), """
                [{"idx": 0, "path": "", "type": "sentence_transformers.models.Transformer"},
                 {"idx": 1, "path": "1_Pooling", "type": "sentence_transformers.models.Pooling"},
                 {"idx": 2, "path": "2_Normalize", "type": "sentence_transformers.models.Normalize"}]""");
        Files.createDirectory(model.resolve("1_Pooling"));
        Files.writeString(
                model.resolve("1_Pooling/config.json"),
                "{\"pooling_mode_cls_token\": true, \"pooling_mode_mean_tokens\": false}");
        Files.writeString(model.resolve("sentence_bert_config.json"), "{\"max_seq_length\": 24}");
        GoldenVectors golden = GoldenVectors.read("bert");
        try (Embedder embedder = Embedder.open(model, GoldenEncoderTest.PLAIN)) {
            assertThat(embedder.recipe()).isEqualTo(new EncoderRecipe(Pooling.CLS, 24));
            assertThat(embedder.name()).isEqualTo(model.getFileName() + " (cls, 24 tokens)");
            assertThat(embedder.dimension()).isEqualTo(32);
            assertThat(embedder.encode(golden.texts().get(2)))
                    .containsExactly(golden.vectors("cls").get(2), within(2e-6f));
        }
    }

    @Test
    void weightsComeOutOfAnOnnxFileWhereNothingElseIs() throws IOException {
        Files.delete(model.resolve("model.safetensors"));
        Files.delete(model.resolve("config.json"));
        GoldenVectors golden = GoldenVectors.read("bert");
        try (Embedder embedder = Embedder.open(model, MEAN)) {
            List<float[]> vectors = embedder.encode(golden.texts());
            for (int i = 0; i < vectors.size(); i++) {
                assertThat(vectors.get(i))
                        .containsExactly(golden.vectors("mean").get(i), within(2e-6f));
            }
        }
    }

    @Test
    void wordPiecesServeWhereThereIsNoTokenizerJson() throws IOException {
        Files.delete(model.resolve("tokenizer.json"));
        GoldenVectors golden = GoldenVectors.read("bert");
        try (Embedder embedder = Embedder.open(model, MEAN)) {
            assertThat(embedder.encode(golden.texts().get(4)))
                    .containsExactly(golden.vectors("mean").get(4), within(2e-6f));
        }
    }

    @Test
    void aPrefixGoesBeforeEveryText() {
        EncoderRecipe prefixed = new EncoderRecipe(Pooling.MEAN, 24, "no fever or ", false);
        try (Embedder plain = Embedder.open(model, MEAN);
                Embedder with = Embedder.open(model, MEAN.withRecipe(prefixed))) {
            assertThat(with.encode("cough")).containsExactly(plain.encode("no fever or cough"), within(1e-6f));
            assertThat(with.name()).contains("prefix 'no fever or '");
        }
    }

    @Test
    void anEmptyTextHasAVectorAndNoTextsHaveNone() {
        try (Embedder embedder = Embedder.open(model, MEAN)) {
            assertThat(embedder.encode("")).hasSize(32);
            assertThat(embedder.encode(List.of())).isEmpty();
        }
    }

    @Test
    void manyThreadsGetTheVectorsThatOneGets() throws Exception {
        List<String> texts = GoldenVectors.read("bert").texts();
        try (Embedder embedder = Embedder.open(model, MEAN.withThreads(2));
                ExecutorService callers = Executors.newFixedThreadPool(8)) {
            List<float[]> expected = embedder.encode(texts);
            List<Future<List<float[]>>> all = new ArrayList<>();
            for (int i = 0; i < 32; i++) {
                all.add(callers.submit(() -> embedder.encode(texts)));
            }
            for (Future<List<float[]>> one : all) {
                for (int i = 0; i < texts.size(); i++) {
                    assertThat(one.get().get(i)).containsExactly(expected.get(i), within(1e-6f));
                }
            }
        }
    }

    @Test
    void withoutARecipeItSaysWhatIsMissing() {
        assertThatThrownBy(() -> Embedder.open(model, GoldenEncoderTest.PLAIN))
                .isInstanceOfSatisfying(
                        EngineException.class, e -> assertThat(e.code()).isEqualTo(EngineException.Code.RECIPE_MISSING))
                .hasMessageContaining(model.toString())
                .hasMessageContaining("expected modules.json and 1_Pooling/config.json or an entry of the catalogue");
    }

    @Test
    void aDecoderIsRefusedByItsFamily() throws IOException {
        Files.writeString(model.resolve("config.json"), "{\"model_type\": \"llama\"}");
        assertThatThrownBy(() -> Embedder.open(model, MEAN))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining("model_type is 'llama', expected an encoder: bert, mpnet, roberta, xlm-roberta");
    }

    @Test
    void withoutATokenizerItSaysWhatIsMissing() throws IOException {
        Files.delete(model.resolve("tokenizer.json"));
        Files.delete(model.resolve("vocab.txt"));
        assertThatThrownBy(() -> Embedder.open(model, MEAN))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining("holds no tokenizer.json and no vocab.txt");
    }

    @Test
    void weightsThatAreNoNumbersAreTold() throws IOException {
        byte[] bytes = Files.readAllBytes(model.resolve("model.safetensors"));
        int header = Math.toIntExact(
                ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getLong(0));
        Arrays.fill(bytes, 8 + header, bytes.length, (byte) 0xFF); // NaN in any order
        Files.write(model.resolve("model.safetensors"), bytes);
        try (Embedder embedder = Embedder.open(model, MEAN)) {
            assertThatThrownBy(() -> embedder.encode("fever"))
                    .isInstanceOf(EngineException.class)
                    .hasMessageContaining("the vector of a text of 3 tokens has length NaN; the weights are damaged")
                    .hasMessageNotContaining("fever");
        }
    }

    @Test
    void aTokenizerOfAnotherModelIsTold() throws IOException {
        String json = Files.readString(model.resolve("tokenizer.json"));
        Files.writeString(
                model.resolve("tokenizer.json"),
                json.replace("\"fever\": 76", "\"fever\": 3076").replace("\"fever\":76", "\"fever\":3076"));
        try (Embedder embedder = Embedder.open(model, MEAN)) {
            assertThatThrownBy(() -> embedder.encode("fever"))
                    .isInstanceOf(EngineException.class)
                    .hasMessageContaining("token id 3076")
                    .hasMessageContaining("its tokenizer is another model's");
        }
    }

    @Test
    void aClosedOneSaysSoAndClosingAgainDoesNothing() {
        Embedder embedder = Embedder.open(model, MEAN);
        embedder.close();
        embedder.close();
        assertThatThrownBy(() -> embedder.encode("fever"))
                .isInstanceOfSatisfying(
                        EngineException.class, e -> assertThat(e.code()).isEqualTo(EngineException.Code.CLOSED))
                .hasMessageContaining("the embedder is closed");
    }

    @Test
    void anOnnxFileThatIsNoneIsTold() throws IOException {
        Files.writeString(model.resolve("model.onnx"), "not a model at all");
        assertThatThrownBy(() -> Embedder.open(model, MEAN.withKind(EncoderKind.ONNX)))
                .isInstanceOf(EngineException.class)
                .hasMessageContaining("is refused by ONNX Runtime");
        Files.delete(model.resolve("model.onnx"));
        assertThatThrownBy(() -> Embedder.open(model, MEAN.withKind(EncoderKind.ONNX)))
                .isInstanceOf(EngineException.class)
                .hasMessageContaining("holds no model.onnx; use kind PROGRAM");
    }

    @Test
    void formsForLanguageModelsAreRefused() {
        assertThatThrownBy(() -> Embedder.open(model, MEAN.withWeightForm(WeightForm.INT4)))
                .isInstanceOf(EngineException.class)
                .hasMessageContaining("encoders run in f32, bf16 or int8");
    }

    @Test
    void optionsThatMakeNoSenseAreRefused() {
        assertThatThrownBy(() -> MEAN.withThreads(-1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("threads is -1, expected 0 or more");
        assertThatThrownBy(() -> MEAN.withBatchTokens(0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("batchTokens is 0, expected at least 1");
        assertThatThrownBy(() -> Embedder.open(model, MEAN.withRecipe(new EncoderRecipe(Pooling.MEAN, 2))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("tokensMax is 2, expected more than the 2 tokens around a text");
    }

    @Test
    void statesThatCannotBeToldAreRefused() throws IOException {
        GoldenVectors golden = GoldenVectors.read("bert");
        try (Embedder embedder = Embedder.open(golden.directory(), MEAN)) {
            assertThatThrownBy(() -> embedder.states(List.of("fever ".repeat(40)), List.of(1)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("a text has 42 tokens, expected at most 24; read it in parts");
            for (List<Integer> layers : List.of(List.<Integer>of(), List.of(0), List.of(3), List.of(2, 1))) {
                assertThatThrownBy(() -> embedder.states(List.of("fever"), layers))
                        .as("%s", layers)
                        .isInstanceOf(IllegalArgumentException.class)
                        .hasMessageStartingWith("layers are ");
            }
            assertThat(embedder.states(List.of(), List.of(1))).isEmpty();
            assertThat(embedder.states(List.of("", "fever"), List.of(1))
                            .getFirst()
                            .spans())
                    .isEmpty();
        }
        try (Embedder onnx = Embedder.open(golden.directory(), MEAN.withKind(EncoderKind.ONNX))) {
            assertThatThrownBy(() -> onnx.states(List.of("fever"), List.of(1)))
                    .isInstanceOf(EngineException.class)
                    .hasMessageContaining("runs as ONNX, which tells no layers' states; use kind PROGRAM");
        }
    }
}
