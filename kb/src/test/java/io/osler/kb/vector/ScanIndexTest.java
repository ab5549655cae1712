package io.osler.kb.vector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.osler.kb.KbException;
import io.osler.kb.scan.PanamaScan;
import io.osler.kb.scan.ScalarScan;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ScanIndexTest {
    @TempDir
    private Path directory;

    @ParameterizedTest
    @EnumSource(VectorForm.class)
    void scalarAndVectorInstructionsFindTheSame(VectorForm form) {
        Path file = directory.resolve("vectors");
        Vectors.write(file, form, Vectors.units(1, 700, 37));
        List<float[]> queries = Vectors.units(2, 9, 37);
        try (ScanIndex plain = ScanIndex.open(file, 1, new ScalarScan());
                ScanIndex fast = ScanIndex.open(file, 1, new PanamaScan())) {
            assertThat(rows(fast, queries, SearchOptions.top(10)))
                    .isEqualTo(rows(plain, queries, SearchOptions.top(10)));
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = VectorForm.class,
            names = {"INT8_F32", "INT8_F16"})
    void aFirstPassOverBytesLosesNothing(VectorForm form) {
        List<float[]> vectors = Vectors.units(3, 900, 50);
        // Rows so alike that their bytes are equal.
        float[] twin = vectors.get(7).clone();
        twin[11] += 1e-6f;
        vectors.set(801, twin);
        vectors.set(802, vectors.get(7));
        Path two = directory.resolve("two");
        Path one = directory.resolve("one");
        Vectors.write(two, form, vectors);
        Vectors.write(one, form == VectorForm.INT8_F32 ? VectorForm.F32 : VectorForm.F16, vectors);
        List<float[]> queries = new ArrayList<>(Vectors.units(4, 30, 50));
        queries.add(vectors.get(7));
        queries.add(new float[50]);
        try (ScanIndex quick = ScanIndex.open(two, 1);
                ScanIndex plain = ScanIndex.open(one, 1)) {
            for (int limit : new int[] {1, 10, 899, 5000}) {
                SearchOptions options = SearchOptions.top(limit);
                assertThat(quick.search(queries, options)).isEqualTo(plain.search(queries, options));
            }
        }
    }

    @ParameterizedTest
    @EnumSource(VectorForm.class)
    void threadsAndCompanyChangeNothing(VectorForm form) {
        Path file = directory.resolve("vectors");
        // Enough bytes that threads share them out.
        Vectors.write(file, form, Vectors.units(5, 3_600, 300));
        List<float[]> queries = Vectors.units(6, 70, 300);
        try (ScanIndex one = ScanIndex.open(file, 1);
                ScanIndex three = ScanIndex.open(file, 3)) {
            SearchOptions options = SearchOptions.top(5);
            List<List<VectorHit>> together = three.search(queries, options);
            for (int q = 0; q < queries.size(); q += 23) {
                assertThat(together.get(q)).isEqualTo(one.search(queries.get(q), options));
            }
        }
    }

    @Test
    void ofEqualScoresTheLowerRowComesFirst() {
        Path file = directory.resolve("vectors");
        float[] same = {0.6f, 0.8f, 0};
        Vectors.write(file, VectorForm.F32, List.of(same, new float[] {1, 0, 0}, same, same, same));
        try (ScanIndex index = ScanIndex.open(file, 1)) {
            assertThat(index.search(same, SearchOptions.top(3)))
                    .extracting(VectorHit::row)
                    .containsExactly(0, 2, 3);
        }
    }

    @Test
    void moreIsAskedThanThereIs() {
        Path file = directory.resolve("vectors");
        Vectors.write(file, VectorForm.F32, Vectors.units(7, 3, 5));
        try (ScanIndex index = ScanIndex.open(file, 1)) {
            assertThat(index.search(new float[5], SearchOptions.top(1_000_000_000)))
                    .hasSize(3);
            assertThat(index.search(List.of(), SearchOptions.top(3))).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource(VectorForm.class)
    void anEmptyIndexFindsNothing(VectorForm form) {
        Path file = directory.resolve("vectors");
        Vectors.write(file, form, List.of());
        try (ScanIndex index = ScanIndex.open(file, 2)) {
            assertThat(index.facts().rows()).isZero();
            assertThat(index.search(new float[4], SearchOptions.top(3))).isEmpty();
            assertThat(index.searchKeys(new float[4], SearchOptions.top(3))).isEmpty();
            index.file().verify();
        }
    }

    @ParameterizedTest
    @EnumSource(VectorForm.class)
    void filtersLeaveRowsOut(VectorForm form) {
        List<float[]> vectors = Vectors.units(8, 200, 12);
        Path file = directory.resolve("vectors");
        Vectors.write(file, form, vectors);
        BitSet few = new BitSet();
        few.set(17);
        few.set(60, 64);
        try (ScanIndex index = ScanIndex.open(file, 1)) {
            float[] query = vectors.get(100);
            assertThat(index.search(query, SearchOptions.top(10).withFilter(RowFilter.ofRows(few))))
                    .extracting(VectorHit::row)
                    .containsExactlyInAnyOrder(17, 60, 61, 62, 63);
            BitSet keys = new BitSet();
            keys.set(1002);
            assertThat(index.search(query, SearchOptions.top(10).withFilter(RowFilter.ofKeys(keys))))
                    .extracting(VectorHit::row)
                    .containsExactlyInAnyOrder(6, 7, 8);
            assertThat(index.search(query, SearchOptions.top(3).withFilter((row, key) -> false)))
                    .isEmpty();
        }
    }

    @Test
    void aKeyIsFoundOnceByItsBestRow() {
        float[] near = {1, 0};
        float[] far = {0, 1};
        List<float[]> vectors = new ArrayList<>(IntStream.range(0, 60)
                .mapToObj(i -> new float[] {0.9f - i / 1000f, 0.1f})
                .toList());
        vectors.addAll(List.of(near, near, far));
        Path file = directory.resolve("vectors");
        Vectors.write(file, VectorForm.F32, vectors);
        try (ScanIndex index = ScanIndex.open(file, 1)) {
            assertThat(index.searchKeys(near, SearchOptions.top(2)))
                    .containsExactly(new VectorHit(60, 1020, 1), new VectorHit(0, 1000, 0.9f));
            assertThat(index.searchKeys(near, SearchOptions.top(100)))
                    .extracting(VectorHit::key)
                    .doesNotHaveDuplicates()
                    .hasSize(21);
        }
    }

    @Test
    void aFileCutShortWhileOpenIsRefused() throws IOException {
        Path file = directory.resolve("vectors");
        Vectors.write(file, VectorForm.F32, Vectors.units(9, 100, 64));
        try (ScanIndex index = ScanIndex.open(file, 1)) {
            Vectors.write(file, VectorForm.F32, Vectors.units(9, 2, 64));
            // Another file under the same name is no harm.
            assertThat(index.search(new float[64], SearchOptions.top(5))).hasSize(5);
        }
        try (ScanIndex index = ScanIndex.open(file, 1);
                FileChannel cut = FileChannel.open(file, StandardOpenOption.WRITE)) {
            cut.truncate(4100);
            assertThatThrownBy(() -> index.search(new float[64], SearchOptions.top(1)))
                    .isInstanceOf(KbException.class)
                    .hasMessage("DAMAGED: " + file + ": was changed while open; close it and build the vectors anew");
        }
    }

    @Test
    void afterClosingNothingIsFound() {
        Path file = directory.resolve("vectors");
        Vectors.write(file, VectorForm.F32, Vectors.units(9, 3, 5));
        ScanIndex index = ScanIndex.open(file, 1);
        index.close();
        index.close();
        assertThatThrownBy(() -> index.search(new float[5], SearchOptions.top(1)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("the vectors " + file + " are closed");
    }

    @Test
    void queriesMustFit() {
        Path file = directory.resolve("vectors");
        Vectors.write(file, VectorForm.F32, Vectors.units(9, 3, 5));
        try (ScanIndex index = ScanIndex.open(file, 1)) {
            assertThatThrownBy(() -> index.search(new float[6], SearchOptions.top(1)))
                    .isInstanceOf(KbException.class)
                    .hasMessage("VECTORS_UNFIT: " + file + ": a vector of 6 numbers, expected 5; use the encoder"
                            + " 'invented' that made the index");
            assertThatThrownBy(() -> index.search(new float[] {0, 0, Float.NaN, 0, 0}, SearchOptions.top(1)))
                    .isInstanceOf(KbException.class)
                    .hasMessage(
                            "VECTORS_UNFIT: " + file + ": a query holds NaN, expected numbers; look at the encoder");
        }
    }

    @Test
    void askingForNothingIsRefused() {
        assertThatThrownBy(() -> SearchOptions.top(0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("limit is 0, expected at least 1");
        assertThatThrownBy(() -> SearchOptions.top(1).withBreadth(0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("breadth is 0, expected at least 1");
        assertThatThrownBy(() -> ScanIndex.open(directory.resolve("none"), 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("threads is 0, expected at least 1");
    }

    private static List<List<Integer>> rows(VectorIndex index, List<float[]> queries, SearchOptions options) {
        return index.search(queries, options).stream()
                .map(hits -> hits.stream().map(VectorHit::row).toList())
                .toList();
    }
}
