package io.osler.kb.source;

import io.osler.kb.NameKind;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Gene names of the HUGO Gene Nomenclature Committee: the complete set, or a custom download. Takes approved genes under
 * the type {@code gene}: the symbol is the preferred name; the full name, alias and previous symbols and names are exact
 * ones. Withdrawn entries are left and counted. Immutable; each reading opens the file anew.
 */
public final class HgncSource implements TermSource {
    private static final String TYPE = "gene";

    /** Headings of the complete set and of custom downloads through the years. */
    private static final String[][] SYNONYMS = {
        {"alias symbol", "alias symbols", "synonyms"},
        {"alias name", "alias names", "name synonyms"},
        {"prev symbol", "previous symbols", "previous symbol"},
        {"prev name", "previous names", "previous name"},
    };

    private final VocabularyFile file;

    private HgncSource(VocabularyFile file) {
        this.file = file;
    }

    public static HgncSource of(Path path) {
        return new HgncSource(new VocabularyFile(path));
    }

    @Override
    public String name() {
        return "hgnc";
    }

    @Override
    public Optional<String> licenceNote() {
        return Optional.of(KnownLicences.HGNC);
    }

    @Override
    public SourceReport read(FactSink facts) {
        Telling telling = new Telling(name(), facts);
        try (Rows rows = UnquotedRows.of(file)) {
            int idColumn = rows.column("HGNC ID");
            int symbolColumn = rows.column("symbol", "approved symbol");
            int nameColumn = rows.column("name", "approved name");
            int statusColumn = rows.column("status");
            OptionalInt[] synonymColumns =
                    Arrays.stream(SYNONYMS).map(rows::optionalColumn).toArray(OptionalInt[]::new);
            while (rows.next()) {
                String id = rows.required(idColumn);
                String status = rows.required(statusColumn).toLowerCase(Locale.ROOT);
                if (!status.equals("approved")) {
                    telling.leave(status);
                    continue;
                }
                telling.begin(id);
                telling.name(id, rows.cell(symbolColumn), NameKind.PREFERRED);
                telling.name(id, rows.cell(nameColumn), NameKind.EXACT);
                for (OptionalInt column : synonymColumns) {
                    parts(rows.cell(column)).forEach(text -> telling.name(id, text, NameKind.EXACT));
                }
                telling.type(id, TYPE);
            }
        }
        return telling.report();
    }

    /**
     * The complete set writes {@code A|B}, quoted where there are several; custom downloads write {@code A, B} for symbols
     * and {@code "A", "B"} for names, which may hold commas.
     */
    private static List<String> parts(String cell) {
        String separator = cell.indexOf('|') >= 0 ? "\\|" : cell.startsWith("\"") ? "\"\\s*,\\s*\"" : ",\\s*";
        return Arrays.stream(
                        cell.replaceFirst("^\"", "").replaceFirst("\"$", "").split(separator, -1))
                .map(part -> part.replace("\"\"", "\"").strip())
                .filter(part -> !part.isEmpty())
                .toList();
    }
}
