package io.osler.kb.scan;

/**
 * Dot products of queries with stored rows. The product of one row and one query is the same number to the last bit
 * however they are asked for: alone, in a range, picked, or among other queries. Implementations hold no state and are
 * safe for any number of threads.
 */
public interface VectorScan {
    /** For log lines, such as {@code Panama, 512 bits}. */
    String name();

    /**
     * Products of consecutive rows with several queries; each row is brought from memory once.
     *
     * @param queries each {@link RowTable#paddedDimension} long, zeros at the end
     * @param scores  {@code scores[q][i]} becomes the product of row {@code from + i} with query {@code q}
     */
    void range(RowTable rows, int from, int to, float[][] queries, float[][] scores);

    /**
     * Products of any rows with one query.
     *
     * @param which  rows; the first {@code count} of them are asked
     * @param query  {@link RowTable#paddedDimension} long, zeros at the end
     * @param scores {@code scores[i]} becomes the product of row {@code which[i]}
     */
    void picked(RowTable rows, int[] which, int count, float[] query, float[] scores);
}
