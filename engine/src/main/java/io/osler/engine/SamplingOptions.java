package io.osler.engine;

/**
 * How the next token is drawn from free text.
 *
 * @param temperature 0 means greedy; above 0 divides the logits
 * @param topK        most likely tokens kept; 0 keeps all
 * @param topP        share of probability mass kept, in (0, 1]
 * @param seed        same seed, same prompt, same tokens
 */
public record SamplingOptions(float temperature, int topK, float topP, long seed) {
    public static final SamplingOptions GREEDY = new SamplingOptions(0f, 0, 1f, 0L);

    public SamplingOptions {
        require(temperature >= 0f, "temperature is %s, expected >= 0", temperature);
        require(topK >= 0, "topK is %s, expected >= 0", topK);
        require(topP > 0f && topP <= 1f, "topP is %s, expected in (0, 1]", topP);
    }

    public boolean isGreedy() {
        return temperature == 0f;
    }

    private static void require(boolean holds, String message, Object value) {
        if (!holds) {
            throw new IllegalArgumentException(message.formatted(value));
        }
    }
}
