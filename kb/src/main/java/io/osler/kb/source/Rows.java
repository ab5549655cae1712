package io.osler.kb.source;

import java.util.List;
import java.util.OptionalInt;

/**
 * The rows of a table with a header, from first to last. Blank rows are passed over, cells that a row lacks are empty,
 * cells beyond the header have no name and are never asked for. Places name the line and, as the column, the cell. For
 * one thread.
 */
abstract class Rows implements AutoCloseable {
    private final VocabularyFile file;
    private Header header;
    private List<String> cells = List.of();

    /** The header comes from the first row. */
    Rows(VocabularyFile file) {
        this.file = file;
    }

    /** The next record that is not blank, empty at the end. */
    abstract List<String> record();

    /** Where the record read last begins. */
    abstract long line();

    @Override
    public abstract void close();

    final Rows withHeader(Header columns) {
        header = columns;
        return this;
    }

    final Rows withHeaderRow() {
        List<String> names = record();
        if (names.isEmpty()) {
            throw new Place(file.toString(), 1, 1).malformed("an empty file", "a row of column names");
        }
        return withHeader(Header.of(names));
    }

    /** Steps to the next row; false when there is none. */
    final boolean next() {
        cells = record();
        return !cells.isEmpty();
    }

    /** The column that goes by one of these names. */
    final int column(String... aliases) {
        return header.find(aliases)
                .orElseThrow(() -> new Place(file.toString(), line(), 1)
                        .malformed(
                                "the columns " + Place.excerpt(String.join(", ", header.names())),
                                "one named '" + String.join("' or '", aliases) + "'"));
    }

    final OptionalInt optionalColumn(String... aliases) {
        return header.find(aliases);
    }

    final String cell(int column) {
        return column < cells.size() ? cells.get(column).strip() : "";
    }

    final String cell(OptionalInt column) {
        return column.isPresent() ? cell(column.getAsInt()) : "";
    }

    /** The cell, which must hold something. */
    final String required(int column) {
        String cell = cell(column);
        if (cell.isEmpty()) {
            throw place(column)
                    .malformed(
                            "nothing in column '%s' of a row of %d cells".formatted(header.name(column), cells.size()),
                            "a value; check what separates the columns");
        }
        return cell;
    }

    final Place place(int column) {
        return new Place(file.toString(), line(), column + 1L);
    }
}
