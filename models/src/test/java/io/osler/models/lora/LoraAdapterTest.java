package io.osler.models.lora;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.osler.models.ModelException;
import io.osler.models.weights.Mappings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A change of three rows and five columns by factors of rank two, small enough to be worked out by hand. */
class LoraAdapterTest {
    private static final String Q_PROJ = "model.layers.0.self_attn.q_proj";
    private static final String V_PROJ = "model.layers.0.self_attn.v_proj";
    private static final float[] A = {1, 0, 2, -1, 0.5f, 0, 3, 0, 1, -2};
    private static final float[] B = {1, 2, 0, -1, 4, 0.5f};

    /** 3 B A: the first row is three times the first of A and six times the second. */
    private static final float[] CHANGE = {3, 18, 6, 3, -10.5f, 0, -9, 0, -3, 6, 12, 4.5f, 24, -10.5f, 3};

    @TempDir
    private Path directory;

    private static AdapterBuilder ofQueries() {
        return new AdapterBuilder(2, 6, "q_proj").change(Q_PROJ, 2, A, B);
    }

    private LoraAdapter open(AdapterBuilder builder) {
        return LoraAdapter.open(builder.write(directory));
    }

    @Test
    void addsTheScaledProduct() {
        try (LoraAdapter adapter = open(ofQueries())) {
            assertThat(adapter.path()).isEqualTo(directory);
            assertThat(adapter.weightNames()).containsExactly(Q_PROJ + ".weight");
            assertThat(adapter.outputs(Q_PROJ + ".weight")).isEqualTo(3);
            assertThat(adapter.inputs(Q_PROJ + ".weight")).isEqualTo(5);
            assertThat(adapter.scale(Q_PROJ + ".weight")).isEqualTo(3);

            float[] rows = new float[15];
            Arrays.fill(rows, 100);
            adapter.addRows(Q_PROJ + ".weight", 0, 3, rows, 0);
            for (int i = 0; i < rows.length; i++) {
                assertThat(rows[i]).isEqualTo(100 + CHANGE[i]);
            }
        }
    }

    /** The last two rows, behind three other numbers and before two. */
    @Test
    void someRowsIntoTheMiddleOfAnArray() {
        try (LoraAdapter adapter = open(ofQueries())) {
            float[] rows = new float[3 + 10 + 2];
            adapter.addRows(Q_PROJ + ".weight", 1, 2, rows, 3);
            float[] expected = new float[rows.length];
            System.arraycopy(CHANGE, 5, expected, 3, 10);
            assertThat(rows).isEqualTo(expected);
        }
    }

    @Test
    void weightsTakeTurns() {
        AdapterBuilder builder = new AdapterBuilder(1, 2, "q_proj", "v_proj")
                .change(Q_PROJ, 1, new float[] {1, 2}, new float[] {3, 4, 5})
                .change(V_PROJ, 1, new float[] {-1, 0, 7}, new float[] {10});
        try (LoraAdapter adapter = open(builder)) {
            for (int turn = 0; turn < 2; turn++) {
                float[] queries = new float[2];
                adapter.addRows(Q_PROJ + ".weight", 1, 1, queries, 0);
                assertThat(queries).containsExactly(8, 16);
                float[] values = new float[3];
                adapter.addRows(V_PROJ + ".weight", 0, 1, values, 0);
                assertThat(values).containsExactly(-20, 0, 140);
            }
        }
    }

    @Test
    void whatItDoesNotChangeStaysAsItIs() {
        try (LoraAdapter adapter = open(ofQueries())) {
            float[] rows = {1, 2, 3};
            adapter.addRows(V_PROJ + ".weight", 0, 1, rows, 0);
            adapter.addRows(Q_PROJ + ".bias", 0, 1, rows, 0);
            assertThat(rows).containsExactly(1, 2, 3);
            assertThatThrownBy(() -> adapter.scale(V_PROJ + ".weight"))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("weight name is '%s.weight', expected one that the adapter changes", V_PROJ);
        }
    }

    @Test
    void ranksAndScalesOfSingleModules() {
        AdapterBuilder builder = new AdapterBuilder(1, 2, "q_proj", "v_proj")
                .with("rank_pattern", "{\"layers.0.self_attn.v_proj\": 4}")
                .with("alpha_pattern", "{\"v_proj\": 5}")
                .with("use_rslora", "true")
                .change(Q_PROJ, 1, new float[] {1, 2}, new float[] {3, 4, 5})
                .change(V_PROJ, 4, new float[4 * 3], new float[4]);
        try (LoraAdapter adapter = open(builder)) {
            assertThat(adapter.scale(Q_PROJ + ".weight")).isEqualTo(2);
            assertThat(adapter.scale(V_PROJ + ".weight")).isEqualTo(2.5, within(1e-15));
            assertThat(adapter.inputs(V_PROJ + ".weight")).isEqualTo(3);
        }
    }

    @Test
    void readsNothingAfterClose() {
        LoraAdapter adapter = open(ofQueries());
        adapter.close();
        adapter.close();
        assertThatThrownBy(() -> adapter.addRows(Q_PROJ + ".weight", 0, 1, new float[5], 0))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void missingFilesAreNamed() throws IOException {
        ofQueries().write(directory);
        Path tensors = directory.resolve("adapter_model.safetensors");
        Files.move(tensors, directory.resolve("adapter_model.bin"));
        assertThatThrownBy(() -> LoraAdapter.open(directory))
                .isInstanceOf(ModelException.class)
                .hasMessage("FILE_MISSING: " + tensors + ": there is no such file; expected beside adapter_config.json."
                        + " Save an adapter_model.bin again as safetensors");
        Files.delete(directory.resolve("adapter_config.json"));
        assertThatThrownBy(() -> LoraAdapter.open(directory))
                .isInstanceOf(ModelException.class)
                .hasMessageStartingWith("FILE_MISSING: " + directory.resolve("adapter_config.json"));
    }

    @Test
    void namesThatAreNoFactors() {
        for (String name : new String[] {
            "base_model.model." + Q_PROJ + ".lora_magnitude_vector",
            "base_model.model.model.embed_tokens.lora_embedding_A",
            "base_model.model.lm_head.base_layer.weight",
            "base_model.model." + Q_PROJ + ".lora_B.bias",
            Q_PROJ + ".lora_A.weight"
        }) {
            assertThatThrownBy(() -> open(ofQueries().tensor(name, new float[6], 2, 3)))
                    .isInstanceOf(ModelException.class)
                    .hasMessage(
                            "FORMAT_UNSUPPORTED: %s: there is a tensor %s, expected only names such as %s",
                            directory.resolve("adapter_model.safetensors"),
                            name,
                            "base_model.model.model.layers.3.self_attn.q_proj.lora_A.weight");
        }
    }

    @Test
    void factorsThatDoNotFitEachOtherOrTheConfiguration() throws IOException {
        String a = "base_model.model." + Q_PROJ + ".lora_A.weight";
        String b = "base_model.model." + Q_PROJ + ".lora_B.weight";
        assertCorrupt(queriesOf().tensor(a, new float[10], 2, 5), Q_PROJ + " has lora_A and no lora_B, expected both");
        assertCorrupt(queriesOf().tensor(b, new float[6], 3, 2), Q_PROJ + " has lora_B and no lora_A, expected both");
        assertCorrupt(
                queriesOf().tensor(a, new float[5], 1, 5).tensor(b, new float[6], 3, 2),
                "lora_A of " + Q_PROJ + " is [1, 5], expected [2, inputs]: its rank");
        assertCorrupt(
                queriesOf().tensor(a, new float[10], 2, 5).tensor(b, new float[9], 3, 3),
                "lora_B of " + Q_PROJ + " is [3, 3], expected [outputs, 2]: its rank");
        assertCorrupt(
                queriesOf().tensor(a, new float[2], 2).tensor(b, new float[6], 3, 2),
                "lora_A of " + Q_PROJ + " is [2], expected [2, inputs]: its rank");
        assertCorrupt(
                queriesOf(),
                "there are no tensors, expected names such as"
                        + " base_model.model.model.layers.3.self_attn.q_proj.lora_A.weight");
    }

    /** Each of the two files without what the other says. */
    @Test
    void targetsAndTensorsThatDoNotAgree() throws IOException {
        assertCorrupt(
                new AdapterBuilder(2, 6, "v_proj").change(Q_PROJ, 2, A, B),
                "there is a change of " + Q_PROJ + ", target_modules has only [v_proj]");
        assertCorrupt(
                new AdapterBuilder(2, 6, "q_proj", "c_attn").change(Q_PROJ, 2, A, B),
                "target_modules has 'c_attn', expected a change of such a module; there are 1 of others");
        assertCorrupt(
                new AdapterBuilder(2, 6, "proj").change(Q_PROJ, 2, A, B),
                "there is a change of " + Q_PROJ + ", target_modules has only [proj]");
    }

    @Test
    void targetsInFullOrByExpression() {
        try (LoraAdapter inFull = open(new AdapterBuilder(2, 6, Q_PROJ).change(Q_PROJ, 2, A, B))) {
            assertThat(inFull.weightNames()).hasSize(1);
        }
        // Python's expressions are not held against the tensors.
        try (LoraAdapter byExpression = open(ofQueries().with("target_modules", "\"(?P<x>.*)q_proj\""))) {
            assertThat(byExpression.weightNames()).hasSize(1);
        }
    }

    private static AdapterBuilder queriesOf() {
        return new AdapterBuilder(2, 6, "q_proj");
    }

    /** And what was opened on the way is closed again. */
    private void assertCorrupt(AdapterBuilder builder, String message) throws IOException {
        Path tensors = directory.resolve("adapter_model.safetensors");
        assertThatThrownBy(() -> open(builder))
                .isInstanceOf(ModelException.class)
                .hasMessage("FILE_CORRUPT: %s: %s", tensors, message);
        assertThat(Mappings.of(tensors)).isEmpty();
    }
}
