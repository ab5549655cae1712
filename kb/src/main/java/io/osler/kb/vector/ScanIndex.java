package io.osler.kb.vector;

import static io.osler.kb.KbException.Code.VECTORS_UNFIT;

import io.osler.kb.KbException;
import io.osler.kb.scan.RowTable;
import io.osler.kb.scan.ScanChoice;
import io.osler.kb.scan.VectorScan;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinTask;
import java.util.stream.IntStream;

/**
 * Exact search: every row is scored. Ranges of rows are shared out among the threads; queries go over the rows together, so
 * that a row is brought from memory once for up to {@value #QUERIES_AT_ONCE} of them. Results are the same to the last
 * bit whatever the number of threads or queries.
 *
 * <p>Forms with a first pass keep each row whose bytes leave it a chance, by the error that the file states for it, and
 * score those anew: the same hits as a scan of the scored rows alone.
 */
public final class ScanIndex implements VectorIndex {
    private static final int QUERIES_AT_ONCE = 64;

    /** Rows of one step of the loop: they and the scores stay in the second-level cache for all queries. */
    private static final int BLOCK_BYTES = 1 << 18;

    /** Fewer bytes than this are scanned in less time than other threads take to wake. */
    private static final long BYTES_FOR_THREADS = 1 << 20;

    /** Ranges for each thread, so that one that was held up leaves little to wait for. */
    private static final int RANGES_PER_THREAD = 4;

    private final VectorFile file;
    private final VectorScan scan;
    private final int threads;
    private final ForkJoinPool pool;

    private ScanIndex(VectorFile file, VectorScan scan, int threads) {
        this.file = file;
        this.scan = scan;
        this.threads = threads;
        this.pool = new ForkJoinPool(threads);
    }

    /**
     * Opens a file in milliseconds, with as many threads as there are processors.
     *
     * @throws KbException as {@link VectorFile#open}
     */
    public static ScanIndex open(Path path) {
        return open(path, Runtime.getRuntime().availableProcessors());
    }

    /** @param threads that scan; all searches together use so many */
    public static ScanIndex open(Path path, int threads) {
        return open(path, threads, ScanChoice.best());
    }

    static ScanIndex open(Path path, int threads, VectorScan scan) {
        if (threads < 1) {
            throw new IllegalArgumentException("threads is %d, expected at least 1".formatted(threads));
        }
        return new ScanIndex(VectorFile.open(path), scan, threads);
    }

    @Override
    public VectorFacts facts() {
        return file.facts();
    }

    @Override
    public int key(int row) {
        return file.key(row);
    }

    /** The file under it; closed with this. */
    public VectorFile file() {
        return file;
    }

    @Override
    public List<List<VectorHit>> search(List<float[]> queries, SearchOptions options) {
        queries.forEach(query -> requireFit(file, query));
        file.requireWhole();
        List<List<VectorHit>> hits = new ArrayList<>(queries.size());
        try {
            for (int from = 0; from < queries.size(); from += QUERIES_AT_ONCE) {
                int to = Math.min(queries.size(), from + QUERIES_AT_ONCE);
                for (TopRows best : searchTogether(queries.subList(from, to), options)) {
                    hits.add(hits(file, best));
                }
            }
        } catch (InternalError e) {
            throw file.changedWhileOpen(e);
        }
        return hits;
    }

    private TopRows[] searchTogether(List<float[]> queries, SearchOptions options) {
        if (file.coarse().isPresent()) {
            return new TwoPassScan(file, scan, options).search(queries, this::overRanges);
        }
        RowTable rows = file.scored();
        float[][] padded = queries.stream().map(rows::padded).toArray(float[][]::new);
        List<TopRows[]> parts = overRanges(rows, (from, to) -> bestOf(rows, from, to, padded, options));
        TopRows[] best = parts.getFirst();
        for (TopRows[] part : parts.subList(1, parts.size())) {
            for (int q = 0; q < best.length; q++) {
                best[q].offerAll(part[q]);
            }
        }
        return best;
    }

    private TopRows[] bestOf(RowTable rows, int from, int to, float[][] queries, SearchOptions options) {
        TopRows[] best = new TopRows[queries.length];
        Arrays.setAll(best, q -> new TopRows(Math.min(options.limit(), rows.count())));
        blocks(scan, rows, from, to, queries, (first, count, scores) -> {
            for (int q = 0; q < best.length; q++) {
                offer(best[q], first, count, scores[q], options.filter());
            }
        });
        return best;
    }

    private void offer(TopRows best, int first, int count, float[] scores, RowFilter filter) {
        float threshold = best.threshold();
        for (int i = 0; i < count; i++) {
            // Rows come in ascending order, so one that only equals the worst kept is no better.
            if ((scores[i] > threshold || threshold == Float.NEGATIVE_INFINITY)
                    && filter.accepts(first + i, file.key(first + i))) {
                best.offer(first + i, scores[i]);
                threshold = best.threshold();
            }
        }
    }

    /** Takes the scores of consecutive rows, one array for each query. */
    @FunctionalInterface
    interface BlockSink {
        void accept(int firstRow, int count, float[][] scores);
    }

    /** Scores rows block by block. */
    static void blocks(VectorScan scan, RowTable rows, int from, int to, float[][] queries, BlockSink sink) {
        int block = Math.max(4, BLOCK_BYTES / rows.form().stride(rows.dimension()) / 4 * 4);
        float[][] scores = new float[queries.length][block];
        for (int first = from; first < to; first += block) {
            int end = Math.min(to, first + block);
            scan.range(rows, first, end, queries, scores);
            sink.accept(first, end - first, scores);
        }
    }

    /** Work on a range of rows. */
    @FunctionalInterface
    interface RangeWork<T> {
        T over(int from, int to);
    }

    /** Runs work over all rows in parts. */
    @FunctionalInterface
    interface Ranges {
        <T> List<T> run(RowTable rows, RangeWork<T> work);
    }

    private <T> List<T> overRanges(RowTable rows, RangeWork<T> work) {
        if (threads == 1 || rows.data().byteSize() < BYTES_FOR_THREADS) {
            return List.of(work.over(0, rows.count()));
        }
        int parts = threads * RANGES_PER_THREAD;
        List<ForkJoinTask<T>> tasks = IntStream.range(0, parts)
                .mapToObj(part -> pool.submit(
                        (Callable<T>) () -> work.over(share(rows, part, parts), share(rows, part + 1, parts))))
                .toList();
        return tasks.stream().map(ForkJoinTask::join).toList();
    }

    private static int share(RowTable rows, int part, int parts) {
        return (int) ((long) rows.count() * part / parts);
    }

    static List<VectorHit> hits(VectorFile file, TopRows best) {
        TopRows.Sorted sorted = best.drain();
        return IntStream.range(0, sorted.rows().length)
                .mapToObj(i -> new VectorHit(sorted.rows()[i], file.key(sorted.rows()[i]), sorted.scores()[i]))
                .toList();
    }

    static void requireFit(VectorFile file, float[] query) {
        file.facts().requireDimension(query.length, file.path().toString());
        for (float number : query) {
            if (!Float.isFinite(number)) {
                throw new KbException(
                        VECTORS_UNFIT,
                        file.path().toString(),
                        "a query holds %s, expected numbers; look at the encoder".formatted(number));
            }
        }
    }

    @Override
    public void close() {
        pool.close();
        file.close();
    }
}
