package io.osler.kb.source;

import java.util.Set;

/**
 * What of a UMLS release is taken.
 *
 * @param languages  codes of MRCONSO's column LAT, such as {@code ENG}
 * @param suppressed flags of SUPPRESS that keep a row out: {@code O} obsolete, {@code E} by an editor, {@code Y} by its
 *                   term type
 * @param sources    source abbreviations (SAB) to take, such as {@code SNOMEDCT_US}; none means all
 */
public record UmlsOptions(Set<String> languages, Set<String> suppressed, Set<String> sources) {
    /** English, nothing suppressed, all sources. */
    public static final UmlsOptions DEFAULT = new UmlsOptions(Set.of("ENG"), Set.of("O", "E", "Y"), Set.of());

    public UmlsOptions {
        languages = Set.copyOf(languages);
        suppressed = Set.copyOf(suppressed);
        sources = Set.copyOf(sources);
        if (languages.isEmpty()) {
            throw new IllegalArgumentException("no language, expected at least one, such as ENG");
        }
    }

    public UmlsOptions withLanguages(Set<String> codes) {
        return new UmlsOptions(codes, suppressed, sources);
    }

    public UmlsOptions withSuppressed(Set<String> flags) {
        return new UmlsOptions(languages, flags, sources);
    }

    public UmlsOptions withSources(Set<String> abbreviations) {
        return new UmlsOptions(languages, suppressed, abbreviations);
    }

    boolean takesSource(String abbreviation) {
        return sources.isEmpty() || sources.contains(abbreviation);
    }
}
