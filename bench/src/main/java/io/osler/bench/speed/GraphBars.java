package io.osler.bench.speed;

import io.osler.kb.vector.GraphIndex;
import io.osler.kb.vector.ScanIndex;
import io.osler.kb.vector.SearchOptions;
import io.osler.kb.vector.VectorForm;
import io.osler.kb.vector.VectorHit;
import io.osler.kb.vector.VectorIndex;
import io.osler.kb.vector.VectorIndexBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The graph over vectors: how long it takes to build, and what is found at which rate for growing numbers of candidates, held
 * against an exact scan of the same rows. {@code osler bench plot} draws the curve from these rows.
 */
final class GraphBars {
    private static final int DIMENSION = 384;
    private static final int ROWS_PER_CLUSTER = 200;
    private static final int QUERIES = 500;
    private static final int HITS = 10;
    private static final List<Integer> CANDIDATES = List.of(16, 32, 64, 128, 256);

    private final int rows;
    private final int rounds;
    private final BarSheet sheet;
    private final int threads = Runtime.getRuntime().availableProcessors();

    GraphBars(int rows, int rounds, BarSheet sheet) {
        this.rows = rows;
        this.rounds = rounds;
        this.sheet = sheet;
    }

    void measure() {
        try (TemporaryDirectory directory = TemporaryDirectory.create()) {
            ClusteredVectors vectors = new ClusteredVectors(DIMENSION, Math.max(1, rows / ROWS_PER_CLUSTER));
            Path file = directory.path().resolve("rows");
            write(vectors, file);
            String name = "graph of %,d rows of %d".formatted(rows, DIMENSION);
            long begin = System.nanoTime();
            GraphIndex.build(file, threads);
            sheet.report("%s, built by %d threads".formatted(name, threads), (System.nanoTime() - begin) / 1e9, "s");
            sheet.report(name + ", its file", bytes(GraphIndex.fileOf(file)) / 1e6, "MB");
            List<float[]> queries = vectors.rows(rows, QUERIES);
            List<Set<Integer>> nearest;
            try (ScanIndex exact = ScanIndex.open(file, threads)) {
                nearest = hits(exact, queries, SearchOptions.top(HITS));
                SearchOptions top = SearchOptions.top(HITS);
                Spread rate = Spread.measure(rounds, () -> queriesPerSecond(exact, queries.subList(0, 50), top));
                sheet.report("scan of the same rows, a query at a time", rate, "queries/s");
            }
            try (GraphIndex graph = GraphIndex.open(file, 1)) {
                CANDIDATES.forEach(candidates -> curve(graph, queries, nearest, candidates));
            }
        }
    }

    private void curve(GraphIndex graph, List<float[]> queries, List<Set<Integer>> nearest, int candidates) {
        SearchOptions options = SearchOptions.top(HITS).withBreadth(candidates);
        String name = "graph, %d candidates, one thread".formatted(candidates);
        sheet.report(name + CurvePlot.RECALL, recall(nearest, hits(graph, queries, options)), "");
        Spread rate = Spread.measure(rounds, () -> queriesPerSecond(graph, queries, options));
        sheet.report(name + CurvePlot.RATE, rate, "queries/s");
    }

    private void write(ClusteredVectors vectors, Path file) {
        try (VectorIndexBuilder builder =
                VectorIndexBuilder.create(file, "generated", DIMENSION, VectorForm.INT8_F32)) {
            for (int row = 0; row < rows; row++) {
                builder.add(row, vectors.row(row));
            }
            builder.build();
        }
    }

    private static double queriesPerSecond(VectorIndex index, List<float[]> queries, SearchOptions options) {
        long begin = System.nanoTime();
        for (float[] query : queries) {
            index.search(query, options);
        }
        return queries.size() / ((System.nanoTime() - begin) / 1e9);
    }

    private static List<Set<Integer>> hits(VectorIndex index, List<float[]> queries, SearchOptions options) {
        return index.search(queries, options).stream().map(GraphBars::rows).toList();
    }

    private static Set<Integer> rows(List<VectorHit> hits) {
        return new HashSet<>(hits.stream().map(VectorHit::row).toList());
    }

    /** Share of the nearest that were found. */
    static double recall(List<Set<Integer>> nearest, List<Set<Integer>> found) {
        int right = 0;
        int all = 0;
        for (int query = 0; query < nearest.size(); query++) {
            Set<Integer> both = new HashSet<>(nearest.get(query));
            all += both.size();
            both.retainAll(found.get(query));
            right += both.size();
        }
        return (double) right / all;
    }

    private static long bytes(Path file) {
        try {
            return Files.size(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
