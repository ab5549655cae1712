package io.osler.kb;

import java.util.Set;

/**
 * How a name is looked up.
 *
 * @param editsMax letters that may be added, dropped or changed when nothing else is found: 0, 1 or 2. Names of fewer
 *                 than 5 letters are never bent, those of fewer than 9 by one letter only
 * @param types    only concepts of one of these semantic types; all when empty
 * @param limit    most senses to return
 */
public record LookUpOptions(int editsMax, Set<String> types, int limit) {
    /** No edits, all types, at most 20 senses. */
    public static final LookUpOptions DEFAULTS = new LookUpOptions(0, Set.of(), 20);

    public LookUpOptions {
        if (editsMax < 0 || editsMax > 2) {
            throw new IllegalArgumentException("editsMax is %d, expected 0, 1 or 2".formatted(editsMax));
        }
        if (limit < 1) {
            throw new IllegalArgumentException("limit is %d, expected at least 1".formatted(limit));
        }
        types = Set.copyOf(types);
    }

    public LookUpOptions withEditsMax(int edits) {
        return new LookUpOptions(edits, types, limit);
    }

    public LookUpOptions withTypes(Set<String> only) {
        return new LookUpOptions(editsMax, only, limit);
    }

    public LookUpOptions withLimit(int most) {
        return new LookUpOptions(editsMax, types, most);
    }
}
