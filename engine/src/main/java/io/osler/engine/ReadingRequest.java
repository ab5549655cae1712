package io.osler.engine;

import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;

/**
 * Tokens to read, and what to tell about them: logits at some positions, hidden states at some. Nothing is generated.
 * Layers above the highest one asked for are not run.
 *
 * @param tokens       ids, at least one
 * @param logitRows    positions whose next-token logits are wanted, rising
 * @param ids          token ids wanted there, in any order; empty for the whole vocabulary
 * @param hiddenRows   positions whose hidden states are wanted, rising
 * @param hiddenLayers after how many layers, rising: 0 is the embedding, the model's number of layers the state behind the
 *                     last norm, as in {@code hidden_states} of the transformers library
 * @param timeLimit    from submission on
 */
public record ReadingRequest(
        int[] tokens, int[] logitRows, int[] ids, int[] hiddenRows, int[] hiddenLayers, Optional<Duration> timeLimit) {
    private static final int[] NONE = {};

    public ReadingRequest {
        if (tokens.length == 0) {
            throw new IllegalArgumentException("tokens is empty, expected at least one");
        }
        requireRising("logitRows", logitRows, tokens.length);
        requireRising("hiddenRows", hiddenRows, tokens.length);
        requireRising("hiddenLayers", hiddenLayers, Integer.MAX_VALUE);
        if ((hiddenRows.length == 0) != (hiddenLayers.length == 0)) {
            throw new IllegalArgumentException("%d hiddenRows and %d hiddenLayers, expected both or neither"
                    .formatted(hiddenRows.length, hiddenLayers.length));
        }
    }

    /** Reads to have the keys and values at hand for later requests that begin alike. */
    public static ReadingRequest of(int... tokens) {
        return new ReadingRequest(tokens, NONE, NONE, NONE, NONE, Optional.empty());
    }

    /** Logits of some ids at some positions. */
    public ReadingRequest withLogits(int[] rows, int... wantedIds) {
        return new ReadingRequest(tokens, rows, wantedIds, hiddenRows, hiddenLayers, timeLimit);
    }

    /** Hidden states after some layers at some positions. */
    public ReadingRequest withHidden(int[] rows, int... layers) {
        return new ReadingRequest(tokens, logitRows, ids, rows, layers, timeLimit);
    }

    public ReadingRequest withTimeLimit(Duration limit) {
        return new ReadingRequest(tokens, logitRows, ids, hiddenRows, hiddenLayers, Optional.of(limit));
    }

    /** The first position something is told about; the number of tokens when none. */
    public int firstRow() {
        int logit = logitRows.length == 0 ? tokens.length : logitRows[0];
        int hidden = hiddenRows.length == 0 ? tokens.length : hiddenRows[0];
        return Math.min(logit, hidden);
    }

    private static void requireRising(String name, int[] values, int size) {
        for (int i = 0; i < values.length; i++) {
            if (values[i] < 0 || values[i] >= size || (i > 0 && values[i] <= values[i - 1])) {
                throw new IllegalArgumentException("%s is %s, expected rising numbers from 0 to %d"
                        .formatted(name, Arrays.toString(values), size - 1));
            }
        }
    }
}
