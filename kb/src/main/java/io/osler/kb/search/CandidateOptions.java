package io.osler.kb.search;

import io.osler.kb.LookUpOptions;
import java.util.Set;

/**
 * How candidates are found.
 *
 * @param limit   most concepts to return
 * @param types   only concepts of one of these semantic types; all when empty
 * @param lexical whether names that share words or letters count
 * @param dense   whether names that lie near as vectors count
 */
public record CandidateOptions(int limit, Set<String> types, boolean lexical, boolean dense) {
    /** Five concepts of any type, by whatever the finder has. */
    public static final CandidateOptions DEFAULTS = new CandidateOptions(5, Set.of(), true, true);

    public CandidateOptions {
        if (limit < 1) {
            throw new IllegalArgumentException("limit is %d, expected at least 1".formatted(limit));
        }
        types = Set.copyOf(types);
    }

    public CandidateOptions withLimit(int most) {
        return new CandidateOptions(most, types, lexical, dense);
    }

    public CandidateOptions withTypes(Set<String> only) {
        return new CandidateOptions(limit, only, lexical, dense);
    }

    public CandidateOptions withLexical(boolean counts) {
        return new CandidateOptions(limit, types, counts, dense);
    }

    public CandidateOptions withDense(boolean counts) {
        return new CandidateOptions(limit, types, lexical, counts);
    }

    LookUpOptions lookUp() {
        return new LookUpOptions(1, types, limit);
    }
}
