package io.osler.kb.source;

import io.osler.kb.NameKind;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * A release or subset of the UMLS Metathesaurus in Rich Release Format: names from MRCONSO.RRF; where the files are there,
 * semantic types (TUI) from MRSTY.RRF, definitions from MRDEF.RRF, parents from MRREL.RRF (PAR, CHD, isa) and, as
 * alternative ids, retired concepts that MRCUI.RRF calls synonyms of another. The origin of a name is its source's
 * abbreviation (SAB).
 *
 * <p>Definitions and parents are taken of sources that pass the same filters; MRDEF states no language, so a definition is
 * taken when its source gave a name in an asked-for language. Facts of concepts without a name taken are left. Holds the
 * taken concept ids, some 20 bytes each. Source: UMLS Reference Manual (NLM), chapters 2 and 3. Immutable; each reading
 * opens the files anew.
 */
public final class UmlsSource implements TermSource {
    private static final String NAMES = "MRCONSO.RRF";
    private static final String SOURCE_LEFT = "source not asked for";
    private static final String SUPPRESSED = "suppressed";
    private static final String UNNAMED = "concept without a name taken";

    private final Path directory;
    private final UmlsOptions options;

    private UmlsSource(Path directory, UmlsOptions options) {
        this.directory = directory;
        this.options = options;
    }

    /**
     * @param directory that holds MRCONSO.RRF, or whose META directory does; files may be compressed with gzip
     */
    public static UmlsSource of(Path directory, UmlsOptions options) {
        Path meta = directory.resolve("META");
        boolean below = !RrfDirectory.holds(directory, NAMES) && RrfDirectory.holds(meta, NAMES);
        return new UmlsSource(below ? meta : directory, options);
    }

    /** Whether a path is such a directory. */
    static boolean isAt(Path path) {
        return Files.isDirectory(path)
                && (RrfDirectory.holds(path, NAMES) || RrfDirectory.holds(path.resolve("META"), NAMES));
    }

    @Override
    public String name() {
        return "umls";
    }

    @Override
    public Optional<String> licenceNote() {
        return Optional.of(KnownLicences.UMLS);
    }

    @Override
    public SourceReport read(FactSink facts) {
        Telling telling = new Telling(name(), facts);
        RrfDirectory files = new RrfDirectory(directory);
        Set<String> sources = names(files, telling);
        types(files, telling);
        definitions(files, sources, telling);
        parents(files, telling);
        retired(files, telling);
        return telling.report();
    }

    /** Gives back the sources that names were taken from. */
    private Set<String> names(RrfDirectory files, Telling telling) {
        Set<String> sources = new HashSet<>();
        try (RrfRows rows = files.rows(NAMES)) {
            int concept = rows.column("CUI");
            int language = rows.column("LAT");
            int suppress = rows.column("SUPPRESS");
            int source = rows.column("SAB");
            int text = rows.column("STR");
            AtomKind kind = new AtomKind(rows);
            while (rows.next()) {
                String sab = rows.cell(source);
                if (!options.languages().contains(rows.cell(language))) {
                    telling.leave("language not asked for");
                } else if (options.suppressed().contains(rows.cell(suppress))) {
                    telling.leave(SUPPRESSED);
                } else if (!options.takesSource(sab)) {
                    telling.leave(SOURCE_LEFT);
                } else {
                    telling.name(id(rows, concept), rows.cell(text), kind.of(rows), sab);
                    sources.add(sab);
                }
            }
        }
        return sources;
    }

    private static void types(RrfDirectory files, Telling telling) {
        Optional<RrfRows> found = files.rowsIfPresent("MRSTY.RRF");
        if (found.isEmpty()) {
            return;
        }
        try (RrfRows rows = found.get()) {
            int concept = rows.column("CUI");
            int type = rows.column("TUI");
            while (rows.next()) {
                String id = id(rows, concept);
                if (telling.isNamed(id)) {
                    telling.type(id, rows.cell(type));
                } else {
                    telling.leave("type: " + UNNAMED);
                }
            }
        }
    }

    private void definitions(RrfDirectory files, Set<String> sources, Telling telling) {
        Optional<RrfRows> found = files.rowsIfPresent("MRDEF.RRF");
        if (found.isEmpty()) {
            return;
        }
        try (RrfRows rows = found.get()) {
            int concept = rows.column("CUI");
            int source = rows.column("SAB");
            int suppress = rows.column("SUPPRESS");
            int text = rows.column("DEF");
            while (rows.next()) {
                String id = id(rows, concept);
                if (options.suppressed().contains(rows.cell(suppress))) {
                    telling.leave("definition: " + SUPPRESSED);
                } else if (!sources.contains(rows.cell(source))) {
                    telling.leave("definition: source without a name taken");
                } else if (!telling.isNamed(id)) {
                    telling.leave("definition: " + UNNAMED);
                } else {
                    telling.definition(id, rows.cell(text));
                }
            }
        }
    }

    private void parents(RrfDirectory files, Telling telling) {
        Optional<RrfRows> found = files.rowsIfPresent("MRREL.RRF");
        if (found.isEmpty()) {
            return;
        }
        try (RrfRows rows = found.get()) {
            int first = rows.column("CUI1");
            int second = rows.column("CUI2");
            int source = rows.column("SAB");
            int suppress = rows.column("SUPPRESS");
            int relation = rows.column("REL");
            int label = rows.column("RELA");
            while (rows.next()) {
                Direction direction = direction(rows.cell(relation), rows.cell(label));
                if (direction == Direction.NONE) {
                    telling.leave("relation: not to a parent");
                } else if (options.suppressed().contains(rows.cell(suppress))) {
                    telling.leave("relation: " + SUPPRESSED);
                } else if (!options.takesSource(rows.cell(source))) {
                    telling.leave("relation: " + SOURCE_LEFT);
                } else if (direction == Direction.SECOND_IS_PARENT) {
                    parent(id(rows, first), id(rows, second), telling);
                } else {
                    parent(id(rows, second), id(rows, first), telling);
                }
            }
        }
    }

    /** A synonym may be retired itself by now: where it leads is found when all are known. */
    private static void retired(RrfDirectory files, Telling telling) {
        Optional<RrfRows> found = files.rowsIfPresent("MRCUI.RRF");
        if (found.isEmpty()) {
            return;
        }
        try (RrfRows rows = found.get()) {
            int old = rows.column("CUI1");
            int relation = rows.column("REL");
            int current = rows.column("CUI2");
            while (rows.next()) {
                if (rows.cell(relation).equals("SY")) {
                    telling.alternative(id(rows, current), id(rows, old));
                } else {
                    telling.leave("retired concept: no synonym of another");
                }
            }
        }
    }

    private static void parent(String child, String parent, Telling telling) {
        if (child.equals(parent)) {
            telling.leave("relation: within one concept");
        } else if (telling.isNamed(child) && telling.isNamed(parent)) {
            telling.parent(child, parent);
        } else {
            telling.leave("relation: " + UNNAMED);
        }
    }

    private static String id(RrfRows rows, int column) {
        String id = rows.cell(column);
        if (id.isBlank()) {
            throw rows.place(column).malformed("no concept id", "one, such as C0000039");
        }
        return id;
    }

    private enum Direction {
        FIRST_IS_PARENT,
        SECOND_IS_PARENT,
        NONE
    }

    /** MRREL reads backwards: the second concept stands in the relation to the first. */
    private static Direction direction(String relation, String label) {
        return switch (relation) {
            case "PAR" -> Direction.SECOND_IS_PARENT;
            case "CHD" -> Direction.FIRST_IS_PARENT;
            default ->
                switch (label) {
                    case "inverse_isa" -> Direction.SECOND_IS_PARENT;
                    case "isa" -> Direction.FIRST_IS_PARENT;
                    default -> Direction.NONE;
                };
        };
    }

    /** What kind of name a row of MRCONSO states. */
    private static final class AtomKind {
        /** MedDRA's lower-level terms: kinds or variants of the concept, without saying which. */
        private static final Set<String> NARROW = Set.of("LLT");

        /** Designated related terms, and signs or symptoms named under a disease. */
        private static final Set<String> RELATED = Set.of("RT", "SI");

        private final int termStatus;
        private final int stringType;
        private final int preferred;
        private final int termType;

        AtomKind(RrfRows rows) {
            termStatus = rows.column("TS");
            stringType = rows.column("STT");
            preferred = rows.column("ISPREF");
            termType = rows.column("TTY");
        }

        /** One atom of a concept and language is preferred in all three respects: that is the Metathesaurus' own name. */
        NameKind of(RrfRows rows) {
            if (rows.cell(termStatus).equals("P")
                    && rows.cell(stringType).equals("PF")
                    && rows.cell(preferred).equals("Y")) {
                return NameKind.PREFERRED;
            }
            String type = rows.cell(termType);
            if (NARROW.contains(type)) {
                return NameKind.NARROW;
            }
            return RELATED.contains(type) ? NameKind.RELATED : NameKind.EXACT;
        }
    }
}
