package io.osler.kb.vector;

import java.util.BitSet;

/** Which rows may be found. Asked by several threads at once, and only for rows that score well enough. */
@FunctionalInterface
public interface RowFilter {
    RowFilter ALL = (row, key) -> true;

    boolean accepts(int row, int key);

    /** Rows whose bit is set; the set must not change during a search. */
    static RowFilter ofRows(BitSet rows) {
        return (row, key) -> rows.get(row);
    }

    /** Rows whose key's bit is set; the set must not change during a search. */
    static RowFilter ofKeys(BitSet keys) {
        return (row, key) -> keys.get(key);
    }
}
