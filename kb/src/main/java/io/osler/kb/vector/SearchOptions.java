package io.osler.kb.vector;

/**
 * How an index is searched.
 *
 * @param limit   most hits for each query; fewer come back when fewer rows pass the filter
 * @param filter  which rows may be found
 * @param breadth how many rows a graph keeps in view while it walks, at least the limit; more finds more and takes
 *                longer. An exact scan does not need it
 */
public record SearchOptions(int limit, RowFilter filter, int breadth) {
    /** recall@10 of 1.000 on 200,000 clustered vectors of 384 numbers; see docs/decisions/0005-graph-index.md. */
    public static final int BREADTH_DEFAULT = 128;

    public SearchOptions {
        if (limit < 1) {
            throw new IllegalArgumentException("limit is %d, expected at least 1".formatted(limit));
        }
        if (breadth < 1) {
            throw new IllegalArgumentException("breadth is %d, expected at least 1".formatted(breadth));
        }
    }

    public static SearchOptions top(int limit) {
        return new SearchOptions(limit, RowFilter.ALL, BREADTH_DEFAULT);
    }

    public SearchOptions withFilter(RowFilter filter) {
        return new SearchOptions(limit, filter, breadth);
    }

    public SearchOptions withBreadth(int breadth) {
        return new SearchOptions(limit, filter, breadth);
    }
}
