package io.osler.kb.vector;

import io.osler.kb.KbException;
import io.osler.kb.scan.RowTable;
import io.osler.kb.scan.ScanChoice;
import io.osler.kb.scan.VectorScan;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/**
 * Exact search in two steps: a {@link RowProposer} goes over all rows, and what its error leaves a chance is scored anew
 * from the file. So the hits are those of {@link ScanIndex}, scores and order of equal ones included, whatever arithmetic
 * the first step has. More rows are proposed until enough of them pass the filter and the worst of them is out of reach.
 */
public final class ProposedIndex implements VectorIndex {
    /** Proposals asked first: what a search wants, and some for the rows that score almost as well. */
    private static final int PROPOSED_LEAST = 64;

    private static final int PROPOSED_PER_HIT = 2;
    private static final int GROWTH = 8;

    private final VectorFile file;
    private final RowProposer proposer;
    private final VectorScan scan = ScanChoice.best();

    private ProposedIndex(VectorFile file, RowProposer proposer) {
        this.file = file;
        this.proposer = proposer;
    }

    /**
     * Opens a file and hands its rows over.
     *
     * @param handOver what makes a proposer of the open file; closed with this
     * @throws KbException as {@link VectorFile#open}
     */
    public static ProposedIndex open(Path path, Function<VectorFile, RowProposer> handOver) {
        VectorFile file = VectorFile.open(path);
        try {
            return new ProposedIndex(file, handOver.apply(file));
        } catch (RuntimeException | Error e) {
            file.close();
            throw e;
        }
    }

    @Override
    public VectorFacts facts() {
        return file.facts();
    }

    @Override
    public int key(int row) {
        return file.key(row);
    }

    @Override
    public List<List<VectorHit>> search(List<float[]> queries, SearchOptions options) {
        queries.forEach(query -> ScanIndex.requireFit(file, query));
        file.requireWhole();
        try {
            return searchWhole(queries, options);
        } catch (InternalError e) {
            throw file.changedWhileOpen(e);
        }
    }

    private List<List<VectorHit>> searchWhole(List<float[]> queries, SearchOptions options) {
        List<List<VectorHit>> hits = new ArrayList<>();
        queries.forEach(query -> hits.add(List.of()));
        if (file.facts().rows() == 0) {
            return hits;
        }
        List<Integer> open = new ArrayList<>();
        for (int q = 0; q < queries.size(); q++) {
            open.add(q);
        }
        long wanted = Math.max(PROPOSED_LEAST, (long) PROPOSED_PER_HIT * options.limit());
        for (; !open.isEmpty(); wanted *= GROWTH) {
            int most = (int) Math.min(wanted, file.facts().rows());
            List<RowProposer.Proposal> proposals =
                    proposer.propose(open.stream().map(queries::get).toList(), most);
            List<Integer> unsettled = new ArrayList<>();
            for (int i = 0; i < open.size(); i++) {
                int q = open.get(i);
                int[] rows = chances(proposals.get(i), proposer.error(queries.get(q)), options);
                if (rows == null) {
                    unsettled.add(q);
                } else {
                    hits.set(q, ScanIndex.hits(file, scoredAnew(rows, queries.get(q), options)));
                }
            }
            open = unsettled;
        }
        return hits;
    }

    /**
     * The rows that may be among the hits, ascending; null when rows that were not proposed may be, too. The worst of
     * enough accepted rows is exactly at least its score less the error; so one whose score lies below that by more than
     * twice its error and that of the score made anew, is no hit.
     */
    private int[] chances(RowProposer.Proposal proposal, double error, SearchOptions options) {
        int[] rows = proposal.rows();
        float[] scores = proposal.scores();
        int[] accepted = new int[rows.length];
        int count = 0;
        double least = Double.NEGATIVE_INFINITY;
        int at = 0;
        for (; at < rows.length && scores[at] >= least; at++) {
            if (options.filter().accepts(rows[at], file.key(rows[at]))) {
                accepted[count++] = rows[at];
                if (count == options.limit()) {
                    least = scores[at] - 4 * error;
                }
            }
        }
        if (at == rows.length && rows.length < file.facts().rows()) {
            return null;
        }
        int[] chances = Arrays.copyOf(accepted, count);
        Arrays.sort(chances);
        return chances;
    }

    private TopRows scoredAnew(int[] rows, float[] query, SearchOptions options) {
        RowTable table = file.scored();
        float[] scores = new float[rows.length];
        file.requireWhole();
        scan.picked(table, rows, rows.length, table.padded(query), scores);
        TopRows best = new TopRows(Math.min(options.limit(), file.facts().rows()));
        for (int i = 0; i < rows.length; i++) {
            best.offer(rows[i], scores[i]);
        }
        return best;
    }

    @Override
    public void close() {
        try (file) {
            proposer.close();
        }
    }
}
