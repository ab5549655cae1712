package io.osler.models.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.osler.models.ModelException;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What every kind of weights must do. */
abstract class WeightsContract {
    @TempDir
    Path directory;

    /** Weights of a few small tensors, at least one of them with three rows or more and none with a NaN. */
    protected abstract Weights open(Path directory) throws IOException;

    @Test
    void tensorsAreFoundByName() throws IOException {
        try (Weights weights = open(directory)) {
            assertThat(weights.tensors()).isNotEmpty();
            assertThat(weights.tensors().stream().map(TensorInfo::name)).doesNotHaveDuplicates();
            assertThat(weights.tensors()).allSatisfy(tensor -> {
                assertThat(weights.contains(tensor.name())).isTrue();
                assertThat(weights.tensor(tensor.name())).isEqualTo(tensor);
                assertThat(weights.bytes(tensor).byteSize()).isEqualTo(tensor.byteSize());
            });
        }
    }

    @Test
    void missingTensorNamesTheNearest() throws IOException {
        try (Weights weights = open(directory)) {
            String near = weights.tensors().getFirst().name();
            assertThat(weights.find(near + "x")).isEmpty();
            assertThatThrownBy(() -> weights.tensor(near + "x"))
                    .isInstanceOfSatisfying(
                            ModelException.class,
                            e -> assertThat(e.code()).isEqualTo(ModelException.Code.ARCHITECTURE_UNSUPPORTED))
                    .hasMessageContaining("tensor " + near + "x")
                    .hasMessageContaining("nearest: " + near);
        }
    }

    @Test
    void bytesAreReadOnly() throws IOException {
        try (Weights weights = open(directory)) {
            MemorySegment bytes = weights.bytes(weights.tensors().getFirst());
            assertThat(bytes.isReadOnly()).isTrue();
            assertThatThrownBy(() -> bytes.set(ValueLayout.JAVA_BYTE, 0, (byte) 1))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void anyRunOfRowsIsThatPartOfTheWhole() throws IOException {
        try (Weights weights = open(directory)) {
            TensorInfo tensor = matrix(weights);
            float[] whole = weights.readAll(tensor);
            int columns = (int) tensor.columns();
            int rows = (int) tensor.rows();
            for (int begin = 0; begin <= rows; begin++) {
                for (int end = begin; end <= rows; end++) {
                    float[] part = new float[2 + (end - begin) * columns];
                    weights.readRows(tensor, begin, end - begin, part, 2);
                    assertThat(part).startsWith(0f, 0f);
                    assertThat(Arrays.copyOfRange(part, 2, part.length))
                            .isEqualTo(Arrays.copyOfRange(whole, begin * columns, end * columns));
                }
            }
        }
    }

    @Test
    void rowsOutsideTheTensorAreRefused() throws IOException {
        try (Weights weights = open(directory)) {
            TensorInfo tensor = matrix(weights);
            float[] target = new float[(int) tensor.elements()];
            int rows = (int) tensor.rows();
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> weights.readRows(tensor, 1, rows, target, 0))
                    .withMessage("%s: rows 1 to %d asked, the tensor has %d".formatted(tensor.name(), rows + 1, rows));
            assertThatIllegalArgumentException().isThrownBy(() -> weights.readRows(tensor, -1, 1, target, 0));
            assertThatIllegalArgumentException().isThrownBy(() -> weights.readRows(tensor, 0, -1, target, 0));
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> weights.readRows(tensor, Long.MAX_VALUE, 1, target, 0))
                    .withMessageContaining("the tensor has %d", rows);
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> weights.readRows(tensor, 0, rows, target, 1))
                    .withMessageContaining("target has room for %d from offset 1", target.length - 1);
            assertThatIllegalArgumentException().isThrownBy(() -> weights.readRows(tensor, 0, 1, target, -1));
        }
    }

    @Test
    void tensorsOfOtherFilesAreRefused() throws IOException {
        try (Weights weights = open(directory)) {
            TensorInfo ours = weights.tensors().getFirst();
            TensorInfo moved = TensorInfo.of(ours.name(), ours.format(), ours.shape(), ours.byteOffset() + 1);
            TensorInfo unknown = TensorInfo.of("other", ours.format(), ours.shape(), ours.byteOffset());
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> weights.bytes(moved))
                    .withMessageContaining("is not a tensor of");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> weights.readAll(unknown))
                    .withMessageContaining("is not a tensor of");
        }
    }

    @Test
    void nothingIsReadAfterClose() throws IOException {
        Weights weights = open(directory);
        TensorInfo tensor = weights.tensors().getFirst();
        MemorySegment bytes = weights.bytes(tensor);
        weights.close();
        weights.close();
        assertThatIllegalStateException()
                .isThrownBy(() -> weights.readAll(tensor))
                .withMessageContaining("is closed, no tensor can be read");
        assertThatIllegalStateException().isThrownBy(() -> bytes.get(ValueLayout.JAVA_BYTE, 0));
        assertThat(weights.tensors()).as("what is known stays known").contains(tensor);
    }

    @Test
    void manyThreadsReadTheSame() throws Exception {
        try (Weights weights = open(directory);
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            TensorInfo tensor = matrix(weights);
            float[] expected = weights.readAll(tensor);
            List<Future<float[]>> found = IntStream.range(0, 64)
                    .mapToObj(i -> threads.submit(() -> weights.readAll(tensor)))
                    .toList();
            for (Future<float[]> future : found) {
                assertThat(future.get()).isEqualTo(expected);
            }
        }
    }

    private static TensorInfo matrix(Weights weights) {
        return weights.tensors().stream()
                .filter(tensor -> tensor.rows() >= 3 && tensor.format().isDecodable())
                .findFirst()
                .orElseThrow();
    }
}
