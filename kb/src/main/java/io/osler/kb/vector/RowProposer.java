package io.osler.kb.vector;

import java.util.List;

/**
 * Looks over all rows of a {@link VectorFile} in a place of its own, such as the memory of a device, and proposes those
 * that score best; {@link ProposedIndex} decides. kb knows no device: who has one hands it in. Safe for any number of
 * threads.
 */
public interface RowProposer extends AutoCloseable {
    /**
     * Rows that score best with a query.
     *
     * @param rows   the best first; the order of equal ones is open
     * @param scores of these rows, each good to {@link RowProposer#error}
     */
    record Proposal(int[] rows, float[] scores) {}

    /** For each query so many rows, or all when there are fewer: no other row's score is higher than the last one's. */
    List<Proposal> propose(List<float[]> queries, int most);

    /** How far a score with this query may lie from the exact product. */
    double error(float[] query);

    @Override
    void close();
}
