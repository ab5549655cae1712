package io.osler.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.osler.engine.DeviceVectors.Found;
import io.osler.engine.DeviceVectors.Numbers;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** On the CPU, against sums in double. */
class DeviceVectorsTest {
    private static float[][] random(long seed, int count, int dimension) {
        SplittableRandom random = new SplittableRandom(seed);
        float[][] rows = new float[count][dimension];
        for (float[] row : rows) {
            for (int i = 0; i < dimension; i++) {
                row[i] = Float.float16ToFloat(Float.floatToFloat16((float) random.nextGaussian()));
            }
        }
        return rows;
    }

    private static DeviceVectors load(float[][] rows, int dimension, Numbers numbers, int blockRows) {
        return DeviceVectors.load(rows.length, dimension, row -> rows[row], numbers, ComputeDevice.CPU, blockRows);
    }

    private static double product(float[] a, float[] b) {
        return IntStream.range(0, a.length)
                .mapToDouble(i -> (double) a[i] * b[i])
                .sum();
    }

    @ParameterizedTest
    @CsvSource({
        "1, 1, 1, 1, 3, F32",
        "7, 3, 7, 5, 1, F32",
        "700, 37, 64, 10, 9, F32",
        "701, 37, 100, 1000, 70, F32",
        "333, 64, 1000, 333, 65, F16",
        "130, 129, 33, 40, 2, F16"
    })
    void theBestRowsOfAllBlocks(int count, int dimension, int blockRows, int most, int queryCount, Numbers numbers) {
        float[][] rows = random(count, count, dimension);
        List<float[]> queries = List.of(random(2, queryCount, dimension));
        try (DeviceVectors vectors = load(rows, dimension, numbers, blockRows)) {
            assertThat(vectors.rows()).isEqualTo(count);
            List<Found> found = vectors.best(queries, most);
            assertThat(found).hasSize(queryCount);
            for (int q = 0; q < queryCount; q++) {
                float[] query = queries.get(q);
                double error = vectors.error(query);
                int[] best = found.get(q).rows();
                float[] scores = found.get(q).scores();
                assertThat(best).hasSize(Math.min(most, count)).doesNotHaveDuplicates();
                double[] exact = DoubleStream.of(IntStream.range(0, count)
                                .mapToDouble(row -> -product(rows[row], query))
                                .toArray())
                        .sorted()
                        .toArray();
                for (int i = 0; i < best.length; i++) {
                    double score = scores[i];
                    assertThat(Math.abs(score - product(rows[best[i]], query))).isLessThanOrEqualTo(error);
                    assertThat(Math.abs(score + exact[i])).isLessThanOrEqualTo(2 * error);
                    assertThat(i == 0 || scores[i - 1] >= score).isTrue();
                }
            }
        }
    }

    @Test
    void ofEqualScoresInAllBlocksTheLowerRowsComeFirst() {
        float[][] rows = new float[20][];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = i % 2 == 0 ? new float[] {1, -0.5f} : new float[] {-2, 0};
        }
        try (DeviceVectors vectors = load(rows, 2, Numbers.F32, 6)) {
            Found found = vectors.best(List.of(new float[] {1, 0}), 20).getFirst();
            assertThat(found.rows()).startsWith(0, 2, 4, 6, 8, 10, 12, 14, 16, 18, 1, 3);
            assertThat(found.scores()).startsWith(1, 1).endsWith(-2, -2);
            Found zero = vectors.best(List.of(new float[] {0, 0}), 20).getFirst();
            assertThat(zero.rows()).containsExactly(IntStream.range(0, 20).toArray());
        }
    }

    @Test
    void noRowsAndNoQueries() {
        try (DeviceVectors none = load(new float[0][], 3, Numbers.F16, 5)) {
            assertThat(none.best(List.of(new float[3]), 4).getFirst().rows()).isEmpty();
            assertThat(none.best(List.of(), 4)).isEmpty();
        }
    }

    @Test
    void manyThreadsAskAtOnce() throws Exception {
        float[][] rows = random(5, 500, 16);
        List<float[]> queries = List.of(random(6, 12, 16));
        try (DeviceVectors vectors = load(rows, 16, Numbers.F32, 90);
                ExecutorService threads = Executors.newFixedThreadPool(4)) {
            List<Callable<int[]>> calls = new ArrayList<>();
            for (float[] query : queries) {
                calls.add(() -> vectors.best(List.of(query), 7).getFirst().rows());
            }
            List<Found> together = vectors.best(queries, 7);
            List<Future<int[]>> apart = threads.invokeAll(calls);
            for (int q = 0; q < queries.size(); q++) {
                assertThat(apart.get(q).get()).isEqualTo(together.get(q).rows());
            }
        }
    }

    @Test
    void whatDoesNotFitIsRefused() {
        float[][] rows = random(7, 4, 3);
        DeviceVectors vectors = load(rows, 3, Numbers.F32, 5);
        assertThatThrownBy(() -> vectors.best(List.of(new float[2]), 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a query of 2 numbers, expected 3");
        assertThatThrownBy(() -> vectors.best(List.of(), 0)).hasMessage("most is 0, expected at least 1");
        assertThatThrownBy(() -> load(rows, 4, Numbers.F32, 5)).hasMessage("row 0 has 3 numbers, expected 4");
        assertThatThrownBy(() -> load(new float[0][], 0, Numbers.F32, 5))
                .hasMessage("0 rows of 0 numbers, expected at least 0 rows of at least 1");
        vectors.close();
        vectors.close();
        assertThatThrownBy(() -> vectors.best(List.of(rows[0]), 1))
                .isInstanceOf(EngineException.class)
                .hasMessageContaining("vectors on a device: are closed");
    }
}
