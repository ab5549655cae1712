package io.osler.kb.source;

import io.osler.kb.NameKind;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A list of one's own: comma-, semicolon- or tab-separated values with a header, quoted by RFC 4180. Columns stand in any
 * order and others are passed over:
 *
 * <pre>
 * id               required; also identifier, curie, code, concept id
 * name             required; also label, preferred name, preferred label, term
 * synonyms         separated by '|'; also synonym, aliases
 * types            separated by '|'; also type, semantic type(s)
 * definition       also description
 * parents          ids, separated by '|'; also parent
 * alternative ids  separated by '|'; also alternative id, alt id(s)
 * source           what the row's names come from; also origin; the table's own name when empty
 * </pre>
 *
 * <p>An id may have several rows: the first one's name is the preferred one. Immutable; each reading opens the file anew.
 */
public final class TableSource implements TermSource {
    private static final String[] ID = {"id", "identifier", "curie", "code", "concept id"};
    private static final String[] NAME = {"name", "label", "preferred name", "preferred label", "term"};

    private final VocabularyFile file;
    private final String name;
    private final Optional<String> licenceNote;

    private TableSource(VocabularyFile file, String name, Optional<String> licenceNote) {
        this.file = file;
        this.name = name;
        this.licenceNote = licenceNote;
    }

    /** A table that is named like its file. */
    public static TableSource of(Path path) {
        VocabularyFile file = new VocabularyFile(path);
        return new TableSource(file, file.baseName(), Optional.empty());
    }

    /** The same table under this name and these terms. */
    public TableSource called(String name, String licenceNote) {
        return new TableSource(file, name, Optional.of(licenceNote));
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Optional<String> licenceNote() {
        return licenceNote;
    }

    @Override
    public SourceReport read(FactSink facts) {
        Telling telling = new Telling(name, facts);
        try (Rows rows = QuotedRows.of(file, separator(firstLine(file)))) {
            Columns columns = Columns.of(rows);
            while (rows.next()) {
                columns.tell(rows, telling, name);
            }
        }
        return telling.report();
    }

    /** Whether a header has what a table needs. */
    static boolean isHeader(String line) {
        Header header = Header.of(Arrays.asList(line.split(String.valueOf(separator(line)), -1)));
        return header.has(ID) && header.has(NAME);
    }

    private static String firstLine(VocabularyFile file) {
        try (LineReader lines = file.lines()) {
            boolean found = false;
            while (!found && lines.next()) {
                found = !lines.isBlank();
            }
            return lines.text();
        }
    }

    private static char separator(String header) {
        if (header.indexOf('\t') >= 0) {
            return '\t';
        }
        return header.indexOf(',') < 0 && header.indexOf(';') >= 0 ? ';' : ',';
    }

    private record Columns(
            int id,
            int name,
            OptionalInt synonyms,
            OptionalInt types,
            OptionalInt definition,
            OptionalInt parents,
            OptionalInt alternatives,
            OptionalInt source) {

        static Columns of(Rows rows) {
            return new Columns(
                    rows.column(ID),
                    rows.column(NAME),
                    rows.optionalColumn("synonyms", "synonym", "aliases"),
                    rows.optionalColumn("types", "type", "semantic types", "semantic type"),
                    rows.optionalColumn("definition", "description"),
                    rows.optionalColumn("parents", "parent"),
                    rows.optionalColumn("alternative ids", "alternative id", "alt ids", "alt id"),
                    rows.optionalColumn("source", "origin"));
        }

        void tell(Rows rows, Telling telling, String table) {
            String concept = rows.required(id);
            String origin = rows.cell(source).isEmpty() ? table : rows.cell(source);
            NameKind kind = telling.isNamed(concept) ? NameKind.EXACT : NameKind.PREFERRED;
            telling.begin(concept);
            telling.name(concept, rows.cell(name), kind, origin);
            parts(rows.cell(synonyms)).forEach(text -> telling.name(concept, text, NameKind.EXACT, origin));
            parts(rows.cell(types)).forEach(type -> telling.type(concept, type));
            telling.definition(concept, rows.cell(definition));
            parts(rows.cell(parents)).forEach(parent -> telling.parent(concept, parent));
            parts(rows.cell(alternatives)).forEach(other -> telling.alternative(concept, other));
        }
    }

    /** What {@code |} separates; nothing between two of them is nothing. */
    static List<String> parts(String cell) {
        return Arrays.stream(cell.split("\\|", -1))
                .map(String::strip)
                .filter(part -> !part.isEmpty())
                .toList();
    }
}
