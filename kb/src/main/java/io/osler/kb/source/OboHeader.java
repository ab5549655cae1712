package io.osler.kb.source;

import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.StringJoiner;

/**
 * What an ontology says of itself before its terms.
 *
 * @param name        of the ontology, such as {@code doid}
 * @param namespace   of terms that state none; the name when the ontology states none either
 * @param licenceNote terms of use and version as far as stated or known
 * @param imports     other ontologies it builds on, which are not followed
 */
record OboHeader(String name, String namespace, Optional<String> licenceNote, int imports) {

    static OboHeader of(VocabularyFile file) {
        Draft draft = new Draft();
        try (LineReader lines = file.lines()) {
            while (lines.next() && !lines.text().startsWith("[")) {
                if (!OboSource.isAside(lines.text())) {
                    draft.take(OboClause.of(lines, lines.text()));
                }
            }
        }
        return draft.header(file.baseName());
    }

    /** Collects what a header may state in any order. */
    static final class Draft {
        private final Set<String> licences = new LinkedHashSet<>();
        private String ontology = "";
        private String namespace = "";
        private String version = "";
        private int imports;

        private void take(OboClause clause) {
            switch (clause.tag()) {
                case "ontology" -> ontology(clause.unquoted());
                case "default-namespace" -> namespace(clause.unquoted());
                case "data-version" -> version(clause.unquoted());
                case "import" -> imports++;
                case "remark" -> {
                    String remark = clause.unquoted();
                    if (isLicence(remark)) {
                        licences.add(remark);
                    }
                }
                case "property_value" -> property(clause.unquoted());
                default -> {}
            }
        }

        private void property(String value) {
            int blank = value.indexOf(' ');
            if (blank > 0) {
                property(
                        value.substring(0, blank),
                        value.substring(blank + 1)
                                .replaceFirst("\\sxsd:\\w+$", "")
                                .replace("\"", ""));
            }
        }

        /** A property of the whole ontology, under its IRI or short name. */
        void property(String predicate, String value) {
            if (isLicence(predicate)) {
                licences.add(value.strip());
            }
        }

        void ontology(String id) {
            ontology = id;
        }

        void namespace(String value) {
            namespace = value;
        }

        void version(String value) {
            version = value;
        }

        OboHeader header(String fileName) {
            String name = ontology.isBlank() ? fileName : lastPart(ontology);
            StringJoiner note = new StringJoiner("; ").setEmptyValue("");
            if (licences.isEmpty()) {
                KnownLicences.ofOntology(ontology.isBlank() ? fileName : ontology)
                        .ifPresent(note::add);
            } else {
                licences.forEach(note::add);
            }
            if (!version.isBlank()) {
                note.add("version " + version);
            }
            return new OboHeader(
                    name,
                    namespace.isBlank() ? name : namespace,
                    Optional.of(note.toString()).filter(text -> !text.isEmpty()),
                    imports);
        }

        private static boolean isLicence(String text) {
            String lower = text.toLowerCase(Locale.ROOT);
            return lower.contains("license") || lower.contains("licence");
        }

        private static String lastPart(String ontology) {
            String part = ontology.substring(ontology.lastIndexOf('/') + 1);
            return part.replaceFirst("\\.(obo|owl|json)$", "");
        }
    }
}
