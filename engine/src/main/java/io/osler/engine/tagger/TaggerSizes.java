package io.osler.engine.tagger;

/**
 * The shape of a {@link TaggerNetwork}.
 *
 * @param states    numbers of a row that are projected, such as hidden states of a model (D)
 * @param extras    numbers of a row that join behind the projection (E); may be 0
 * @param projected width of the projection (P)
 * @param window    how many rows to each side the hidden layer sees (w)
 * @param hidden    width of the hidden layer (H)
 * @param classes   what a row may be (C)
 */
public record TaggerSizes(int states, int extras, int projected, int window, int hidden, int classes) {
    public TaggerSizes {
        require("states", states, 1);
        require("extras", extras, 0);
        require("projected", projected, 1);
        require("window", window, 0);
        require("hidden", hidden, 1);
        require("classes", classes, 2);
    }

    /** Width of what the hidden layer sees of one row. */
    public int seen() {
        return projected + extras;
    }

    /** Width of what the hidden layer sees of all rows of a window. */
    public int context() {
        return (2 * window + 1) * seen();
    }

    private static void require(String name, int value, int least) {
        if (value < least) {
            throw new IllegalArgumentException("%s is %d, expected at least %d".formatted(name, value, least));
        }
    }
}
