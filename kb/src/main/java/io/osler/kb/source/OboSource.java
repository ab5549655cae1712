package io.osler.kb.source;

import io.osler.kb.NameKind;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * An ontology in the OBO format, versions 1.0 to 1.4, as OBO-Edit, the OWL API or ROBOT write it. Takes the name, the
 * synonyms with their scopes, the definition, {@code is_a} parents, alternative ids and, as the type, the namespace of each
 * term; leaves obsolete terms and relations, and counts them. The id of an obsolete term is an alternative one of the term
 * that replaces it. Unknown tags are allowed by the format and passed over.
 *
 * <p>Sources: The OBO Flat File Format Specification, version 1.2 (2006), and OBO Flat File Format 1.4 Syntax and
 * Semantics (draft, 2012). Immutable; each reading opens the file anew.
 */
public final class OboSource implements TermSource {
    private final VocabularyFile file;
    private final OboHeader header;
    private final Set<String> subsets;

    private OboSource(VocabularyFile file, OboHeader header, Set<String> subsets) {
        this.file = file;
        this.header = header;
        this.subsets = Set.copyOf(subsets);
    }

    /**
     * Reads the header.
     *
     * @throws io.osler.kb.KbException when the file cannot be read or its header is broken
     */
    public static OboSource of(Path path) {
        VocabularyFile file = new VocabularyFile(path);
        return new OboSource(file, OboHeader.of(file), Set.of());
    }

    /** The same ontology, of which only terms of these subsets are taken; none means all terms. */
    public OboSource onlySubsets(Set<String> names) {
        return new OboSource(file, header, names);
    }

    @Override
    public String name() {
        return header.name();
    }

    @Override
    public Optional<String> licenceNote() {
        return header.licenceNote();
    }

    @Override
    public SourceReport read(FactSink facts) {
        Telling telling = new Telling(name(), facts);
        telling.leave("import not followed", header.imports());
        try (LineReader lines = file.lines()) {
            boolean more = lines.next();
            while (more && !isStanza(lines.text())) {
                more = lines.next();
            }
            while (more) {
                more = stanza(lines, telling);
            }
        }
        return telling.report();
    }

    /** Reads from a stanza's head to the next one; false at the end of the file. */
    private boolean stanza(LineReader lines, Telling telling) {
        Place head = lines.place(0);
        String kind = kind(lines);
        Term term = kind.equals("Term") ? new Term(head) : null;
        boolean more = lines.next();
        while (more && !isStanza(lines.text())) {
            if (!isAside(lines.text()) && term != null) {
                term.take(OboClause.of(lines, continued(lines)));
            }
            more = lines.next();
        }
        if (term == null) {
            telling.leave("[" + kind + "] stanza");
        } else {
            tell(term, telling);
        }
        return more;
    }

    private void tell(Term term, Telling telling) {
        String id = term.id();
        Optional<String> reason = reasonToLeave(term);
        if (reason.isPresent()) {
            telling.leave(reason.get());
            telling.leave("synonym under: " + reason.get(), term.names.size() - (term.named ? 1 : 0));
            if (term.obsolete) {
                tellReplacement(term, telling);
            }
            return;
        }
        telling.begin(id);
        term.names.forEach(name -> telling.name(id, name.text(), name.kind()));
        telling.type(id, term.namespace.isEmpty() ? header.namespace() : term.namespace);
        telling.definition(id, term.definition);
        term.parents.forEach(parent -> telling.parent(id, parent));
        term.alternativeIds.forEach(alternative -> telling.alternative(id, alternative));
    }

    /** What an obsolete term was known by leads to what replaces it. */
    private static void tellReplacement(Term term, Telling telling) {
        for (String replacement : term.replacements) {
            telling.alternative(replacement, term.id());
            term.alternativeIds.forEach(alternative -> telling.alternative(replacement, alternative));
        }
    }

    private Optional<String> reasonToLeave(Term term) {
        if (term.obsolete) {
            return Optional.of("obsolete");
        }
        if (!subsets.isEmpty() && term.subsets.stream().noneMatch(subsets::contains)) {
            return Optional.of("not in the subsets asked for");
        }
        return term.names.isEmpty() ? Optional.of("term without a name") : Optional.empty();
    }

    /** A backslash at the end of a line continues it on the next one. */
    private static String continued(LineReader lines) {
        String text = lines.text();
        if (!endsWithBackslash(text)) {
            return text;
        }
        StringBuilder joined = new StringBuilder();
        while (endsWithBackslash(text) && lines.next()) {
            joined.append(text, 0, text.length() - 1);
            text = lines.text();
            if (joined.length() > Utf8Reader.RUN_MAX) {
                throw lines.place(0)
                        .malformed(
                                "continued lines of more than %,d characters".formatted(Utf8Reader.RUN_MAX),
                                "shorter ones");
            }
        }
        return joined.append(text).toString();
    }

    private static boolean endsWithBackslash(String line) {
        int slashes = 0;
        while (slashes < line.length() && line.charAt(line.length() - 1 - slashes) == '\\') {
            slashes++;
        }
        return slashes % 2 == 1;
    }

    /** Blank lines and whole-line comments say nothing. */
    static boolean isAside(String line) {
        return line.isBlank() || line.stripLeading().startsWith("!");
    }

    private static boolean isStanza(String line) {
        return line.startsWith("[");
    }

    private static String kind(LineReader lines) {
        String line = lines.text();
        int close = line.indexOf(']');
        if (close < 0 || !(line.substring(close + 1).isBlank() || isAside(line.substring(close + 1)))) {
            throw lines.place(0).malformed(Place.excerpt(line), "a stanza's head such as '[Term]'");
        }
        return line.substring(1, close).strip();
    }

    private record Name(String text, NameKind kind) {}

    /** A [Term] as far as it is read. */
    private static final class Term {
        private final Place head;
        private final List<Name> names = new ArrayList<>();
        private final List<String> parents = new ArrayList<>();
        private final List<String> subsets = new ArrayList<>();
        private final List<String> alternativeIds = new ArrayList<>();
        private final List<String> replacements = new ArrayList<>();
        private String id = "";
        private String namespace = "";
        private String definition = "";
        private boolean named;
        private boolean obsolete;

        private Term(Place head) {
            this.head = head;
        }

        private String id() {
            if (id.isEmpty()) {
                throw head.malformed("a [Term] without an 'id:'", "one");
            }
            return id;
        }

        private void take(OboClause clause) {
            switch (clause.tag()) {
                case "id" -> id = clause.required();
                case "name" -> name(clause.unquoted());
                case "synonym" -> synonym(clause);
                case "exact_synonym" -> names.add(new Name(clause.quoted(), NameKind.EXACT));
                case "narrow_synonym" -> names.add(new Name(clause.quoted(), NameKind.NARROW));
                case "broad_synonym" -> names.add(new Name(clause.quoted(), NameKind.BROAD));
                case "related_synonym" -> names.add(new Name(clause.quoted(), NameKind.RELATED));
                case "def" -> definition = clause.quoted();
                case "namespace" -> namespace = clause.unquoted();
                case "is_a" -> parents.add(clause.required());
                case "subset" -> subsets.add(clause.unquoted());
                case "alt_id" -> alternativeIds.add(clause.required());
                case "replaced_by" -> replacements.add(clause.required());
                case "is_obsolete" -> obsolete = truth(clause);
                default -> {}
            }
        }

        /** The first name is the preferred one and goes before synonyms, wherever it stands; a second is as good. */
        private void name(String text) {
            if (named) {
                names.add(new Name(text, NameKind.EXACT));
            } else {
                names.addFirst(new Name(text, NameKind.PREFERRED));
                named = true;
            }
        }

        /** {@code "text" SCOPE [TYPE] [references]}; without a scope the format means RELATED. */
        private void synonym(OboClause clause) {
            String text = clause.quoted();
            Place at = clause.place();
            String scope = clause.word();
            names.add(new Name(
                    text,
                    switch (scope) {
                        case "EXACT" -> NameKind.EXACT;
                        case "NARROW" -> NameKind.NARROW;
                        case "BROAD" -> NameKind.BROAD;
                        case "RELATED", "" -> NameKind.RELATED;
                        default ->
                            throw at.malformed(
                                    "the scope " + Place.excerpt(scope), "EXACT, NARROW, BROAD, RELATED or none");
                    }));
        }

        private static boolean truth(OboClause clause) {
            String value = clause.unquoted();
            return switch (value) {
                case "true", "1" -> true;
                case "false", "0" -> false;
                default -> throw clause.place().malformed(Place.excerpt(value), "true or false");
            };
        }
    }
}
