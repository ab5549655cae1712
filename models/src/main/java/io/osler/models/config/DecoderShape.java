package io.osler.models.config;

/**
 * The sizes every decoder-only family shares.
 *
 * @param vocabulary   number of token ids (V)
 * @param layers       number of decoder layers (L)
 * @param hidden       width of the residual stream (C)
 * @param heads        query heads (H)
 * @param kvHeads      key/value heads (K), a divisor of {@code heads}
 * @param headSize     width of one head (D), even
 * @param intermediate inner width of the feed-forward part (F)
 * @param contextMax   most positions the model was made for
 * @param normEpsilon  added to the mean square in RMSNorm
 * @param tiedHead     whether the vocabulary head is the embedding table
 */
public record DecoderShape(
        int vocabulary,
        int layers,
        int hidden,
        int heads,
        int kvHeads,
        int headSize,
        int intermediate,
        int contextMax,
        double normEpsilon,
        boolean tiedHead) {
    /** No published decoder comes near; beyond it a size is damage, not a model. */
    private static final int SIZE_MAX = 1 << 20;

    public DecoderShape {
        requireSize("vocabulary", vocabulary, 1 << 24);
        requireSize("layers", layers, 4096);
        requireSize("hidden", hidden, SIZE_MAX);
        requireSize("heads", heads, SIZE_MAX);
        requireSize("kvHeads", kvHeads, SIZE_MAX);
        requireSize("headSize", headSize, SIZE_MAX);
        requireSize("intermediate", intermediate, SIZE_MAX);
        requireSize("contextMax", contextMax, 1 << 28);
        require(heads % kvHeads == 0, "heads is %s, expected a multiple of kvHeads %s".formatted(heads, kvHeads));
        require(headSize % 2 == 0, "headSize is %s, expected an even number".formatted(headSize));
        require(
                normEpsilon > 0 && normEpsilon < 1,
                "normEpsilon is %s, expected a number in (0, 1)".formatted(normEpsilon));
    }

    /** Elements of all matrices, the embedding table once; norms and biases do not count. */
    public long parameters() {
        long attention = (long) hidden * (qkvWidth() + heads * headSize);
        long feedForward = 3L * hidden * intermediate;
        long tables = (long) vocabulary * hidden * (tiedHead ? 1 : 2);
        return layers * (attention + feedForward) + tables;
    }

    /** Query heads that share one key/value head. */
    public int groupSize() {
        return heads / kvHeads;
    }

    /** Width of queries, keys and values side by side. */
    public int qkvWidth() {
        return (heads + 2 * kvHeads) * headSize;
    }

    private static void requireSize(String name, int value, int max) {
        require(value > 0 && value <= max, "%s is %s, expected 1 to %s".formatted(name, value, max));
    }

    private static void require(boolean holds, String message) {
        if (!holds) {
            throw new IllegalArgumentException(message);
        }
    }
}
