package io.osler.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.osler.models.lora.AdapterBuilder;
import io.osler.models.lora.LoraAdapter;
import io.osler.models.weights.Mappings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
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
    @CsvSource({"llama, true", "llama, false", "mistral, false", "qwen2, true", "qwen3, true", "gemma3, true"})
    void bothKindsOfFileReadTheSame(String family, boolean tiedHead) {
        TinyModel tiny = new TinyModel(family, tiedHead);
        try (ModelDirectory gguf = ModelDirectory.open(tiny.gguf().write(directory.resolve("tiny.gguf")));
                ModelDirectory saved = ModelDirectory.open(tiny.writeDirectory(other))) {
            assertThat(gguf.config().family())
                    .isEqualTo(family.equals("mistral") ? "llama" : family)
                    .isEqualTo(saved.config().family());
            assertThat(gguf.config().shape()).isEqualTo(saved.config().shape());
            assertThat(gguf.config().window()).isEqualTo(saved.config().window());
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

    /** Rank 1: row {@code i} of the change is {@code i / 4} times 1, 2, 3 and so on; exact in float32. */
    private Path adapter(Path directory, String module, int rows, int columns) {
        float[] a = new float[columns];
        float[] b = new float[rows];
        for (int i = 0; i < columns; i++) {
            a[i] = i + 1;
        }
        for (int i = 0; i < rows; i++) {
            b[i] = i;
        }
        String target = module.substring(module.lastIndexOf('.') + 1);
        return new AdapterBuilder(1, 0.25, target).change(module, 1, a, b).write(directory);
    }

    /** GGUF keeps the rows of queries in another order; the adapter has Hugging Face's. */
    @ParameterizedTest
    @CsvSource({"llama, q_proj, 8", "llama, k_proj, 4", "mistral, q_proj, 8", "qwen3, k_proj, 4", "gemma3, q_proj, 8"})
    void adaptersAreAddedInHuggingFaceOrder(String family, String module, int rows) {
        TinyModel tiny = new TinyModel(family, true);
        String name = "model.layers.1.self_attn." + module;
        Path adapter = adapter(directory.resolve("adapter"), name, rows, TinyModel.HIDDEN);
        float[] expected = tiny.weights.get(name + ".weight").values().clone();
        for (int i = 0; i < expected.length; i++) {
            expected[i] += (i / TinyModel.HIDDEN) * (i % TinyModel.HIDDEN + 1) * 0.25f;
        }
        for (Path path : List.of(tiny.gguf().write(directory.resolve("tiny.gguf")), tiny.writeDirectory(other))) {
            try (ModelDirectory model = ModelDirectory.open(path);
                    LoraAdapter lora = LoraAdapter.open(adapter)) {
                DecoderWeights changed = model.weights().withAdapter(lora);
                assertThat(readAll(changed, name + ".weight")).isEqualTo(expected);
                float[] row = new float[TinyModel.HIDDEN];
                changed.readRows(name + ".weight", 3, 1, row, 0);
                assertThat(row).isEqualTo(Arrays.copyOfRange(expected, 3 * TinyModel.HIDDEN, 4 * TinyModel.HIDDEN));
                for (String unchanged : tiny.names()) {
                    if (!unchanged.equals(name + ".weight")) {
                        assertThat(readAll(changed, unchanged))
                                .as(unchanged)
                                .isEqualTo(tiny.weights.get(unchanged).values());
                    }
                }
                assertThat(readAll(model.weights(), name + ".weight"))
                        .as("the weights it was added to")
                        .isEqualTo(tiny.weights.get(name + ".weight").values());
            }
        }
    }

    @Test
    void adaptersAddUp() {
        TinyModel tiny = new TinyModel("llama", false);
        String name = "model.layers.0.mlp.down_proj";
        Path first = adapter(directory.resolve("first"), name, TinyModel.HIDDEN, TinyModel.INTERMEDIATE);
        Path head = adapter(directory.resolve("head"), "lm_head", TinyModel.TOKENS.size(), TinyModel.HIDDEN);
        tiny.writeDirectory(other);
        try (ModelDirectory model = ModelDirectory.open(other, List.of(first, head, first))) {
            float[] found = new float[TinyModel.INTERMEDIATE];
            model.weights().readRows(name + ".weight", 7, 1, found, 0);
            float[] before = tiny.weights.get(name + ".weight").values();
            for (int i = 0; i < found.length; i++) {
                assertThat(found[i]).isEqualTo(before[7 * TinyModel.INTERMEDIATE + i] + 2 * 7 * (i + 1) * 0.25f);
            }
            float[] logitRow = new float[TinyModel.HIDDEN];
            model.weights().readRows("lm_head.weight", 11, 1, logitRow, 0);
            assertThat(logitRow[7])
                    .isEqualTo(tiny.weights.get("lm_head.weight").values()[11 * TinyModel.HIDDEN + 7] + 11 * 8 * 0.25f);
        }
    }

    /** Names and sizes of another model, and weights that are no matrices to multiply with. */
    @ParameterizedTest
    @CsvSource(
            delimiterString = " => ",
            value = {
                "model.layers.0.self_attn.q_proj => 4 => 8 => its change of %s is [4, 8], expected [8, 8] as",
                "model.layers.0.self_attn.q_proj => 8 => 6 => its change of %s is [8, 6], expected [8, 8] as",
                "model.layers.2.mlp.up_proj => 6 => 8 => it changes %s, expected a matrix of this model's 2 layers",
                "transformer.h.0.attn.c_attn => 8 => 8 => it changes %s, expected a matrix of this model's 2 layers",
                "model.embed_tokens => 12 => 8 => it changes %s, expected a matrix of this model's 2 layers",
                "model.norm => 1 => 8 => it changes %s, expected a matrix of this model's 2 layers",
                "lm_head => 12 => 8 => it changes %s, which this model has not: its head is its embedding table"
            })
    void adaptersOfOtherModelsAreRefused(String module, int rows, int columns, String message) {
        TinyModel tiny = new TinyModel("llama", true);
        Path adapter = adapter(directory.resolve("adapter"), module, rows, columns);
        String expected = "ARCHITECTURE_UNSUPPORTED: " + adapter + ": " + message.formatted(module + ".weight");
        for (Path path : List.of(tiny.gguf().write(directory.resolve("tiny.gguf")), tiny.writeDirectory(other))) {
            assertThatThrownBy(() -> ModelDirectory.open(path, List.of(adapter)))
                    .isInstanceOf(ModelException.class)
                    .hasMessageStartingWith(expected)
                    .hasMessageEndingWith(". It was trained for another model");
        }
    }

    @Test
    void whatFailsLeavesNothingMapped() throws IOException {
        Path model = new TinyModel("llama", true).writeDirectory(other);
        Path fits = adapter(directory.resolve("fits"), "model.layers.0.self_attn.q_proj", 8, 8);
        Path misfit = adapter(directory.resolve("misfit"), "model.layers.0.self_attn.q_proj", 4, 8);
        Path damaged = Files.createDirectories(directory.resolve("damaged"));
        for (Path second : List.of(misfit, damaged)) {
            assertThatThrownBy(() -> ModelDirectory.open(model, List.of(fits, second)))
                    .isInstanceOf(ModelException.class);
            assertThat(Mappings.of(model.resolve("model.safetensors"))).isEmpty();
            assertThat(Mappings.of(fits.resolve("adapter_model.safetensors"))).isEmpty();
            assertThat(Mappings.of(misfit.resolve("adapter_model.safetensors"))).isEmpty();
        }
        try (ModelDirectory opened = ModelDirectory.open(model, List.of(fits))) {
            assertThat(opened.config().family()).isEqualTo("llama");
            assertThat(Mappings.of(fits.resolve("adapter_model.safetensors"))).hasSize(1);
        }
        assertThat(Mappings.of(fits.resolve("adapter_model.safetensors"))).isEmpty();
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
