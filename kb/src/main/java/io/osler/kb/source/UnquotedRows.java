package io.osler.kb.source;

import java.util.Arrays;
import java.util.List;

/** Rows of a file of tab-separated values in which a quotation mark is a character like any other. */
final class UnquotedRows extends Rows {
    private final LineReader lines;

    private UnquotedRows(VocabularyFile file) {
        super(file);
        this.lines = file.lines();
    }

    /** The first line names the columns. */
    static Rows of(VocabularyFile file) {
        UnquotedRows rows = new UnquotedRows(file);
        try {
            return rows.withHeaderRow();
        } catch (RuntimeException e) {
            rows.close();
            throw e;
        }
    }

    /** The file has no line of column names. */
    static Rows of(VocabularyFile file, Header header) {
        return new UnquotedRows(file).withHeader(header);
    }

    @Override
    List<String> record() {
        while (lines.next()) {
            if (!lines.isBlank()) {
                return Arrays.asList(lines.text().split("\t", -1));
            }
        }
        return List.of();
    }

    @Override
    long line() {
        return lines.number();
    }

    @Override
    public void close() {
        lines.close();
    }
}
