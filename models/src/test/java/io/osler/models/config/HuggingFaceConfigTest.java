package io.osler.models.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.osler.models.ModelException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Both ways transformers has written these files: version 5 nests the rotation, version 4 had flat keys. */
class HuggingFaceConfigTest {
    private static final String LLAMA = """
            {"model_type": "llama", "vocab_size": 320, "num_hidden_layers": 2, "hidden_size": 64,
             "num_attention_heads": 4, "num_key_value_heads": 2, "intermediate_size": 96,
             "max_position_embeddings": 256, "rms_norm_eps": 1e-05, "hidden_act": "silu", "attention_bias": false,
             "mlp_bias": false, "tie_word_embeddings": true, "rope_theta": 500000.0, "rope_scaling": null}
            """;
    private static final String GEMMA3 = """
            {"model_type": "gemma3_text", "vocab_size": 320, "num_hidden_layers": 4, "hidden_size": 64,
             "num_attention_heads": 4, "num_key_value_heads": 1, "head_dim": 24, "intermediate_size": 64,
             "max_position_embeddings": 256, "rms_norm_eps": 1e-06, "hidden_activation": "gelu_pytorch_tanh",
             "query_pre_attn_scalar": 20, "sliding_window": 8, "sliding_window_pattern": 3,
             "attn_logit_softcapping": null, "final_logit_softcapping": null,
             "rope_theta": 1000000.0, "rope_local_base_freq": 10000.0, "rope_scaling": null}
            """;

    /** As transformers 5 saves it: the kind of each layer by name, the rotation nested. */
    private static final String QWEN3 = """
            {"model_type": "qwen3", "vocab_size": 320, "num_hidden_layers": 3, "hidden_size": 64,
             "num_attention_heads": 4, "num_key_value_heads": 2, "head_dim": 24, "intermediate_size": 96,
             "max_position_embeddings": 256, "rms_norm_eps": 1e-06, "hidden_act": "silu", "attention_bias": false,
             "tie_word_embeddings": true, "use_sliding_window": false, "sliding_window": null, "max_window_layers": 28,
             "layer_types": ["full_attention", "full_attention", "full_attention"],
             "rope_parameters": {"rope_type": "default", "rope_theta": 1000000.0}}
            """;

    @TempDir
    private Path directory;

    private ModelConfig read(String json) {
        try {
            return HuggingFaceConfig.read(Files.writeString(directory.resolve("config.json"), json));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** {@code text} with one field replaced; a null value takes it out. */
    private ModelConfig readWith(String text, String field, String value) {
        ObjectNode json = (ObjectNode) JsonMapper.shared().readTree(text);
        if (value == null) {
            json.remove(field);
        } else {
            json.set(field, JsonMapper.shared().readTree(value));
        }
        return read(json.toString());
    }

    @Test
    void llamaWithFlatKeys() {
        assertThat(read(LLAMA))
                .isEqualTo(
                        new LlamaConfig(new DecoderShape(320, 2, 64, 4, 2, 16, 96, 256, 1e-5, true), Rope.of(500_000)));
        assertThat(read(LLAMA).family()).isEqualTo("llama");
    }

    @Test
    void llamaWithNestedRope() {
        String nested = """
                {"rope_type": "llama3", "rope_theta": 10000.0, "factor": 8.0, "low_freq_factor": 1.0,
                 "high_freq_factor": 4.0, "original_max_position_embeddings": 64}""";
        Rope expected = new Rope(10_000, new Rope.Scaling.Llama3(8, 1, 4, 64));
        assertThat(((LlamaConfig) readWith(LLAMA, "rope_parameters", nested)).rope())
                .isEqualTo(expected);

        String flat = nested.replace("\"rope_theta\": 10000.0,", "");
        Rope flatExpected = new Rope(500_000, expected.scaling());
        assertThat(((LlamaConfig) readWith(LLAMA, "rope_scaling", flat)).rope()).isEqualTo(flatExpected);
    }

    @Test
    void ropeTypeUnderItsOldName() {
        assertThat(((LlamaConfig) readWith(LLAMA, "rope_scaling", "{\"type\": \"linear\", \"factor\": 4}")).rope())
                .isEqualTo(new Rope(500_000, new Rope.Scaling.Linear(4)));
    }

    @Test
    void whatMayBeLeftOut() {
        assertThat(readWith(LLAMA, "num_key_value_heads", null).shape().kvHeads())
                .isEqualTo(4);
        assertThat(readWith(LLAMA, "rms_norm_eps", null).shape().normEpsilon()).isEqualTo(1e-6);
        assertThat(readWith(LLAMA, "tie_word_embeddings", null).shape().tiedHead())
                .isFalse();
        assertThat(((LlamaConfig) readWith(LLAMA, "rope_theta", null)).rope()).isEqualTo(Rope.of(10_000));
        assertThat(readWith(LLAMA, "head_dim", "24").shape().headSize()).isEqualTo(24);
    }

    @Test
    void qwen2() {
        ModelConfig config = readWith(LLAMA, "model_type", "\"qwen2\"");
        assertThat(config).isInstanceOf(Qwen2Config.class);
        assertThat(config.family()).isEqualTo("qwen2");
        assertThat(config.window()).isEqualTo(SlidingWindow.none(config.shape()));
    }

    @Test
    void qwen3() {
        ModelConfig config = read(QWEN3);
        assertThat(config)
                .isEqualTo(new Qwen3Config(
                        new DecoderShape(320, 3, 64, 4, 2, 24, 96, 256, 1e-6, true), Rope.of(1_000_000)));
        assertThat(config.family()).isEqualTo("qwen3");
        assertThat(config.window().isUsed()).isFalse();
        assertThat(readWith(QWEN3, "head_dim", null).shape().headSize())
                .as("not hidden size by heads")
                .isEqualTo(128);
    }

    /** Both have the same fields for it. */
    @ParameterizedTest
    @ValueSource(strings = {"qwen2", "qwen3"})
    void qwenWithWindow(String type) {
        String qwen = QWEN3.replace("qwen3", type)
                .replace("\"use_sliding_window\": false, \"sliding_window\": null", "\"use_sliding_window\": true");
        assertThat(readWith(qwen, "sliding_window", "8").window())
                .as("named kinds go before the count")
                .isEqualTo(new SlidingWindow(0, List.of(false, false, false)));
        String named = "[\"sliding_attention\", \"full_attention\", \"sliding_attention\"]";
        assertThat(readWith(qwen, "layer_types", named).window())
                .as("without a width")
                .isEqualTo(new SlidingWindow(4096, List.of(true, false, true)));

        String counted = qwen.replaceAll("\"layer_types\": \\[[^]]*],", "");
        assertThat(readWith(counted, "max_window_layers", "1").window())
                .isEqualTo(new SlidingWindow(4096, List.of(false, true, true)));
        assertThat(readWith(counted, "max_window_layers", "0").window().layers())
                .containsExactly(true, true, true);
        assertThat(readWith(counted, "max_window_layers", null).window().isUsed())
                .as("28 layers see everything, and there are 3")
                .isFalse();
        assertThat(readWith(counted.replace("28", "0"), "sliding_window", "null")
                        .window())
                .as("a width of null switches it off")
                .isEqualTo(SlidingWindow.none(read(QWEN3).shape()));
    }

    @Test
    void qwenWindowsThatContradictAreNamed() {
        for (String[] wrong : new String[][] {
            {
                "layer_types",
                "[\"full_attention\", \"full_attention\", \"sliding_attention\"]",
                "layer_types has \"sliding_attention\", expected only full_attention: use_sliding_window is false or"
                        + " sliding_window null"
            },
            {"layer_types", "[\"full_attention\"]", "sliding has 1 entries, expected one for each of 3 layers"},
            {"use_sliding_window", "1", "use_sliding_window is 1, expected true or false"}
        }) {
            assertThatThrownBy(() -> readWith(QWEN3, wrong[0], wrong[1]))
                    .isInstanceOf(ModelException.class)
                    .hasMessageStartingWith("FILE_CORRUPT: ")
                    .hasMessageEndingWith(wrong[2]);
        }
    }

    @Test
    void mistralWithoutAndWithWindow() {
        String mistral = LLAMA.replace("\"llama\"", "\"mistral\"");
        LlamaConfig llama = (LlamaConfig) read(LLAMA);
        assertThat(llama.window()).isEqualTo(new SlidingWindow(0, List.of(false, false)));
        assertThat(readWith(mistral, "sliding_window", "null")).isEqualTo(llama);
        assertThat(readWith(mistral, "sliding_window", "7"))
                .isEqualTo(new LlamaConfig(llama.shape(), llama.rope(), new SlidingWindow(7, List.of(true, true))));
        assertThat(read(mistral).window())
                .as("missing is not null")
                .isEqualTo(new SlidingWindow(4096, List.of(true, true)));
        assertThatThrownBy(() -> readWith(mistral, "sliding_window", "0"))
                .isInstanceOf(ModelException.class)
                .hasMessageStartingWith("FILE_CORRUPT: ")
                .hasMessageEndingWith("windowTokens is 0, expected at least 1");
    }

    @Test
    void gemma3WithPeriod() {
        Gemma3Config config = (Gemma3Config) read(GEMMA3);
        assertThat(config.shape()).isEqualTo(new DecoderShape(320, 4, 64, 4, 1, 24, 64, 256, 1e-6, true));
        assertThat(config.window()).isEqualTo(new SlidingWindow(8, List.of(true, true, false, true)));
        assertThat(config.rope()).isEqualTo(Rope.of(1_000_000));
        assertThat(config.ropeLocal()).isEqualTo(Rope.of(10_000));
        assertThat(config.attentionScale()).isEqualTo(0.223_606_797_75, within(1e-11)); // 1 / sqrt(20)
        assertThat(config.family()).isEqualTo("gemma3");
    }

    @Test
    void gemma3WithLayersByName() {
        String layers = "[\"sliding_attention\", \"full_attention\", \"full_attention\", \"sliding_attention\"]";
        assertThat(((Gemma3Config) readWith(GEMMA3, "layer_types", layers))
                        .window()
                        .layers())
                .containsExactly(true, false, false, true);
        assertThatThrownBy(() -> readWith(GEMMA3, "layer_types", "[\"full_attention\"]"))
                .isInstanceOf(ModelException.class)
                .hasMessageStartingWith("FILE_CORRUPT: ")
                .hasMessageEndingWith("sliding has 1 entries, expected one for each of 4 layers");
        assertThatThrownBy(() -> readWith(GEMMA3, "layer_types", layers.replace("full", "chunked")))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining("layer_types has \"chunked_attention\", expected full_attention or");
    }

    @Test
    void gemma3WithNestedRope() {
        String nested = """
                {"full_attention": {"rope_type": "linear", "factor": 8.0, "rope_theta": 2000000.0},
                 "sliding_attention": {"rope_type": "default", "rope_theta": 20000.0}}""";
        Gemma3Config config = (Gemma3Config) readWith(GEMMA3, "rope_parameters", nested);
        assertThat(config.rope()).isEqualTo(new Rope(2_000_000, new Rope.Scaling.Linear(8)));
        assertThat(config.ropeLocal()).isEqualTo(Rope.of(20_000));
    }

    @Test
    void gemma3ScalingIsForLayersThatSeeEverything() {
        Gemma3Config config =
                (Gemma3Config) readWith(GEMMA3, "rope_scaling", "{\"rope_type\": \"linear\", \"factor\": 8.0}");
        assertThat(config.rope()).isEqualTo(new Rope(1_000_000, new Rope.Scaling.Linear(8)));
        assertThat(config.ropeLocal()).isEqualTo(Rope.of(10_000));
    }

    @ParameterizedTest
    @CsvSource({
        "vocab_size",
        "num_hidden_layers",
        "hidden_size",
        "num_attention_heads",
        "intermediate_size",
        "max_position_embeddings",
        "model_type"
    })
    void missingFieldsAreNamed(String field) {
        for (String value : new String[] {null, "null"}) {
            assertThatThrownBy(() -> readWith(LLAMA, field, value))
                    .isInstanceOf(ModelException.class)
                    .hasMessageStartingWith("FILE_CORRUPT: " + directory.resolve("config.json"))
                    .hasMessageEndingWith("field '%s' is missing; expected the config.json of a causal language model"
                            .formatted(field));
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiterString = " => ",
            value = {
                "vocab_size => \"320\" => vocab_size is \"320\", expected a 32-bit integer",
                "vocab_size => 320.5 => vocab_size is 320.5, expected a 32-bit integer",
                "vocab_size => [320] => vocab_size is [320], expected a 32-bit integer",
                "vocab_size => 1099511627776 => vocab_size is 1099511627776, expected a 32-bit integer",
                "vocab_size => 0 => vocabulary is 0, expected 1 to 16777216",
                "num_hidden_layers => -1 => layers is -1, expected 1 to 4096",
                "num_hidden_layers => 5000 => layers is 5000, expected 1 to 4096",
                "hidden_size => 0 => hidden is 0, expected 1 to 1048576",
                "num_attention_heads => 0 => heads is 0, expected 1 to 1048576",
                "num_attention_heads => 3 => heads is 3, expected a multiple of kvHeads 2",
                "num_key_value_heads => 0 => kvHeads is 0, expected 1 to 1048576",
                "head_dim => 15 => headSize is 15, expected an even number",
                "max_position_embeddings => 0 => contextMax is 0, expected 1 to 268435456",
                "rms_norm_eps => 0 => normEpsilon is 0.0, expected a number in (0, 1)",
                "rms_norm_eps => \"small\" => rms_norm_eps is \"small\", expected a number",
                "tie_word_embeddings => \"yes\" => tie_word_embeddings is \"yes\", expected true or false",
                "rope_theta => {} => rope_theta is {}, expected a number",
                "rope_theta => 0 => rope base is 0.0, expected a number above 1",
                "rope_scaling => {\"type\": 7} => type is 7, expected a string",
                "model_type => 7 => model_type is 7, expected a string"
            })
    void wrongValuesAreNamed(String field, String value, String message) {
        assertThatThrownBy(() -> readWith(LLAMA, field, value))
                .isInstanceOf(ModelException.class)
                .hasMessageStartingWith("FILE_CORRUPT: " + directory.resolve("config.json"))
                .hasMessageEndingWith(message);
    }

    @Test
    void wrongValuesOfGemmaAreNamed() {
        for (List<String> wrong : List.of(
                List.of("sliding_window", "0", "windowTokens is 0, expected at least 1"),
                List.of("sliding_window_pattern", "0", "sliding_window_pattern is 0, expected at least 1"),
                List.of("query_pre_attn_scalar", "0", "query_pre_attn_scalar is 0.0, expected a number above 0"))) {
            assertThatThrownBy(() -> readWith(GEMMA3, wrong.get(0), wrong.get(1)))
                    .isInstanceOf(ModelException.class)
                    .hasMessageStartingWith("FILE_CORRUPT: ")
                    .hasMessageEndingWith(wrong.get(2));
        }
    }

    /** Each would load and compute something else than the model does. */
    @Test
    void variantsThatAreNotComputedAreRefused() {
        for (List<String> variant : List.of(
                List.of(LLAMA, "hidden_act", "\"gelu\"", "hidden_act is \"gelu\", expected silu"),
                List.of(LLAMA, "attention_bias", "true", "attention_bias is true, expected false"),
                List.of(LLAMA, "mlp_bias", "true", "mlp_bias is true, expected false"),
                List.of(QWEN3, "attention_bias", "true", "attention_bias is true, expected false"),
                List.of(QWEN3, "hidden_act", "\"gelu\"", "hidden_act is \"gelu\", expected silu"),
                List.of(
                        LLAMA.replace("\"llama\"", "\"mistral\""),
                        "layer_types",
                        "[\"sliding_attention\", \"full_attention\"]",
                        "layer_types is [\"sliding_attention\",\"full_attention\"], expected null"),
                List.of(GEMMA3, "final_logit_softcapping", "30.0", "final_logit_softcapping is 30.0, expected null"),
                List.of(GEMMA3, "use_bidirectional_attention", "true", "use_bidirectional_attention is true, expected"),
                List.of(
                        LLAMA,
                        "rope_scaling",
                        "{\"rope_type\": \"yarn\"}",
                        "rope scaling is 'yarn', expected default,"),
                List.of(
                        LLAMA,
                        "model_type",
                        "\"mamba\"",
                        "model_type is 'mamba', expected one of [gemma3_text, llama, mistral, qwen2, qwen3]"))) {
            assertThatThrownBy(() -> readWith(variant.get(0), variant.get(1), variant.get(2)))
                    .isInstanceOf(ModelException.class)
                    .hasMessageStartingWith("ARCHITECTURE_UNSUPPORTED: " + directory.resolve("config.json"))
                    .hasMessageContaining(variant.get(3));
        }
    }

    @Test
    void whatIsNoConfig() {
        assertThatThrownBy(() -> read("{\"model_type\": "))
                .isInstanceOf(ModelException.class)
                .hasMessageStartingWith("FILE_CORRUPT: ")
                .hasMessageContaining("not readable as JSON (")
                .hasMessageEndingWith("; pull the model again");
        assertThatThrownBy(() -> read("[]")).isInstanceOf(ModelException.class).hasMessageContaining("'model_type'");
        assertThatThrownBy(() -> HuggingFaceConfig.read(directory.resolve("none.json")))
                .isInstanceOf(ModelException.class)
                .hasMessageStartingWith("FILE_MISSING: " + directory.resolve("none.json"));
    }
}
