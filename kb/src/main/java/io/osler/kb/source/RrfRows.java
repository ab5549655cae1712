package io.osler.kb.source;

import java.util.List;

/**
 * Rows of a file in Rich Release Format: cells that each end with {@code |}, also the last one, nothing quoted or escaped.
 * The last row may lack its line end, no row a cell. For one thread.
 */
final class RrfRows implements AutoCloseable {
    private final LineReader lines;
    private final VocabularyFile file;
    private final List<String> columns;
    private final int[] ends;

    RrfRows(VocabularyFile file, List<String> columns) {
        this.file = file;
        this.columns = columns;
        this.ends = new int[columns.size()];
        this.lines = file.lines();
    }

    /** The column of this name. */
    int column(String name) {
        int column = columns.indexOf(name);
        if (column < 0) {
            throw new Place(file.toString(), 1, 1)
                    .malformed("the columns " + String.join(",", columns), "one named " + name + " in MRFILES.RRF");
        }
        return column;
    }

    /** Steps to the next row; false when there is none. */
    boolean next() {
        do {
            if (!lines.next()) {
                return false;
            }
        } while (lines.isBlank());
        split(lines.text());
        return true;
    }

    String cell(int column) {
        return lines.text().substring(column == 0 ? 0 : ends[column - 1] + 1, ends[column]);
    }

    Place place(int column) {
        return new Place(file.toString(), lines.number(), column + 1L);
    }

    private void split(String row) {
        int cell = 0;
        int begin = 0;
        for (int bar = row.indexOf('|'); bar >= 0; bar = row.indexOf('|', begin)) {
            if (cell < ends.length) {
                ends[cell] = bar;
            }
            cell++;
            begin = bar + 1;
        }
        if (cell != ends.length || begin != row.length()) {
            throw place(Math.min(cell, ends.length))
                    .malformed(
                            begin == row.length() ? cell + " columns" : cell + " whole columns and a rest without '|'",
                            ends.length + ", each ending with '|': " + String.join(",", columns));
        }
    }

    @Override
    public void close() {
        lines.close();
    }
}
