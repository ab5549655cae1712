package io.osler.models.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.osler.models.ModelException;
import io.osler.models.weights.GgufBuilder;
import io.osler.models.weights.GgufFile;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GgufConfigTest {
    @TempDir
    private Path directory;

    private ModelConfig read(GgufBuilder builder) {
        try (GgufFile file = GgufFile.open(builder.write(directory.resolve("tiny.gguf")))) {
            return GgufConfig.read(file);
        }
    }

    private static GgufBuilder of(String architecture) {
        String prefix = architecture + ".";
        return new GgufBuilder()
                .string("general.architecture", architecture)
                .integer(prefix + "block_count", 7)
                .integer(prefix + "embedding_length", 8)
                .integer(prefix + "attention.head_count", 2)
                .integer(prefix + "attention.head_count_kv", 1)
                .integer(prefix + "feed_forward_length", 6)
                .integer(prefix + "context_length", 64)
                .real(prefix + "attention.layer_norm_rms_epsilon", 0.5f)
                .tensor("token_embd.weight", new float[5 * 8], 5, 8);
    }

    @Test
    void llama() {
        assertThat(read(of("llama").real("llama.rope.freq_base", 500_000)))
                .isEqualTo(new LlamaConfig(new DecoderShape(5, 7, 8, 2, 1, 4, 6, 64, 0.5, true), Rope.of(500_000)));
    }

    @Test
    void qwen2() {
        assertThat(read(of("qwen2"))).isInstanceOf(Qwen2Config.class);
    }

    @Test
    void qwen3() {
        ModelConfig config = read(of("qwen3")
                .integer("qwen3.attention.key_length", 6)
                .integer("qwen3.attention.value_length", 6)
                .real("qwen3.rope.freq_base", 1_000_000));
        assertThat(config)
                .isEqualTo(new Qwen3Config(new DecoderShape(5, 7, 8, 2, 1, 6, 6, 64, 0.5, true), Rope.of(1_000_000)));
        assertThat(config.family()).isEqualTo("qwen3");
    }

    /** Mistral's files say llama; 0 is how a file says that nothing slides. */
    @Test
    void llamaWithSlidingWindow() {
        assertThat(read(of("llama").integer("llama.attention.sliding_window", 3))
                        .window())
                .isEqualTo(new SlidingWindow(3, List.of(true, true, true, true, true, true, true)));
        assertThat(read(of("llama").integer("llama.attention.sliding_window", 0))
                        .window())
                .isEqualTo(read(of("llama")).window())
                .isEqualTo(new SlidingWindow(0, List.of(false, false, false, false, false, false, false)));
        assertThatThrownBy(() -> read(of("llama").big("llama.attention.sliding_window", 1L << 40)))
                .isInstanceOf(ModelException.class)
                .hasMessageStartingWith("FILE_CORRUPT: ")
                .hasMessageContaining("llama.attention.sliding_window is 1099511627776, expected a positive 32-bit");
    }

    @ParameterizedTest
    @ValueSource(strings = {"qwen2", "qwen3"})
    void qwenWithSlidingWindowIsRefused(String architecture) {
        String key = architecture + ".attention.sliding_window";
        assertThat(read(of(architecture).integer(key, 0)).window().isUsed()).isFalse();
        assertThatThrownBy(() -> read(of(architecture).integer(key, 3)))
                .isInstanceOf(ModelException.class)
                .hasMessageStartingWith("ARCHITECTURE_UNSUPPORTED: ")
                .hasMessageEndingWith(key + " is 3, expected none: which layers slide is not in the file");
    }

    @Test
    void whatMayBeLeftOut() {
        LlamaConfig config = (LlamaConfig) read(of("llama")
                .without("llama.attention.head_count_kv")
                .without("llama.attention.layer_norm_rms_epsilon")
                .tensor("output.weight", new float[5 * 8], 5, 8));
        assertThat(config.shape().kvHeads()).isEqualTo(2);
        assertThat(config.shape().normEpsilon()).isEqualTo(1e-6);
        assertThat(config.shape().tiedHead()).as("it has a head of its own").isFalse();
        assertThat(config.rope()).isEqualTo(Rope.of(10_000));
    }

    @Test
    void gemma3WithSlidingWindow() {
        Gemma3Config config = (Gemma3Config) read(of("gemma3")
                .integer("gemma3.attention.sliding_window", 512)
                .integer("gemma3.attention.key_length", 16)
                .string("gemma3.rope.scaling.type", "linear")
                .real("gemma3.rope.scaling.factor", 8));
        assertThat(config.shape().headSize()).isEqualTo(16);
        assertThat(config.window())
                .isEqualTo(new SlidingWindow(512, List.of(true, true, true, true, true, false, true)));
        assertThat(config.rope()).isEqualTo(new Rope(1_000_000, new Rope.Scaling.Linear(8)));
        assertThat(config.ropeLocal()).isEqualTo(Rope.of(10_000));
        assertThat(config.attentionScale()).isEqualTo(0.25);

        assertThatThrownBy(() -> read(of("gemma3")))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining("gemma3.attention.sliding_window");
    }

    /** The 27B model, told by its 62 layers, scales by the hidden size of a head: 8 / 2 = 4, not 16. */
    @Test
    void gemma3OfTheLargestSizeScalesOtherwise() {
        Gemma3Config config = (Gemma3Config) read(of("gemma3")
                .integer("gemma3.block_count", 62)
                .integer("gemma3.attention.sliding_window", 512)
                .integer("gemma3.attention.key_length", 16));
        assertThat(config.attentionScale()).isEqualTo(0.5, within(1e-15));
    }

    @Test
    void ropeScaling() {
        LlamaConfig linear = (LlamaConfig)
                read(of("llama").string("llama.rope.scaling.type", "linear").real("llama.rope.scaling.factor", 4));
        assertThat(linear.rope()).isEqualTo(new Rope(10_000, new Rope.Scaling.Linear(4)));

        LlamaConfig divided = (LlamaConfig) read(of("llama").tensor("rope_freqs.weight", new float[] {1, 8}, 2));
        assertThat(divided.rope().frequencies(4)).containsExactly(new double[] {1, 0.01 / 8}, within(1e-12));

        assertThatThrownBy(() -> read(of("llama").tensor("rope_freqs.weight", new float[] {1, 8, 8}, 3)))
                .isInstanceOf(ModelException.class)
                .hasMessageStartingWith("FILE_CORRUPT: ")
                .hasMessageEndingWith("rope_freqs.weight has 3 values, expected 2");
        assertThatThrownBy(() -> read(of("llama").string("llama.rope.scaling.type", "yarn")))
                .isInstanceOf(ModelException.class)
                .hasMessageStartingWith("ARCHITECTURE_UNSUPPORTED: ")
                .hasMessageEndingWith("llama.rope.scaling.type is 'yarn', expected none or linear");
        assertThatThrownBy(() -> read(of("llama").string("llama.rope.scaling.type", "linear")))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining("llama.rope.scaling.factor");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "block_count",
                "embedding_length",
                "attention.head_count",
                "feed_forward_length",
                "context_length"
            })
    void missingKeysAreNamed(String key) {
        assertThatThrownBy(() -> read(of("llama").without("llama." + key)))
                .isInstanceOf(ModelException.class)
                .hasMessageStartingWith("FILE_CORRUPT: ")
                .hasMessageContaining("llama." + key)
                .hasMessageContaining("there is no such key, expected integer");
    }

    @Test
    void wrongTypesAreNamed() {
        assertThatThrownBy(() -> read(of("llama").string("llama.block_count", "7")))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining("the value is string, expected integer");
        assertThatThrownBy(() -> read(of("llama").integer("general.architecture", 7)))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining("expected string");
        assertThatThrownBy(() -> read(of("llama").integers("llama.attention.head_count_kv", 1, 1)))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining("llama.attention.head_count_kv");
    }

    @ParameterizedTest
    @CsvSource(
            delimiterString = " => ",
            value = {
                "block_count => 0 => llama.block_count is 0, expected a positive 32-bit number",
                "block_count => 5000 => layers is 5000, expected 1 to 4096",
                "embedding_length => 1099511627776 => llama.embedding_length is 1099511627776, expected a positive",
                "attention.head_count_kv => 1099511627776 => llama.attention.head_count_kv is 1099511627776, expected",
                "attention.head_count_kv => 0 => llama.attention.head_count_kv is 0, expected a positive",
                "attention.key_length => 3 => headSize is 3, expected an even number"
            })
    void absurdSizesAreNamed(String key, long value, String message) {
        assertThatThrownBy(() -> read(of("llama").big("llama." + key, value)))
                .isInstanceOf(ModelException.class)
                .hasMessageStartingWith("FILE_CORRUPT: ")
                .hasMessageContaining(message);
    }

    @Test
    void negativeSizesAreNamed() {
        assertThatThrownBy(() -> read(of("llama").big("llama.block_count", -1)))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining("expected at most 2^63 - 1");
    }

    @Test
    void whatIsNotSupported() {
        assertThatThrownBy(() -> read(of("mamba")))
                .isInstanceOf(ModelException.class)
                .hasMessageStartingWith("ARCHITECTURE_UNSUPPORTED: " + directory.resolve("tiny.gguf"))
                .hasMessageEndingWith("general.architecture is 'mamba', expected one of [gemma3, llama, qwen2, qwen3]");
        assertThatThrownBy(() -> read(of("llama").tensor("blk.0.attn_q.bias", new float[8], 8)))
                .isInstanceOf(ModelException.class)
                .hasMessageEndingWith("Llama with biases is not supported");
        assertThatThrownBy(() -> read(of("qwen3").tensor("blk.0.attn_q.bias", new float[8], 8)))
                .isInstanceOf(ModelException.class)
                .hasMessageEndingWith("Qwen3 with biases is not supported");
        assertThatThrownBy(() -> read(of("qwen3moe")))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining("general.architecture is 'qwen3moe', expected one of [");
        assertThatThrownBy(() -> read(of("llama").integer("llama.rope.dimension_count", 2)))
                .isInstanceOf(ModelException.class)
                .hasMessageEndingWith("heads turned in part are not supported");
    }

    @Test
    void withoutAnEmbedding() {
        GgufBuilder bare = new GgufBuilder()
                .string("general.architecture", "llama")
                .integer("llama.embedding_length", 8)
                .integer("llama.attention.head_count", 2)
                .tensor("output.weight", new float[5 * 8], 5, 8);
        assertThatThrownBy(() -> read(bare))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining("token_embd.weight");
    }
}
