package io.osler.engine.tagger;

/**
 * A sequence of rows to be classified, such as the words of a sentence.
 *
 * @param states {@code [row][D]} in half precision (binary16)
 * @param extras {@code [row][E]}
 */
public record TaggerRows(short[][] states, float[][] extras) {
    public TaggerRows {
        if (states.length != extras.length) {
            throw new IllegalArgumentException(
                    "%d rows of states with %d of extras, expected as many".formatted(states.length, extras.length));
        }
    }

    /** A sequence without extras. */
    public static TaggerRows of(short[][] states) {
        return new TaggerRows(states, new float[states.length][0]);
    }

    public int size() {
        return states.length;
    }

    /**
     * A sequence whose classes are known.
     *
     * @param rows    the sequence
     * @param classes of each row, from 0
     */
    public record Labelled(TaggerRows rows, int[] classes) {
        public Labelled {
            if (rows.size() != classes.length) {
                throw new IllegalArgumentException(
                        "%d rows with %d classes, expected as many".formatted(rows.size(), classes.length));
            }
        }
    }
}
