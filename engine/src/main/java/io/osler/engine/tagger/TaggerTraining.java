package io.osler.engine.tagger;

/**
 * How a {@link TaggerNetwork} is fitted: AdamW (Loshchilov and Hutter, ICLR 2019) on cross-entropy, the rate rising over
 * the first tenth of all steps and then falling in a line.
 *
 * @param epochs       times all sequences are seen, at most
 * @param batch        sequences of a step
 * @param learningRate the highest
 * @param weightDecay  of AdamW
 * @param dropout      share of states, projections and hidden values that a step leaves out
 * @param patience     epochs without a better score on held-out sequences after which it ends
 * @param seed         of first weights, order and dropout
 */
public record TaggerTraining(
        int epochs, int batch, float learningRate, float weightDecay, float dropout, int patience, int seed) {
    public static final TaggerTraining DEFAULTS = new TaggerTraining(12, 16, 3e-3f, 0.05f, 0.3f, 4, 7);

    public TaggerTraining {
        require(epochs > 0, "epochs", epochs, "at least 1");
        require(batch > 0, "batch", batch, "at least 1");
        require(learningRate > 0 && learningRate < 1, "learningRate", learningRate, "between 0 and 1");
        require(weightDecay >= 0 && weightDecay < 1, "weightDecay", weightDecay, "0 or more, below 1");
        require(dropout >= 0 && dropout < 1, "dropout", dropout, "0 or more, below 1");
        require(patience > 0, "patience", patience, "at least 1");
    }

    public TaggerTraining withSeed(int other) {
        return new TaggerTraining(epochs, batch, learningRate, weightDecay, dropout, patience, other);
    }

    public TaggerTraining withEpochs(int other) {
        return new TaggerTraining(other, batch, learningRate, weightDecay, dropout, patience, seed);
    }

    private static void require(boolean holds, String name, Number value, String expected) {
        if (!holds) {
            throw new IllegalArgumentException("%s is %s, expected %s".formatted(name, value, expected));
        }
    }
}
