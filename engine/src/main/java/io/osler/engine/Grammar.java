package io.osler.engine;

import java.util.List;

/**
 * A point in a constrained text: what may come next. Implementations are immutable and shared freely; the engine walks
 * from point to point and asks the model only where there is a choice.
 *
 * <p>The first move is the expected one. The engine drafts along first moves, verifies all choices of the draft in one
 * step, and goes another way at the first point where the model prefers another move: the result is the same as asking
 * at one point after the other. Where points can be reached on several ways, let them be equal: what the model said of a
 * point behind a draft that did not hold is then expected of it the next time. Affects speed only.
 */
public interface Grammar {
    /** The moves allowed here, the expected one first; empty when the text is complete. */
    List<Move> moves();

    /** How many tokens are worth drafting ahead from here, at least 1. Affects speed only. */
    default int draftTokens() {
        return Integer.MAX_VALUE;
    }

    /**
     * Most tokens from here to the end, whatever is chosen; room for them is reserved before the first is generated, and
     * a request whose answer may outgrow the context ends with an error only when it does.
     */
    int tokensMax();

    /**
     * One way on.
     *
     * @param evidence the token ids whose joint probability speaks for this move
     * @param tokens   the tokens appended when it is taken; empty only where {@code next} is complete
     * @param bias     added to the move's log-probability before moves are compared
     * @param next     where it leads
     */
    record Move(int[] evidence, int[] tokens, double bias, Grammar next) {
        public Move {
            if (evidence.length == 0) {
                throw new IllegalArgumentException("a move has no evidence, expected at least one token id");
            }
        }
    }

    /**
     * A choice the model made.
     *
     * @param at               the point with several moves
     * @param chosen           index of the move taken
     * @param logProbabilities natural logarithm of each move's probability, over the moves of this point alone
     */
    record Decision(Grammar at, int chosen, double[] logProbabilities) {}
}
