package io.osler.kb.source;

import io.osler.kb.NameKind;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/**
 * A lexical index of Biolexica in the SSSLM layout: one name a row, tab-separated, never quoted. The name a concept is
 * called by is the preferred one where its own row states it as a label; labels of other ontologies are exact names.
 * Each name's origin is the ontology that states it.
 *
 * <p>Prefixes of ids, in lower case here, are written in capitals as the ontologies themselves do, so that
 * {@code DOID:1612} is one concept whichever file it comes from. Immutable; each reading opens the file anew.
 */
public final class BiolexicaSource implements TermSource {
    private final VocabularyFile file;

    private BiolexicaSource(VocabularyFile file) {
        this.file = file;
    }

    public static BiolexicaSource of(Path path) {
        return new BiolexicaSource(new VocabularyFile(path));
    }

    @Override
    public String name() {
        String name = file.baseName();
        return name.endsWith(".ssslm") ? name.substring(0, name.length() - ".ssslm".length()) : name;
    }

    @Override
    public Optional<String> licenceNote() {
        return Optional.of(KnownLicences.BIOLEXICA);
    }

    @Override
    public SourceReport read(FactSink facts) {
        Telling telling = new Telling(name(), facts);
        try (Rows rows = UnquotedRows.of(file)) {
            int textColumn = rows.column("text");
            int idColumn = rows.column("curie");
            int nameColumn = rows.column("name");
            int predicateColumn = rows.column("predicate");
            int languageColumn = rows.column("language");
            int sourceColumn = rows.column("source");
            while (rows.next()) {
                if (!isEnglish(rows.cell(languageColumn))) {
                    telling.leave("language");
                    continue;
                }
                String text = rows.cell(textColumn);
                String source = rows.cell(sourceColumn);
                String predicate = rows.required(predicateColumn);
                boolean own = text.equals(rows.cell(nameColumn));
                NameKind kind = kind(predicate, own, rows.place(predicateColumn));
                telling.name(capitalPrefix(rows.required(idColumn)), text, kind, source.isEmpty() ? name() : source);
            }
        }
        return telling.report();
    }

    private static NameKind kind(String predicate, boolean own, Place place) {
        return switch (predicate.substring(predicate.indexOf(':') + 1)) {
            case "label" -> own ? NameKind.PREFERRED : NameKind.EXACT;
            case "hasExactSynonym" -> NameKind.EXACT;
            case "hasNarrowSynonym" -> NameKind.NARROW;
            case "hasBroadSynonym" -> NameKind.BROAD;
            case "hasRelatedSynonym", "hasSynonym", "IAO_0000118" -> NameKind.RELATED;
            default ->
                throw place.malformed(
                        "the predicate " + Place.excerpt(predicate), "rdfs:label or a synonym of oboInOwl");
        };
    }

    private static boolean isEnglish(String language) {
        return language.isEmpty() || language.equals("en") || language.startsWith("en-");
    }

    private static String capitalPrefix(String curie) {
        int colon = curie.indexOf(':');
        return colon < 0 ? curie : curie.substring(0, colon).toUpperCase(Locale.ROOT) + curie.substring(colon);
    }
}
