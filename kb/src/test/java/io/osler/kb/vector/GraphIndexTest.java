package io.osler.kb.vector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.osler.kb.KbException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class GraphIndexTest {
    private static final int ROWS = 1500;
    private static final int DIMENSION = 9;

    @TempDir
    private Path directory;

    private Path file;

    @BeforeEach
    void name() {
        file = directory.resolve("vectors");
    }

    @ParameterizedTest
    @EnumSource(VectorForm.class)
    void findsWhatAScanFinds(VectorForm form) {
        Vectors.write(file, form, Vectors.units(1, ROWS, DIMENSION));
        GraphIndex.build(file, 1);
        List<float[]> queries = Vectors.units(2, 40, DIMENSION);
        try (GraphIndex graph = GraphIndex.open(file, 2);
                ScanIndex scan = ScanIndex.open(file, 1)) {
            graph.verify();
            SearchOptions options = SearchOptions.top(5).withBreadth(100);
            List<List<VectorHit>> walked = graph.search(queries, options);
            List<List<VectorHit>> exact = scan.search(queries, options);
            int same = 0;
            for (int q = 0; q < queries.size(); q++) {
                same += (int)
                        walked.get(q).stream().filter(exact.get(q)::contains).count();
                assertThat(graph.search(queries.get(q), options)).isEqualTo(walked.get(q));
            }
            // Bytes alone rank rows a little otherwise only in INT8, where both do.
            assertThat(same).isGreaterThanOrEqualTo(198);
        }
    }

    @Test
    void severalThreadsBuildAGraphAsGood() {
        Vectors.write(file, VectorForm.F32, Vectors.units(3, ROWS, DIMENSION));
        GraphIndex.build(file, 3);
        List<float[]> queries = Vectors.units(4, 20, DIMENSION);
        try (VectorIndex graph = VectorIndex.open(file);
                ScanIndex scan = ScanIndex.open(file, 1)) {
            assertThat(graph).isInstanceOf(GraphIndex.class);
            SearchOptions options = SearchOptions.top(1).withBreadth(100);
            assertThat(graph.search(queries, options)).isEqualTo(scan.search(queries, options));
        }
    }

    @Test
    void whatAFilterLeavesIsFound() {
        List<float[]> vectors = Vectors.units(5, ROWS, DIMENSION);
        Vectors.write(file, VectorForm.F32, vectors);
        GraphIndex.build(file, 1);
        BitSet few = new BitSet();
        few.set(3);
        few.set(900);
        BitSet half = new BitSet();
        for (int row = 0; row < ROWS; row += 2) {
            half.set(row);
        }
        try (GraphIndex graph = GraphIndex.open(file, 1);
                ScanIndex scan = ScanIndex.open(file, 1)) {
            for (BitSet rows : List.of(few, half)) {
                SearchOptions options = SearchOptions.top(4).withBreadth(60).withFilter(RowFilter.ofRows(rows));
                assertThat(graph.search(vectors.get(7), options)).isEqualTo(scan.search(vectors.get(7), options));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 40})
    void smallIndexesAreScanned(int rows) {
        Vectors.write(file, VectorForm.INT8_F16, Vectors.units(6, rows, 4));
        GraphIndex.build(file, 2);
        try (GraphIndex graph = GraphIndex.open(file, 1)) {
            assertThat(graph.search(new float[4], SearchOptions.top(50))).hasSize(rows);
            graph.verify();
        }
    }

    @Test
    void newVectorsHaveNoGraph() {
        Vectors.write(file, VectorForm.F32, Vectors.units(7, 20, 4));
        GraphIndex.build(file, 1);
        Vectors.write(file, VectorForm.F32, Vectors.units(8, 20, 4));
        assertThat(GraphIndex.exists(file)).isFalse();
        try (VectorIndex index = VectorIndex.open(file)) {
            assertThat(index).isInstanceOf(ScanIndex.class);
        }
    }

    @Test
    void aGraphOfOtherVectorsIsRefused() throws IOException {
        Vectors.write(file, VectorForm.F32, Vectors.units(7, 20, 4));
        GraphIndex.build(file, 1);
        byte[] graph = Files.readAllBytes(GraphIndex.fileOf(file));
        Vectors.write(file, VectorForm.F32, Vectors.units(8, 20, 4));
        Files.write(GraphIndex.fileOf(file), graph);
        assertRefused("DAMAGED", "belongs to other vectors than those of " + file);
    }

    @Test
    void brokenGraphsAreRefused() throws IOException {
        Vectors.write(file, VectorForm.F32, Vectors.units(9, 20, 4));
        GraphIndex.build(file, 1);
        byte[] whole = Files.readAllBytes(GraphIndex.fileOf(file));
        write(Arrays.copyOf(whole, 0));
        assertRefused("NOT_A_KB", "is no graph of vectors, expected a file that begins with OSLERGRA");
        write(Arrays.copyOf(whole, 40));
        assertRefused("DAMAGED", "has a header that differs from its checksum");
        write(Arrays.copyOf(whole, whole.length - 1));
        assertRefused("DAMAGED", "is %d bytes long, expected %d".formatted(whole.length - 1, whole.length));
        write(changed(whole, 8, 9));
        assertRefused("VERSION_UNSUPPORTED", "has version 9, this build reads 1");
        write(changed(whole, 12, 9));
        assertRefused("DAMAGED", "has a header that differs from its checksum");
        write(changed(whole, 70, 9));
        try (GraphIndex graph = GraphIndex.open(file, 1)) {
            assertThatThrownBy(graph::verify)
                    .isInstanceOf(KbException.class)
                    .hasMessageStartingWith("DAMAGED: " + GraphIndex.fileOf(file) + ": has checksum ");
        }
    }

    @Test
    void buildingNeedsAThread() {
        assertThatThrownBy(() -> GraphIndex.build(file, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("threads is 0, expected at least 1");
    }

    private void write(byte[] bytes) throws IOException {
        Files.write(GraphIndex.fileOf(file), bytes);
    }

    private static byte[] changed(byte[] bytes, int at, int value) {
        byte[] copy = bytes.clone();
        copy[at] = (byte) value;
        return copy;
    }

    private void assertRefused(String code, String found) {
        assertThatThrownBy(() -> GraphIndex.open(file, 1))
                .isInstanceOf(KbException.class)
                .hasMessage(code + ": " + GraphIndex.fileOf(file) + ": " + found + "; build the graph anew");
    }
}
