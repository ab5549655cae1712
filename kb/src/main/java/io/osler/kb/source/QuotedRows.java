package io.osler.kb.source;

import de.siegmar.fastcsv.reader.CloseableIterator;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import io.osler.kb.KbException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Rows of a file of separated values with quoting by RFC 4180: a quoted cell may hold separators, line ends and, doubled,
 * quotation marks. A cell that does not begin with a quotation mark is taken as it stands.
 */
final class QuotedRows extends Rows {
    private static final Pattern BEGIN = Pattern.compile("\\(record starting at line (\\d+)\\)");

    private final VocabularyFile file;
    private final CloseableIterator<CsvRecord> records;
    private long line = 1;

    private QuotedRows(VocabularyFile file, char separator) {
        super(file);
        this.file = file;
        this.records = CsvReader.builder()
                .fieldSeparator(separator)
                .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
                .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
                .allowUnclosedQuote(false)
                .maxBufferSize(Utf8Reader.RUN_MAX)
                .ofCsvRecord(file.read(Utf8Reader.Runs.LINES))
                .iterator();
    }

    /** The first row names the columns. */
    static Rows of(VocabularyFile file, char separator) {
        QuotedRows rows = new QuotedRows(file, separator);
        try {
            return rows.withHeaderRow();
        } catch (RuntimeException e) {
            rows.close();
            throw e;
        }
    }

    @Override
    List<String> record() {
        try {
            while (records.hasNext()) {
                CsvRecord record = records.next();
                line = record.getStartingLineNumber();
                if (!record.getFields().stream().allMatch(String::isBlank)) {
                    return record.getFields();
                }
            }
            return List.of();
        } catch (CsvParseException e) {
            throw broken(e);
        } catch (UncheckedIOException e) {
            throw new KbException(KbException.Code.IO, file.toString(), "reading failed: " + e.getMessage(), e);
        }
    }

    /** The library's messages name the line at which the broken row begins. */
    private KbException broken(CsvParseException e) {
        Matcher begin = BEGIN.matcher(e.getMessage());
        String found = begin.replaceAll("").strip();
        return new Place(file.toString(), begin.find(0) ? Long.parseLong(begin.group(1)) : line, 0)
                .malformed(
                        "in the row that begins here: " + found,
                        "quotation marks in pairs around whole cells, none longer than %,d characters"
                                .formatted(Utf8Reader.RUN_MAX),
                        e);
    }

    @Override
    long line() {
        return line;
    }

    @Override
    public void close() {
        try {
            records.close();
        } catch (IOException e) {
            throw new KbException(KbException.Code.IO, file.toString(), "closing failed: " + e.getMessage(), e);
        }
    }
}
