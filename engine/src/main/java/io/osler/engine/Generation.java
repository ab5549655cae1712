package io.osler.engine;

import java.util.List;

/**
 * What came out.
 *
 * @param text      the generated text, stop string excluded
 * @param tokens    its tokens; under a grammar the forced ones too
 * @param decisions the choices under a grammar, in order; empty for free text
 * @param reason    why it ended
 * @param usage     what it took
 */
public record Generation(
        String text, List<Token> tokens, List<Grammar.Decision> decisions, FinishReason reason, Usage usage) {
    public Generation {
        tokens = List.copyOf(tokens);
        decisions = List.copyOf(decisions);
    }

    /**
     * One token.
     *
     * @param id             in the vocabulary
     * @param logProbability natural logarithm of its probability over the whole vocabulary at temperature 1; NaN for
     *                       tokens a grammar has forced
     */
    public record Token(int id, double logProbability) {}

    /** Why a generation ended. */
    public enum FinishReason {
        /** The model ended its turn. */
        END_OF_TURN,
        /** A stop string came up. */
        STOP_STRING,
        /** The asked number of tokens was reached. */
        LENGTH,
        /** The grammar was complete. */
        GRAMMAR
    }

    /**
     * What a generation took.
     *
     * @param promptTokens tokens of the prompt
     * @param reusedTokens those among them that it did not read itself: still there, or read by another beside it
     * @param readTokens   tokens that went through the model, drafts that were given up included
     * @param steps        forward passes it had a share in
     * @param draftTokens  tokens tried ahead
     * @param keptTokens   those among them that held
     * @param queueNanos   time until it joined the batch
     * @param prefillNanos from there until the prompt was read and the first answer there
     * @param decodeNanos  from there to the end
     */
    public record Usage(
            int promptTokens,
            int reusedTokens,
            int readTokens,
            int steps,
            int draftTokens,
            int keptTokens,
            long queueNanos,
            long prefillNanos,
            long decodeNanos) {}
}
