package io.osler.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.osler.models.config.EncoderRecipe;
import io.osler.models.config.Pooling;
import io.osler.models.weights.SafetensorsBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EncoderDirectoryTest {
    private static final String CONFIG = """
            {"model_type": "bert", "vocab_size": 4, "num_hidden_layers": 1, "hidden_size": 2,
             "num_attention_heads": 1, "intermediate_size": 3, "max_position_embeddings": 8}""";

    @TempDir
    private Path directory;

    @BeforeEach
    void writeModel() throws IOException {
        write("config.json", CONFIG);
        write("vocab.txt", "[UNK]\n[CLS]\n[SEP]\na\n");
        safetensors("bert.embeddings.LayerNorm.gamma", "encoder.layer.0.output.dense.weight");
    }

    private void write(String name, String text) throws IOException {
        Files.writeString(directory.resolve(name), text);
    }

    /** Tensors of two numbers, 1 and 2 in the first, 3 and 4 in the second. */
    private void safetensors(String first, String second) {
        new SafetensorsBuilder()
                .tensor(first, new float[] {1, 2}, 2)
                .tensor(second, new float[] {3, 4}, 1, 2)
                .write(directory.resolve("model.safetensors"));
    }

    private void manifest(String id, String encoder) throws IOException {
        write("manifest.json", """
                {"id": "%s", "reference": "%s", "source": "s", "licence": "l", %s"files": [{"name": "a", "bytes": 1,
                 "sha256": "%s"}], "pulledAt": "2026-01-02T03:04:05Z", "oslerVersion": "1"}""".formatted(id, id, encoder, "ab".repeat(32)));
    }

    @Test
    void aDirectoryIsKnownAsAnEncodersByItsConfigOrByHavingOnnxAlone() throws IOException {
        assertThat(EncoderDirectory.isEncoder(directory)).isTrue();
        write("config.json", "{\"model_type\": \"llama\"}");
        assertThat(EncoderDirectory.isEncoder(directory)).isFalse();
        Files.delete(directory.resolve("config.json"));
        assertThat(EncoderDirectory.isEncoder(directory)).isFalse();
        Files.delete(directory.resolve("model.safetensors"));
        write("model.onnx", "");
        assertThat(EncoderDirectory.isEncoder(directory)).isTrue();
        assertThat(EncoderDirectory.isEncoder(directory.resolve("model.gguf"))).isFalse();
    }

    @Test
    void weightsHaveTheNamesOfTheBareModel() {
        try (EncoderDirectory encoder = EncoderDirectory.open(directory)) {
            WeightRows rows = encoder.program().orElseThrow().rows();
            float[] norm = new float[2];
            rows.readRows("embeddings.LayerNorm.weight", 0, 1, norm, 0);
            assertThat(norm).containsExactly(1, 2);
            assertThat(rows.columns("encoder.layer.0.output.dense.weight")).isEqualTo(2);
            assertThat(rows.rows("encoder.layer.0.output.dense.weight")).isEqualTo(1);
            assertThatThrownBy(() -> rows.rows("encoder.layer.0.output.dense.bias"))
                    .isInstanceOf(ModelException.class)
                    .hasMessageContaining("encoder.layer.0.output.dense.bias")
                    .hasMessageContaining("nearest: encoder.layer.0.output.dense.weight");
            assertThat(encoder.name()).isEqualTo(directory.getFileName().toString());
            assertThat(encoder.recipe()).isEmpty();
            assertThat(encoder.onnx()).isEmpty();
            assertThat(encoder.tokenizer().encode("A b")).containsExactly(1, 3, 0, 2);
        }
    }

    @Test
    void aManifestGivesNameAndRecipe() throws IOException {
        manifest(
                "tiny",
                "\"encoder\": {\"pooling\": \"CLS\", \"tokensMax\": 25, \"prefix\": \"\", \"lowerCase\": false}, ");
        try (EncoderDirectory encoder = EncoderDirectory.open(directory)) {
            assertThat(encoder.name()).isEqualTo("tiny");
            assertThat(encoder.recipe()).contains(new EncoderRecipe(Pooling.CLS, 25));
        }
    }

    @Test
    void aLengthTheManifestLeavesOpenIsWhatSentenceTransformersSays() throws IOException {
        manifest(
                "tiny",
                "\"encoder\": {\"pooling\": \"MEAN\", \"tokensMax\": 0, \"prefix\": \"\", \"lowerCase\": false}, ");
        write("modules.json", "[{\"path\": \"1_Pooling\", \"type\": \"x.Pooling\"}]");
        Files.createDirectory(directory.resolve("1_Pooling"));
        write("1_Pooling/config.json", "{\"pooling_mode\": \"mean\"}");
        write("sentence_bert_config.json", "{\"max_seq_length\": 128}");
        try (EncoderDirectory encoder = EncoderDirectory.open(directory)) {
            assertThat(encoder.recipe()).contains(new EncoderRecipe(Pooling.MEAN, 128));
        }
    }

    @Test
    void aModelPulledBeforeManifestsSaidItIsLookedUpInTheCatalogue() throws IOException {
        manifest("all-minilm-l6-v2", "");
        try (EncoderDirectory encoder = EncoderDirectory.open(directory)) {
            assertThat(encoder.recipe()).contains(new EncoderRecipe(Pooling.MEAN, 256));
        }
    }

    @Test
    void capitalsCountWhereTheTokenizerSettingsSaySo() throws IOException {
        write("tokenizer_config.json", "{\"do_lower_case\": false}");
        try (EncoderDirectory encoder = EncoderDirectory.open(directory)) {
            assertThat(encoder.tokenizer().encode("A a")).containsExactly(1, 0, 3, 2);
        }
    }

    @Test
    void whatIsMissingIsNamed() throws IOException {
        Path nowhere = directory.resolve("nowhere");
        assertThatThrownBy(() -> EncoderDirectory.open(nowhere))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining("is no directory, expected one with an encoder's files");
        Files.delete(directory.resolve("vocab.txt"));
        assertThatThrownBy(() -> EncoderDirectory.open(directory))
                .hasMessageContaining("holds no tokenizer.json and no vocab.txt, expected one");
        Files.delete(directory.resolve("config.json"));
        assertThatThrownBy(() -> EncoderDirectory.open(directory))
                .hasMessageStartingWith("FILE_MISSING")
                .hasMessageContaining("config.json");
        Files.delete(directory.resolve("model.safetensors"));
        assertThatThrownBy(() -> EncoderDirectory.open(directory))
                .hasMessageContaining("holds no model.safetensors and no model.onnx; pull the model again");
    }
}
