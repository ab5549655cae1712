package io.osler.engine.loop;

import io.osler.engine.Generation.FinishReason;
import java.util.Optional;

/**
 * What one request wants, step by step: it asks, is answered, and says which tokens to keep. Lives on the engine's
 * thread.
 */
sealed interface Work permits GrammarWork, FreeWork, ReadingWork {
    /** Tokens to accept before the model is asked anything. Called once. */
    int[] begin();

    /**
     * @param length   accepted tokens of the sequence
     * @param from     the first of them not computed; all before are
     * @param end      positions of this step end here at most; more than {@code from}
     * @param draftMax most tokens to try beyond the accepted ones
     */
    Ask ask(int length, int from, int end, int draftMax);

    /**
     * Takes what {@link #ask} asked for; only called when something was.
     *
     * @return the tokens to accept: those of the draft that hold, then others, which are not computed yet
     */
    Verdict settle(Ask ask, Answer answer);

    /** Empty as long as there is more to ask. */
    Optional<FinishReason> finished();

    /** Most tokens the sequence can reach, or the engine's context when less. */
    int tokensMax();

    /**
     * What came of an answer.
     *
     * @param kept how many tokens of the draft hold
     * @param more tokens after them
     */
    record Verdict(int kept, int[] more) {}
}
