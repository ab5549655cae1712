package io.osler.models.config;

/**
 * The sizes every encoder family shares.
 *
 * @param vocabulary   number of token ids (V)
 * @param layers       number of encoder layers (L)
 * @param hidden       width of the residual stream (C)
 * @param heads        attention heads (H), a divisor of {@code hidden}
 * @param intermediate inner width of the feed-forward part (F)
 * @param positions    rows of the table of positions
 * @param normEpsilon  added to the variance in LayerNorm
 */
public record EncoderShape(
        int vocabulary, int layers, int hidden, int heads, int intermediate, int positions, double normEpsilon) {
    /** No published encoder comes near; beyond it a size is damage, not a model. */
    private static final int SIZE_MAX = 1 << 20;

    public EncoderShape {
        requireSize("vocabulary", vocabulary, 1 << 24);
        requireSize("layers", layers, 4096);
        requireSize("hidden", hidden, SIZE_MAX);
        requireSize("heads", heads, SIZE_MAX);
        requireSize("intermediate", intermediate, SIZE_MAX);
        requireSize("positions", positions, SIZE_MAX);
        require(hidden % heads == 0, "hidden is %s, expected a multiple of heads %s".formatted(hidden, heads));
        require(
                normEpsilon > 0 && normEpsilon < 1,
                "normEpsilon is %s, expected a number in (0, 1)".formatted(normEpsilon));
    }

    /** Width of one head (D). */
    public int headSize() {
        return hidden / heads;
    }

    /** Elements of all matrices and tables; norms and biases do not count. */
    public long parameters() {
        long layer = 4L * hidden * hidden + 2L * hidden * intermediate;
        return layers * layer + ((long) vocabulary + positions) * hidden;
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
