package io.osler.models.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.osler.models.ModelException;
import io.osler.models.config.BertConfig;
import io.osler.models.config.EncoderShape;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OnnxBertFileTest {
    private static final int WIDTH = 6;
    private static final int INNER = 5;

    @TempDir
    private Path directory;

    private static float[] counted(int from, int count) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = from + i;
        }
        return values;
    }

    /** One layer; matrices lie as [inputs][outputs] under names of no meaning, as the exporter leaves them. */
    private static OnnxBuilder bert() {
        OnnxBuilder onnx = new OnnxBuilder()
                .tensor("embeddings.word_embeddings.weight", counted(0, 4 * WIDTH), 4, WIDTH)
                .tensor("embeddings.position_embeddings.weight", counted(0, 9 * WIDTH), 9, WIDTH)
                .tensor("embeddings.token_type_embeddings.weight", counted(0, 2 * WIDTH), 2, WIDTH)
                .tensor("encoder.layer.0.intermediate.dense.bias", counted(0, INNER), INNER)
                .constant("/epsilon", 1e-12f)
                .node("Add", "/embeddings/LayerNorm/Add", "x", "/epsilon_output_0")
                .constant("/root", (float) Math.sqrt(3))
                .node("Div", "/encoder/layer.0/attention/self/Div", "x", "/root_output_0")
                .node("Erf", "/encoder/layer.0/intermediate/intermediate_act_fn/Erf", "x");
        int at = 100;
        for (String module : new String[] {"self/query", "self/key", "self/value", "output/dense"}) {
            product(onnx, "attention/" + module, at++, WIDTH, WIDTH);
        }
        product(onnx, "intermediate/dense", at++, WIDTH, INNER);
        product(onnx, "output/dense", at, INNER, WIDTH);
        return onnx;
    }

    private static void product(OnnxBuilder onnx, String module, int number, int inputs, int outputs) {
        onnx.tensor("onnx::MatMul_" + number, counted(1000 * number, inputs * outputs), inputs, outputs)
                .node("MatMul", "/encoder/layer.0/%s/MatMul".formatted(module), "x", "onnx::MatMul_" + number);
    }

    private Path write(byte[] bytes) throws IOException {
        return Files.write(directory.resolve("model.onnx"), bytes);
    }

    @Test
    void sizesComeFromTensorsAndConstants() throws IOException {
        try (OnnxBertFile file = OnnxBertFile.open(write(bert().bytes())).orElseThrow()) {
            assertThat(file.config()).isEqualTo(new BertConfig(new EncoderShape(4, 1, WIDTH, 2, INNER, 9, 1e-12), 2));
        }
    }

    @Test
    void matricesHaveTheirNamesAndTheirOrderAgain() throws IOException {
        try (OnnxBertFile file = OnnxBertFile.open(write(bert().bytes())).orElseThrow()) {
            String inner = "encoder.layer.0.intermediate.dense.weight";
            assertThat(file.rows(inner)).isEqualTo(INNER);
            assertThat(file.columns(inner)).isEqualTo(WIDTH);
            float[] rows = new float[1 + 2 * WIDTH];
            file.readRows(inner, 1, 2, rows, 1);
            // Row 1 of [outputs][inputs] is column 1 of what lies there.
            assertThat(rows)
                    .containsExactly(
                            0, 104001, 104006, 104011, 104016, 104021, 104026, 104002, 104007, 104012, 104017, 104022,
                            104027);
            float[] word = new float[WIDTH];
            file.readRows("embeddings.word_embeddings.weight", 2, 1, word, 0);
            assertThat(word).containsExactly(12, 13, 14, 15, 16, 17);
            assertThat(file.rows("encoder.layer.0.intermediate.dense.bias")).isEqualTo(1);
            assertThatThrownBy(() -> file.rows("pooler.dense.weight"))
                    .isInstanceOf(ModelException.class)
                    .hasMessageContaining("tensor pooler.dense.weight");
        }
    }

    @Test
    void anotherGraphIsNoBert() throws IOException {
        byte[] bytes = bert().bytes();
        assertThat(OnnxBertFile.open(
                        write(new OnnxBuilder().node("Add", "/x", "a", "b").bytes())))
                .isEmpty();
        for (String part : new String[] {"/encoder/layer.0/attention/self/Div", "self/key/MatMul", "act_fn/Erf"}) {
            String changed = new String(bytes, StandardCharsets.ISO_8859_1).replace(part, part.replace('/', '_'));
            assertThat(OnnxBertFile.open(write(changed.getBytes(StandardCharsets.ISO_8859_1))))
                    .as(part)
                    .isEmpty();
        }
    }

    @Test
    void damageIsTold() throws IOException {
        byte[] bytes = bert().bytes();
        for (int length : new int[] {1, 3, bytes.length / 2, bytes.length - 1}) {
            Path cut = write(Arrays.copyOf(bytes, length));
            assertThatThrownBy(() -> OnnxBertFile.open(cut))
                    .as("first %d bytes", length)
                    .isInstanceOfSatisfying(
                            ModelException.class, e -> assertThat(e.code()).isEqualTo(ModelException.Code.FILE_CORRUPT))
                    .hasMessageContaining("model.onnx: not a readable ONNX model");
        }
        byte[] endless = new byte[20];
        Arrays.fill(endless, (byte) 0xFF);
        assertThatThrownBy(() -> OnnxBertFile.open(write(endless)))
                .hasMessageContaining("a number of more than ten bytes");
        assertThatThrownBy(() -> OnnxBertFile.open(write(new byte[] {0x3A, 0x7F})))
                .hasMessageContaining("a field of 127 bytes where 0 are left");
        assertThatThrownBy(() -> OnnxBertFile.open(write(new byte[] {0x03}))).hasMessageContaining("field number 0");
    }
}
