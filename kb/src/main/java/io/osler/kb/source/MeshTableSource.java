package io.osler.kb.source;

import io.osler.kb.NameKind;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/**
 * MeSH as a table, never quoted. Either without a header: id, preferred name, entry terms separated by '|'. Or with one
 * that names {@code mesh_id} and {@code mesh_name} and perhaps {@code mesh_tree_number}, one tree number a row; then the
 * tree's category is the type, and what stands above in the tree is the parent. Immutable; each reading opens the file
 * anew.
 */
public final class MeshTableSource implements TermSource {
    private static final Pattern ID = Pattern.compile("[A-Z]\\d+");
    private static final Pattern ROW = Pattern.compile("[CDQ]\\d{6,9}\\t.*", Pattern.DOTALL);
    private static final Header COLUMNS = Header.of(List.of("mesh_id", "mesh_name", "entry_terms"));
    private static final int ROW_BEGIN = 16;

    private final VocabularyFile file;

    private MeshTableSource(VocabularyFile file) {
        this.file = file;
    }

    public static MeshTableSource of(Path path) {
        return new MeshTableSource(new VocabularyFile(path));
    }

    /** Whether a text begins with a row of MeSH, as files without a header do. */
    static boolean isRow(String text) {
        return ROW.matcher(text).matches();
    }

    @Override
    public String name() {
        return "mesh";
    }

    @Override
    public Optional<String> licenceNote() {
        return Optional.of(KnownLicences.MESH);
    }

    @Override
    public SourceReport read(FactSink facts) {
        Telling telling = new Telling(name(), facts);
        MeshTree tree = new MeshTree();
        try (Rows rows = isRow(file.head(ROW_BEGIN)) ? UnquotedRows.of(file, COLUMNS) : UnquotedRows.of(file)) {
            int idColumn = rows.column("mesh_id");
            int nameColumn = rows.column("mesh_name");
            OptionalInt termsColumn = rows.optionalColumn("entry_terms");
            OptionalInt treeColumn = rows.optionalColumn("mesh_tree_number");
            while (rows.next()) {
                String id = id(rows, idColumn);
                if (treeColumn.isEmpty()) {
                    telling.begin(id);
                }
                if (treeColumn.isEmpty() || !telling.isNamed(id)) {
                    telling.name(id, rows.cell(nameColumn), NameKind.PREFERRED);
                }
                TableSource.parts(rows.cell(termsColumn)).forEach(term -> telling.name(id, term, NameKind.EXACT));
                if (!rows.cell(treeColumn).isEmpty()) {
                    tree.add(id, rows.cell(treeColumn), rows.place(treeColumn.getAsInt()), telling);
                }
            }
        }
        tree.tellParents(telling);
        return telling.report();
    }

    private static String id(Rows rows, int column) {
        String id = rows.required(column);
        if (!ID.matcher(id).matches()) {
            throw rows.place(column).malformed("the id " + Place.excerpt(id), "one of MeSH, such as D001943");
        }
        return id;
    }
}
