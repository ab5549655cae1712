package io.osler.models.weights;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Decoded bit for bit as the reference implementations do; see PROVENANCE.md beside the files. */
class GoldenWeightsTest {
    private static final String EXPECTED = ".expected";

    @ParameterizedTest
    @ValueSource(strings = {"golden.gguf", "golden.safetensors"})
    void everyTensorDecodesAsTheReferenceDoes(String name) {
        try (Weights weights = Weights.open(Path.of("src/test/resources/weights", name))) {
            List<TensorInfo> withExpectation = weights.tensors().stream()
                    .filter(tensor -> weights.contains(tensor.name() + EXPECTED))
                    .toList();
            assertThat(withExpectation).hasSizeGreaterThanOrEqualTo(13);
            for (TensorInfo tensor : withExpectation) {
                TensorInfo expectation = weights.tensor(tensor.name() + EXPECTED);
                assertThat(expectation.format()).isEqualTo(NumberFormat.F32);
                assertThat(tensor.shape()).as(tensor.name()).isEqualTo(expectation.shape());
                assertThat(bits(weights.readAll(tensor)))
                        .as("%s, %s", tensor.name(), tensor.format())
                        .isEqualTo(bits(weights.readAll(expectation)));
            }
        }
    }

    /** All formats that the two kinds of files can hold are there, so none can be forgotten when one is added. */
    @ParameterizedTest
    @ValueSource(strings = {"golden.gguf", "golden.safetensors"})
    void everyFormatIsThere(String name) {
        boolean gguf = name.endsWith(".gguf");
        Predicate<NumberFormat> held = gguf
                ? format -> format.isBlocked()
                        || List.of(NumberFormat.F16, NumberFormat.BF16).contains(format)
                : format -> !format.isBlocked();
        List<NumberFormat> expected = List.of(NumberFormat.values()).stream()
                .filter(NumberFormat::isDecodable)
                .filter(held)
                .toList();
        try (Weights weights = Weights.open(Path.of("src/test/resources/weights", name))) {
            assertThat(weights.tensors().stream().map(TensorInfo::format)).containsAll(expected);
        }
    }

    /** NaNs compare as one: which of them a conversion gives is not specified. */
    private static int[] bits(float[] values) {
        int[] bits = new int[values.length];
        for (int i = 0; i < bits.length; i++) {
            bits[i] = Float.floatToIntBits(values[i]);
        }
        return bits;
    }
}
