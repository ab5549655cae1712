package io.osler.ner.link;

import static org.assertj.core.api.Assertions.assertThat;

import io.osler.engine.ComputeDevice;
import io.osler.kb.vector.RowFilter;
import io.osler.kb.vector.ScanIndex;
import io.osler.kb.vector.SearchOptions;
import io.osler.kb.vector.VectorForm;
import io.osler.kb.vector.VectorIndex;
import io.osler.kb.vector.VectorIndexBuilder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The device is the CPU. */
class DeviceRowsTest {
    @TempDir
    Path directory;

    private static float[] vector(SplittableRandom random, int dimension) {
        float[] numbers = new float[dimension];
        for (int i = 0; i < dimension; i++) {
            numbers[i] = (float) random.nextGaussian();
        }
        return numbers;
    }

    private Path write(VectorForm form, int count, int dimension) {
        SplittableRandom random = new SplittableRandom(11);
        Path file = directory.resolve("vectors");
        try (VectorIndexBuilder builder = VectorIndexBuilder.create(file, "invented", dimension, form)) {
            float[] one = vector(random, dimension);
            for (int row = 0; row < count; row++) {
                builder.add(row / 2, row % 9 == 0 ? one : vector(random, dimension));
            }
            builder.build();
        }
        return file;
    }

    @ParameterizedTest
    @EnumSource(VectorForm.class)
    void hitsAreThoseOfAScan(VectorForm form) {
        int dimension = 53;
        Path file = write(form, 2_003, dimension);
        SplittableRandom random = new SplittableRandom(12);
        List<float[]> queries = new ArrayList<>();
        for (int q = 0; q < 67; q++) {
            queries.add(vector(random, dimension));
        }
        try (ScanIndex scan = ScanIndex.open(file, 1);
                VectorIndex device = DeviceRows.open(file, ComputeDevice.CPU)) {
            queries.add(scan.file().scored().row(9)); // as like two hundred rows
            for (int limit : new int[] {1, 10, 5_000}) {
                for (RowFilter filter : List.of(RowFilter.ALL, (RowFilter) (row, key) -> key % 31 == 3)) {
                    SearchOptions options = SearchOptions.top(limit).withFilter(filter);
                    assertThat(device.search(queries, options)).isEqualTo(scan.search(queries, options));
                }
            }
        }
    }

    @Test
    void anEmptyFileFindsNothing() {
        try (VectorIndex device = DeviceRows.open(write(VectorForm.INT8_F16, 0, 5), ComputeDevice.CPU)) {
            assertThat(device.search(new float[5], SearchOptions.top(3))).isEmpty();
        }
    }
}
