package io.osler.models.weights;

import static io.osler.models.weights.SafetensorsBytes.entry;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import io.osler.models.ModelException;
import io.osler.models.ModelException.Code;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ShardedSafetensorsTest extends WeightsContract {
    private static final String FIRST = "model-00001-of-00002.safetensors";
    private static final String SECOND = "model-00002-of-00002.safetensors";

    @Override
    protected Weights open(Path directory) throws IOException {
        writeShards(directory);
        writeIndex(directory, """
            {"metadata": {"total_size": 10, "more": [{"deep": null}]},
             "weight_map": {"z.weight": "%s", "a.weight": "%s", "b.weight": "%s"}}
            """.formatted(SECOND, FIRST, FIRST));
        return ShardedSafetensors.open(directory);
    }

    private static void writeShards(Path directory) throws IOException {
        String first = "{" + entry("a.weight", "I8", "[3,2]", 0, 6) + "," + entry("b.weight", "I8", "[1]", 6, 7) + "}";
        Files.write(directory.resolve(FIRST), SafetensorsBytes.of(first, new byte[] {1, 2, 3, 4, 5, 6, 7}));
        String second = "{" + entry("z.weight", "I8", "[2]", 0, 2) + "," + entry("extra", "I8", "[1]", 2, 3) + "}";
        Files.write(directory.resolve(SECOND), SafetensorsBytes.of(second, new byte[] {8, 9, 10}));
    }

    private static void writeIndex(Path directory, String json) throws IOException {
        Files.writeString(directory.resolve(ShardedSafetensors.INDEX), json);
    }

    private void refuses(String index, Code code, String... words) throws IOException {
        writeShards(directory);
        writeIndex(directory, index);
        assertThatThrownBy(() -> ShardedSafetensors.open(directory))
                .asInstanceOf(type(ModelException.class))
                .satisfies(e -> assertThat(e.code()).as(e.getMessage()).isEqualTo(code))
                .satisfies(e -> assertThat(e.getMessage()).contains(words));
        assertThat(Mappings.of(directory.resolve(FIRST))).isEmpty();
        assertThat(Mappings.of(directory.resolve(SECOND))).isEmpty();
    }

    @Test
    void joinsTheShardsThatTheIndexNames() throws IOException {
        try (Weights weights = open(directory)) {
            assertThat(weights.tensors().stream().map(TensorInfo::name))
                    .containsExactly("a.weight", "b.weight", "z.weight");
            assertThat(weights.readAll(weights.tensor("z.weight"))).containsExactly(8f, 9f);
            assertThat(weights.contains("extra")).as("not in the index").isFalse();
            assertThat(weights.path()).isEqualTo(directory);
        }
        assertThat(Mappings.of(directory.resolve(FIRST))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "../model.safetensors",
                "/etc/model.safetensors",
                "sub/model.safetensors",
                "..\\\\model.safetensors",
                "C:model.safetensors",
                "a\\nb.safetensors",
                "a\\u0000.safetensors",
                "..",
                "",
                "model.bin"
            })
    void shardsMayNotLeaveTheDirectory(String name) throws IOException {
        refuses(
                "{\"weight_map\": {\"a.weight\": \"" + name + "\"}}",
                Code.FILE_CORRUPT,
                ShardedSafetensors.INDEX,
                "tensor a.weight is said to be in",
                "expected a plain .safetensors name");
    }

    @Test
    void indexMustBeTheExpectedJson() throws IOException {
        refuses("", Code.FILE_CORRUPT, "the index: found the end, expected an object");
        refuses("{\"weight_map\": {\"a\": ", Code.FILE_CORRUPT, "the JSON cannot be read");
        refuses("{}", Code.FILE_CORRUPT, "it has no weight_map, or an empty one");
        refuses("{\"weight_map\": []}", Code.FILE_CORRUPT, "weight_map: found an array, expected an object");
        refuses("{\"weight_map\": {\"a\": 1}}", Code.FILE_CORRUPT, "a value of weight_map: found a whole number");
        refuses(
                "{\"weight_map\": {\"a.weight\": \"%s\", \"a.weight\": \"%s\"}}".formatted(FIRST, SECOND),
                Code.FILE_CORRUPT,
                "Duplicate");
        refuses("{\"metadata\": " + "[".repeat(9000), Code.FILE_CORRUPT, "the JSON cannot be read");
    }

    @Test
    void everyTensorMustBeWhereTheIndexSays() throws IOException {
        refuses(
                "{\"weight_map\": {\"a.weight\": \"%s\", \"z.weight\": \"%s\"}}".formatted(FIRST, FIRST),
                Code.FILE_CORRUPT,
                FIRST + ", tensor z.weight: model.safetensors.index.json says this file holds the tensor, it does not");
        refuses(
                "{\"weight_map\": {\"a.weight\": \"%s\", \"z.weight\": \"model-00003-of-00003.safetensors\"}}"
                        .formatted(FIRST),
                Code.FILE_MISSING,
                "model-00003-of-00003.safetensors: there is no such file");
    }

    @Test
    void withoutAnIndexThereIsNothingToOpen() {
        assertThatThrownBy(() -> ShardedSafetensors.open(directory))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining("FILE_MISSING")
                .hasMessageContaining(ShardedSafetensors.INDEX);
    }
}
