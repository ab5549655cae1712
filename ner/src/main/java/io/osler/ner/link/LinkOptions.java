package io.osler.ner.link;

/**
 * How sure a link must be.
 *
 * @param scoreMin   least score of a candidate found by likeness alone, in [0, 1]; names that are looked up need none
 * @param editsMax   letters in which a name may differ from the mention: 0, 1 or 2
 * @param candidates most concepts a decision tells, the chosen one among them
 */
public record LinkOptions(double scoreMin, int editsMax, int candidates) {
    /**
     * Least score 0.75: on the development part of NCBI-disease the F1 of links hardly moves from 0.55 to 0.8 (0.72 to
     * 0.73), while their precision rises from 0.76 to 0.92, and a wrong concept is worse than none.
     */
    public static final LinkOptions DEFAULTS = new LinkOptions(0.75, 1, 5);

    public LinkOptions {
        if (!(scoreMin >= 0 && scoreMin <= 1)) {
            throw new IllegalArgumentException("scoreMin is %s, expected a number in [0, 1]".formatted(scoreMin));
        }
        if (editsMax < 0 || editsMax > 2) {
            throw new IllegalArgumentException("editsMax is %d, expected 0, 1 or 2".formatted(editsMax));
        }
        if (candidates < 1) {
            throw new IllegalArgumentException("candidates is %d, expected at least 1".formatted(candidates));
        }
    }

    public LinkOptions withScoreMin(double least) {
        return new LinkOptions(least, editsMax, candidates);
    }

    public LinkOptions withEditsMax(int edits) {
        return new LinkOptions(scoreMin, edits, candidates);
    }

    public LinkOptions withCandidates(int most) {
        return new LinkOptions(scoreMin, editsMax, most);
    }
}
