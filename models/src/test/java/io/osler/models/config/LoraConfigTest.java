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
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

class LoraConfigTest {
    /** All that must be there. */
    private static final String SHORT = """
            {"r": 8, "lora_alpha": 16, "target_modules": ["q_proj", "v_proj"]}
            """;

    @TempDir
    private Path directory;

    private LoraConfig read(String json) {
        try {
            return LoraConfig.read(Files.writeString(directory.resolve("adapter_config.json"), json));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** A null value takes the field out. */
    private LoraConfig readWith(String field, String value) {
        ObjectNode json = (ObjectNode) JsonMapper.shared().readTree(SHORT);
        if (value == null) {
            json.remove(field);
        } else {
            json.set(field, JsonMapper.shared().readTree(value));
        }
        return read(json.toString());
    }

    @Test
    void rankAndScale() {
        LoraConfig config = read(SHORT);
        assertThat(config).isEqualTo(new LoraConfig(8, 16, false, List.of("q_proj", "v_proj"), List.of(), List.of()));
        assertThat(config.rank("model.layers.0.self_attn.q_proj")).isEqualTo(8);
        assertThat(config.scale("model.layers.0.self_attn.q_proj")).isEqualTo(2);
        assertThat(readWith("lora_alpha", "0.5").scale("q_proj")).isEqualTo(0.0625);
        assertThat(readWith("use_rslora", "true").scale("q_proj"))
                .isEqualTo(5.656_854_249_49, within(1e-11)); // 16 / sqrt(8)
    }

    /** An expression holds for what ends in it, after a dot; the first of several counts. */
    @Test
    void overridesOfSingleModules() {
        LoraConfig config = readWith("rank_pattern", """
                {"layers.1.self_attn.q_proj": 2, "^model.layers.2.*": 3, "q_proj|k_proj": 4}""");
        assertThat(config.rank("model.layers.1.self_attn.q_proj")).isEqualTo(2);
        assertThat(config.rank("model.layers.2.self_attn.q_proj")).isEqualTo(3);
        assertThat(config.rank("model.layers.3.self_attn.q_proj")).isEqualTo(4);
        assertThat(config.rank("model.layers.3.self_attn.k_proj")).isEqualTo(4);
        assertThat(config.rank("q_proj")).isEqualTo(4);
        assertThat(config.rank("model.layers.3.self_attn.xq_proj")).isEqualTo(8);
        assertThat(config.rank("model.layers.3.self_attn.q_proj.base")).isEqualTo(8);
        assertThat(config.scale("model.layers.1.self_attn.q_proj")).isEqualTo(8);

        LoraConfig alphas = readWith("alpha_pattern", "{\"q_proj\": 4}");
        assertThat(alphas.scale("model.layers.1.self_attn.q_proj")).isEqualTo(0.5);
        assertThat(alphas.scale("model.layers.1.self_attn.v_proj")).isEqualTo(2);
    }

    @Test
    void targetsByExpression() {
        assertThat(readWith("target_modules", "\".*_proj\"").targets()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiterString = " => ",
            value = {
                "peft_type => \"LOHA\" => peft_type is \"LOHA\", expected one of [LORA]",
                "bias => \"all\" => bias is \"all\", expected one of [none]",
                "use_dora => true => use_dora is true, expected none: this is more than",
                "use_qalora => true => use_qalora is true, expected none",
                "use_bdlora => {\"nblocks\": 2} => use_bdlora is {\"nblocks\":2}, expected none",
                "lora_bias => true => lora_bias is true, expected none",
                "fan_in_fan_out => true => fan_in_fan_out is true, expected none",
                "modules_to_save => [\"lm_head\"] => modules_to_save is [\"lm_head\"], expected none",
                "layer_replication => [[0, 2]] => layer_replication is [[0,2]], expected none",
                "target_parameters => [\"mlp.x\"] => target_parameters is [\"mlp.x\"], expected none",
                "trainable_token_indices => [7] => trainable_token_indices is [7], expected none",
                "alora_invocation_tokens => [7, 8] => alora_invocation_tokens is [7,8], expected none",
                "arrow_config => {\"top_k\": 3} => arrow_config is {\"top_k\":3}, expected none",
                "kasa_config => {\"beta\": 1} => kasa_config is {\"beta\":1}, expected none",
                "monteclora_config => {\"n\": 1} => monteclora_config is {\"n\":1}, expected none",
                "init_lora_weights => \"pissa\" => init_lora_weights is \"pissa\", expected one of [true, false, gauss"
            })
    void variantsAreRefused(String field, String value, String message) {
        assertThatThrownBy(() -> readWith(field, value))
                .isInstanceOf(ModelException.class)
                .hasMessageStartingWith(
                        "FORMAT_UNSUPPORTED: " + directory.resolve("adapter_config.json") + ": " + message)
                .hasMessageEndingWith(". Merge the adapter into its model with the tool that trained it");
    }

    @Test
    void variantsThatAreNotUsedAreNot() {
        for (String off : new String[] {"false", "null", "[]", "{}"}) {
            assertThat(readWith("modules_to_save", off)).isEqualTo(read(SHORT));
        }
        for (String initialised : new String[] {"true", "false", "null", "\"gaussian\"", "\"eva\"", "\"orthogonal\""}) {
            assertThat(readWith("init_lora_weights", initialised)).isEqualTo(read(SHORT));
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiterString = " => ",
            value = {
                "r => 0 => r is 0.0, expected a whole number of 1 or more",
                "r => 8.5 => r is 8.5, expected a 32-bit integer",
                "lora_alpha => \"16\" => lora_alpha is \"16\", expected a number",
                "use_rslora => 1 => use_rslora is 1, expected true or false",
                "rank_pattern => {\"q_proj\": 1.5} => rank_pattern is 1.5, expected a whole number of 1 or more",
                "rank_pattern => {\"q_proj\": \"2\"} => q_proj is \"2\", expected a number",
                "target_modules => [] => target_modules is [], expected names of modules such as [\"q_proj\"]",
                "target_modules => [1] => target_modules is [1], expected names of modules such as [\"q_proj\"]",
                "target_modules => null => target_modules is null, expected names of modules such as [\"q_proj\"]"
            })
    void wrongValuesAreNamed(String field, String value, String message) {
        assertThatThrownBy(() -> readWith(field, value))
                .isInstanceOf(ModelException.class)
                .hasMessage("FILE_CORRUPT: %s: %s", directory.resolve("adapter_config.json"), message);
    }

    /** JSON has none; a number too large for a double becomes one. */
    @Test
    void infinities() {
        assertThatThrownBy(() -> read(SHORT.replace("16", "1e999")))
                .isInstanceOf(ModelException.class)
                .hasMessageEndingWith("lora_alpha is Infinity, expected a finite number");
        assertThatThrownBy(() -> read(SHORT.replace("}", ", \"alpha_pattern\": {\"q_proj\": -1e999}}")))
                .isInstanceOf(ModelException.class)
                .hasMessageEndingWith("alpha_pattern is -Infinity, expected a finite number");
    }

    @Test
    void expressionsThatAreNone() {
        assertThatThrownBy(() -> readWith("rank_pattern", "{\"q_proj(\": 2}"))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining(
                        ": 'q_proj(' is no regular expression (Unclosed group), expected one that matches");
    }

    @ParameterizedTest
    @CsvSource({"r", "lora_alpha"})
    void missingFieldsAreNamed(String field) {
        assertThatThrownBy(() -> readWith(field, null))
                .isInstanceOf(ModelException.class)
                .hasMessage(
                        "FILE_CORRUPT: %s: field '%s' is missing; expected the adapter_config.json of a LoRA adapter as"
                                + " PEFT saves it",
                        directory.resolve("adapter_config.json"), field);
        assertThatThrownBy(() -> readWith("target_modules", null))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining("target_modules is missing, expected names of modules");
    }
}
