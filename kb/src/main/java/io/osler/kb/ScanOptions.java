package io.osler.kb;

import java.util.Set;

/**
 * How a text is scanned.
 *
 * @param types               only concepts of one of these semantic types; all when empty
 * @param expandAbbreviations whether a short form that the text defines, as in "chronic kidney disease (CKD)", stands
 *                            for the long form's concepts from there on
 */
public record ScanOptions(Set<String> types, boolean expandAbbreviations) {
    /** All types, abbreviations expanded. */
    public static final ScanOptions DEFAULTS = new ScanOptions(Set.of(), true);

    public ScanOptions {
        types = Set.copyOf(types);
    }

    public ScanOptions withTypes(Set<String> only) {
        return new ScanOptions(only, expandAbbreviations);
    }

    public ScanOptions withExpandAbbreviations(boolean expand) {
        return new ScanOptions(types, expand);
    }
}
