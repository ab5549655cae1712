package io.osler.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** One set of weights in both kinds of file, each with its own names, orders and conventions, reads the same. */
class DecoderWeightsTest {
    @TempDir
    private Path directory;

    @TempDir
    private Path other;

    @ParameterizedTest
    @CsvSource({"llama, true", "llama, false", "qwen2, true", "gemma3, true"})
    void bothKindsOfFileReadTheSame(String family, boolean tiedHead) {
        TinyModel tiny = new TinyModel(family, tiedHead);
        try (ModelDirectory gguf = ModelDirectory.open(tiny.gguf().write(directory.resolve("tiny.gguf")));
                ModelDirectory saved = ModelDirectory.open(tiny.writeDirectory(other))) {
            assertThat(gguf.config().family())
                    .isEqualTo(family)
                    .isEqualTo(saved.config().family());
            assertThat(gguf.config().shape()).isEqualTo(saved.config().shape());
            assertThat(gguf.config().shape().tiedHead()).isEqualTo(tiedHead);
            for (String name : tiny.names()) {
                TinyModel.Weight expected = tiny.weights.get(name);
                assertThat(readAll(gguf.weights(), name)).as("GGUF " + name).isEqualTo(expected.values());
                assertThat(readAll(saved.weights(), name))
                        .as("safetensors " + name)
                        .isEqualTo(expected.values());
            }
        }
    }

    private static float[] readAll(DecoderWeights weights, String name) {
        float[] values = new float[weights.rows(name) * weights.columns(name)];
        weights.readRows(name, 0, weights.rows(name), values, 0);
        return values;
    }

    /** Rows 3 to 5 of two heads of four: across heads, where the interleaving must not slip. */
    @Test
    void someRowsIntoTheMiddleOfAnArray() {
        TinyModel tiny = new TinyModel("llama", true);
        String name = "model.layers.1.self_attn.q_proj.weight";
        try (ModelDirectory gguf = ModelDirectory.open(tiny.gguf().write(directory.resolve("tiny.gguf")))) {
            float[] target = new float[5 + 3 * TinyModel.HIDDEN + 2];
            Arrays.fill(target, 99);

            gguf.weights().readRows(name, 3, 3, target, 5);

            float[] expected = new float[target.length];
            Arrays.fill(expected, 99);
            System.arraycopy(tiny.weights.get(name).values(), 3 * TinyModel.HIDDEN, expected, 5, 3 * TinyModel.HIDDEN);
            assertThat(target).isEqualTo(expected);
        }
    }

    @Test
    void sizes() {
        TinyModel tiny = new TinyModel("llama", false);
        try (ModelDirectory gguf = ModelDirectory.open(tiny.gguf().write(directory.resolve("tiny.gguf")))) {
            assertThat(gguf.weights().rows("lm_head.weight")).isEqualTo(TinyModel.TOKENS.size());
            assertThat(gguf.weights().columns("model.layers.0.mlp.down_proj.weight"))
                    .isEqualTo(TinyModel.INTERMEDIATE);
            assertThat(gguf.weights().rows("model.norm.weight")).isEqualTo(1);
            assertThat(gguf.weights().columns("model.norm.weight")).isEqualTo(TinyModel.HIDDEN);
        }
    }

    @Test
    void namesThatAreNone() {
        TinyModel tiny = new TinyModel("llama", true);
        try (ModelDirectory gguf = ModelDirectory.open(tiny.gguf().write(directory.resolve("tiny.gguf")))) {
            for (String name : new String[] {"blk.0.attn_q.weight", "model.layers.0.mlp.gate.weight"}) {
                assertThatThrownBy(() -> gguf.weights().rows(name))
                        .isInstanceOf(IllegalArgumentException.class)
                        .hasMessage(
                                "weight name is '%s', expected one such as model.layers.3.self_attn.q_proj.weight",
                                name);
            }
            assertThatThrownBy(() -> gguf.weights().rows("model.layers.7.mlp.gate_proj.weight"))
                    .hasMessageContaining("blk.7.ffn_gate.weight");
        }
    }
}
