package io.osler.kb.source;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** A format that vocabularies come in. */
public enum SourceFormat {
    OBO("obo", "OBO 1.0 to 1.4"),
    OBO_GRAPHS("obographs", "OBO Graphs JSON"),
    UMLS("umls", "a directory with MRCONSO.RRF"),
    MESH_XML("mesh-xml", "MeSH descriptors or supplementary records"),
    MESH_TABLE("mesh-tsv", "MeSH id, name, entry terms"),
    DRUGBANK("drugbank", "DrugBank open vocabulary CSV"),
    HGNC("hgnc", "HGNC gene names TSV"),
    BIOLEXICA("biolexica", "SSSLM TSV"),
    TABLE("table", "CSV or TSV with a header that names id and name");

    private final String label;
    private final String meaning;

    SourceFormat(String label, String meaning) {
        this.label = label;
        this.meaning = meaning;
    }

    /** As it is written before a path, such as {@code mesh-xml}. */
    public String label() {
        return label;
    }

    /** What the format is, in a few words. */
    public String meaning() {
        return meaning;
    }

    /** The source that a file or directory of this format is. */
    public TermSource open(Path path) {
        return switch (this) {
            case OBO -> OboSource.of(path);
            case OBO_GRAPHS -> OboGraphsSource.of(path);
            case UMLS -> UmlsSource.of(path, UmlsOptions.DEFAULT);
            case MESH_XML -> MeshXmlSource.of(path);
            case MESH_TABLE -> MeshTableSource.of(path);
            case DRUGBANK -> DrugBankSource.of(path);
            case HGNC -> HgncSource.of(path);
            case BIOLEXICA -> BiolexicaSource.of(path);
            case TABLE -> TableSource.of(path);
        };
    }

    /** The format of this label, in any case. */
    public static Optional<SourceFormat> ofLabel(String label) {
        return Arrays.stream(values())
                .filter(format -> format.label.equals(label.toLowerCase(Locale.ROOT)))
                .findFirst();
    }

    /** All formats with their labels, for a message. */
    static String list() {
        return Arrays.stream(values())
                .map(format -> format.label + " (" + format.meaning + ")")
                .collect(Collectors.joining(", "));
    }
}
