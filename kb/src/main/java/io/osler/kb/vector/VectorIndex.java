package io.osler.kb.vector;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Finds the vectors nearest to a query, by dot product. Safe for any number of threads until it is closed.
 * {@link ScanIndex} looks at every row and misses none, and so does {@link ProposedIndex} with the rows held elsewhere, in
 * the memory of a device for one. {@link GraphIndex} looks at few.
 */
public interface VectorIndex extends AutoCloseable {
    /**
     * Opens a file of vectors in milliseconds, with its graph where one has been built.
     *
     * @throws io.osler.kb.KbException as {@link VectorFile#open}
     */
    static VectorIndex open(Path vectors) {
        int threads = Runtime.getRuntime().availableProcessors();
        return GraphIndex.exists(vectors) ? GraphIndex.open(vectors, threads) : ScanIndex.open(vectors, threads);
    }

    VectorFacts facts();

    /** What a row stands for. */
    int key(int row);

    /**
     * Hits of each query, the best first; of equal scores the lower row first. Many queries at once are cheaper than one
     * after the other.
     *
     * @throws io.osler.kb.KbException VECTORS_UNFIT when a query has another dimension or is not all numbers; DAMAGED when
     *     the file was changed while open
     */
    List<List<VectorHit>> search(List<float[]> queries, SearchOptions options);

    /** One query's hits. */
    default List<VectorHit> search(float[] query, SearchOptions options) {
        return search(List.of(query), options).getFirst();
    }

    /** The best row of each of the best keys: where several rows share a key, as the names of a concept do. */
    default List<VectorHit> searchKeys(float[] query, SearchOptions options) {
        for (long wanted = 4L * options.limit(); ; wanted *= 4) {
            int limit = (int) Math.min(wanted, Math.max(1, facts().rows()));
            SearchOptions wider = new SearchOptions(limit, options.filter(), Math.max(limit, options.breadth()));
            List<VectorHit> found = search(query, wider);
            List<VectorHit> best = firstOfEachKey(found, options.limit());
            if (best.size() == options.limit() || found.size() < limit || limit == facts().rows()) {
                return best;
            }
        }
    }

    private static List<VectorHit> firstOfEachKey(List<VectorHit> hits, int limit) {
        Set<Integer> seen = new HashSet<>();
        List<VectorHit> first = new ArrayList<>();
        for (VectorHit hit : hits) {
            if (first.size() < limit && seen.add(hit.key())) {
                first.add(hit);
            }
        }
        return first;
    }

    /** Releases the file and the threads; a search under way fails. */
    @Override
    void close();
}
