package io.osler.kb.vector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.osler.kb.KbException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ProposedIndexTest {
    @TempDir
    private Path directory;

    /** Scores in double, then as wrong as it says; tells equal ones in any order. */
    private static final class Blurred implements RowProposer {
        private final VectorFile file;
        private final double error;
        private final SplittableRandom random = new SplittableRandom(7);
        private final List<Integer> asked = new ArrayList<>();
        private boolean closed;

        private Blurred(VectorFile file, double error) {
            this.file = file;
            this.error = error;
        }

        @Override
        public List<Proposal> propose(List<float[]> queries, int most) {
            asked.add(most);
            return queries.stream().map(query -> proposal(query, most)).toList();
        }

        private Proposal proposal(float[] query, int most) {
            float[] scores = new float[file.facts().rows()];
            for (int row = 0; row < scores.length; row++) {
                float[] numbers = file.scored().row(row);
                double score = error * random.nextDouble(-1, 1);
                for (int i = 0; i < numbers.length; i++) {
                    score += (double) numbers[i] * query[i];
                }
                scores[row] = (float) score;
            }
            int[] rows = IntStream.range(0, scores.length)
                    .boxed()
                    .sorted(Comparator.<Integer>comparingDouble(row -> -scores[row])
                            .thenComparing(Comparator.reverseOrder()))
                    .limit(most)
                    .mapToInt(Integer::intValue)
                    .toArray();
            float[] best = new float[rows.length];
            for (int i = 0; i < rows.length; i++) {
                best[i] = scores[rows[i]];
            }
            return new Proposal(rows, best);
        }

        @Override
        public double error(float[] query) {
            return error + 1e-5;
        }

        @Override
        public void close() {
            closed = true;
        }
    }

    @ParameterizedTest
    @EnumSource(VectorForm.class)
    void findsWhatAScanFindsHoweverBlurredTheProposals(VectorForm form) {
        List<float[]> vectors = new ArrayList<>(Vectors.units(1, 701, 19));
        for (int i = 5; i < 700; i += 7) {
            vectors.set(i, vectors.get(4)); // a hundred equal rows
        }
        Path file = directory.resolve("vectors");
        Vectors.write(file, form, vectors);
        List<float[]> queries = new ArrayList<>(Vectors.units(2, 5, 19));
        queries.add(vectors.get(4));
        queries.add(new float[19]);
        RowFilter odd = (row, key) -> row % 2 == 1 && key % 3 != 0;
        for (double error : new double[] {0, 1e-4, 0.05, 3}) {
            try (ScanIndex scan = ScanIndex.open(file, 1);
                    VectorIndex proposed = ProposedIndex.open(file, rows -> new Blurred(rows, error))) {
                for (int limit : new int[] {1, 3, 64, 90, 700, 5000}) {
                    for (RowFilter filter : List.of(RowFilter.ALL, odd, (RowFilter) (row, key) -> false)) {
                        SearchOptions options = SearchOptions.top(limit).withFilter(filter);
                        assertThat(proposed.search(queries, options))
                                .as("error %s, limit %d", error, limit)
                                .isEqualTo(scan.search(queries, options));
                    }
                }
                assertThat(proposed.searchKeys(queries.get(5), SearchOptions.top(20)))
                        .isEqualTo(scan.searchKeys(queries.get(5), SearchOptions.top(20)));
            }
        }
    }

    @Test
    void asksForMoreOnlyWhereTooFewPass() {
        Path file = directory.resolve("vectors");
        Vectors.write(file, VectorForm.F32, Vectors.units(3, 1000, 8));
        List<Blurred> made = new ArrayList<>();
        float[] query = Vectors.units(4, 1, 8).getFirst();
        try (VectorIndex index = ProposedIndex.open(file, rows -> {
            made.add(new Blurred(rows, 0));
            return made.getFirst();
        })) {
            index.search(query, SearchOptions.top(10));
            assertThat(made.getFirst().asked).containsExactly(64);
            index.search(query, SearchOptions.top(10).withFilter((row, key) -> row % 50 == 0));
            assertThat(made.getFirst().asked).startsWith(64, 64, 512);
        }
        assertThat(made.getFirst().closed).isTrue();
    }

    @Test
    void anEmptyFileProposesNothing() {
        Path file = directory.resolve("vectors");
        Vectors.write(file, VectorForm.F16, List.of());
        try (VectorIndex index = ProposedIndex.open(file, rows -> new Blurred(rows, 0))) {
            assertThat(index.search(List.of(new float[4], new float[4]), SearchOptions.top(3)))
                    .containsExactly(List.of(), List.of());
            assertThat(index.search(List.of(), SearchOptions.top(3))).isEmpty();
        }
    }

    @Test
    void queriesAndFilesAreChecked() throws IOException {
        Path file = directory.resolve("vectors");
        Vectors.write(file, VectorForm.F32, Vectors.units(5, 9, 4));
        try (VectorIndex index = ProposedIndex.open(file, rows -> new Blurred(rows, 0))) {
            assertThatThrownBy(() -> index.search(new float[5], SearchOptions.top(1)))
                    .isInstanceOf(KbException.class)
                    .hasMessageContaining("a vector of 5 numbers, expected 4");
            assertThatThrownBy(() -> index.search(new float[] {0, 0, Float.NaN, 0}, SearchOptions.top(1)))
                    .hasMessageContaining("a query holds NaN");
            try (RandomAccessFile cut = new RandomAccessFile(file.toFile(), "rw")) {
                cut.setLength(4096);
            }
            assertThatThrownBy(() -> index.search(new float[4], SearchOptions.top(1)))
                    .isInstanceOf(KbException.class)
                    .hasMessageStartingWith("DAMAGED: " + file);
        }
        assertThatThrownBy(() -> ProposedIndex.open(directory.resolve("none"), rows -> new Blurred(rows, 0)))
                .isInstanceOf(KbException.class);
    }
}
