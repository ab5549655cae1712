package io.osler.kb.vector;

import static io.osler.kb.KbException.Code.IO;

import io.osler.kb.KbException;
import io.osler.kb.scan.RowTable;
import io.osler.kb.scan.ScanChoice;
import io.osler.kb.scan.VectorScan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinTask;
import java.util.stream.IntStream;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.TaskExecutor;
import org.apache.lucene.search.TopKnnCollector;
import org.apache.lucene.util.Bits;
import org.apache.lucene.util.hnsw.HnswConcurrentMergeBuilder;
import org.apache.lucene.util.hnsw.HnswGraphBuilder;
import org.apache.lucene.util.hnsw.HnswGraphSearcher;
import org.apache.lucene.util.hnsw.OnHeapHnswGraph;

/**
 * Search that walks a hierarchical navigable small-world graph, Lucene's, over our own mapped rows: rows of bytes where the
 * form has them, with what it finds scored anew. It looks at thousands of rows where a scan looks at all, and may miss
 * some of the nearest; {@link SearchOptions#breadth} trades the one for the other. For vectors of length 1.
 *
 * <p>Where a filter leaves so little that the walk would see much of the index, or finds fewer than were asked for, the
 * query is answered by a scan.
 *
 * @see <a href="https://arxiv.org/abs/1603.09320">Malkov and Yashunin 2016, HNSW</a>
 */
public final class GraphIndex implements VectorIndex {
    /** Fewer rows are scanned; see docs/decisions/0005-graph-index.md. */
    public static final int ROWS_LEAST = 500_000;

    /** Neighbours of a row in upper levels; twice as many in the lowest. */
    private static final int CONNECTIONS = 16;

    private static final int BUILD_BREADTH = 100;
    private static final long SEED = 42;

    /** A walk that has seen this share of the rows costs more than a scan: rows lie scattered. */
    private static final int ROWS_PER_VISIT_LEAST = 8;

    private final ScanIndex exact;
    private final MappedGraph graph;
    private final VectorScan scan = ScanChoice.best();
    private final ForkJoinPool pool;

    private GraphIndex(ScanIndex exact, MappedGraph graph, int threads) {
        this.exact = exact;
        this.graph = graph;
        this.pool = new ForkJoinPool(threads);
    }

    /** Where the graph of a file of vectors lies: beside it. */
    public static Path fileOf(Path vectors) {
        return vectors.resolveSibling(vectors.getFileName() + ".graph");
    }

    /**
     * Builds the graph of a file of vectors: minutes for 200,000 rows on two cores. The graph lies in the heap until it is
     * written.
     *
     * @param threads that build; with several, the same rows give a slightly different graph each time
     * @throws KbException as {@link VectorFile#open}, and IO
     */
    public static void build(Path vectors, int threads) {
        if (threads < 1) {
            throw new IllegalArgumentException("threads is %d, expected at least 1".formatted(threads));
        }
        try (VectorFile file = VectorFile.open(vectors)) {
            RowTable rows = walked(file);
            GraphWriter.write(fileOf(vectors), graphOf(rows, threads), CONNECTIONS, file);
        } catch (IOException e) {
            throw new KbException(IO, vectors.toString(), "no graph could be built: " + e.getMessage(), e);
        }
    }

    private static OnHeapHnswGraph graphOf(RowTable rows, int threads) throws IOException {
        var scorers = RowScorer.supplier(rows, ScanChoice.best());
        HnswGraphBuilder alone = HnswGraphBuilder.create(scorers, CONNECTIONS, BUILD_BREADTH, SEED, rows.count());
        if (threads == 1 || rows.count() == 0) {
            return alone.build(rows.count());
        }
        try (ForkJoinPool pool = new ForkJoinPool(threads)) {
            return new HnswConcurrentMergeBuilder(
                            new TaskExecutor(pool),
                            threads,
                            scorers,
                            CONNECTIONS,
                            BUILD_BREADTH,
                            alone.getGraph(),
                            null)
                    .build(rows.count());
        }
    }

    /**
     * Opens vectors and their graph in milliseconds.
     *
     * @throws KbException as {@link VectorFile#open}, for either file; DAMAGED when the graph is of other vectors
     */
    public static GraphIndex open(Path vectors, int threads) {
        ScanIndex exact = ScanIndex.open(vectors, threads);
        try {
            return new GraphIndex(exact, MappedGraph.open(fileOf(vectors), exact.file()), threads);
        } catch (RuntimeException e) {
            exact.close();
            throw e;
        }
    }

    /** Whether a graph has been built for these vectors. */
    public static boolean exists(Path vectors) {
        return Files.exists(fileOf(vectors));
    }

    private static RowTable walked(VectorFile file) {
        return file.coarse().orElse(file.scored());
    }

    @Override
    public VectorFacts facts() {
        return exact.facts();
    }

    @Override
    public int key(int row) {
        return exact.key(row);
    }

    /**
     * Reads both files whole and compares their checksums.
     *
     * @throws KbException DAMAGED when one differs
     */
    public void verify() {
        exact.file().verify();
        graph.verify(fileOf(exact.file().path()));
    }

    @Override
    public List<List<VectorHit>> search(List<float[]> queries, SearchOptions options) {
        queries.forEach(query -> ScanIndex.requireFit(exact.file(), query));
        exact.file().requireWhole();
        if (queries.size() == 1) {
            return List.of(searchOne(queries.getFirst(), options));
        }
        List<ForkJoinTask<List<VectorHit>>> walks = new ArrayList<>(queries.size());
        for (float[] query : queries) {
            walks.add(pool.submit((Callable<List<VectorHit>>) () -> searchOne(query, options)));
        }
        return walks.stream().map(ForkJoinTask::join).toList();
    }

    private List<VectorHit> searchOne(float[] query, SearchOptions options) {
        VectorFile file = exact.file();
        int rows = file.facts().rows();
        int breadth = Math.min(rows, Math.max(options.limit(), options.breadth()));
        int visitsMost = rows / ROWS_PER_VISIT_LEAST;
        if (breadth >= visitsMost) {
            return exact.search(query, options);
        }
        try {
            TopKnnCollector found = new TopKnnCollector(breadth, visitsMost);
            HnswGraphSearcher.search(
                    RowScorer.of(walked(file), scan, query), found, graph.view(), accepted(options, rows));
            if (found.earlyTerminated() || found.numCollected() < Math.min(options.limit(), rows)) {
                return exact.search(query, options);
            }
            return scoredAnew(found.topDocs().scoreDocs, query, options.limit());
        } catch (InternalError e) {
            throw file.changedWhileOpen(e);
        } catch (IOException e) {
            throw new KbException(IO, file.path().toString(), "cannot be read: " + e.getMessage(), e);
        }
    }

    private Bits accepted(SearchOptions options, int rows) {
        if (options.filter().equals(RowFilter.ALL)) {
            return null;
        }
        return new Bits() {
            @Override
            public boolean get(int row) {
                return options.filter().accepts(row, exact.file().key(row));
            }

            @Override
            public int length() {
                return rows;
            }
        };
    }

    private List<VectorHit> scoredAnew(ScoreDoc[] found, float[] query, int limit) {
        VectorFile file = exact.file();
        int[] rows =
                IntStream.range(0, found.length).map(i -> found[i].doc).sorted().toArray();
        float[] scores = new float[rows.length];
        scan.picked(file.scored(), rows, rows.length, file.scored().padded(query), scores);
        TopRows best = new TopRows(limit);
        for (int i = 0; i < rows.length; i++) {
            best.offer(rows[i], scores[i]);
        }
        return ScanIndex.hits(file, best);
    }

    @Override
    public void close() {
        pool.close();
        graph.close();
        exact.close();
    }
}
