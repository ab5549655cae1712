package io.osler.engine.embed;

import java.util.List;

/** Runs an encoder on token ids. Its owner closes it after the last call. */
public interface EncoderRunner extends AutoCloseable {
    /** Numbers in a vector. */
    int dimension();

    /** Most tokens of a text. */
    int tokensMax();

    /** Whether one call may hold texts of several lengths; else all of a call have one length. */
    boolean takesSeveralLengths();

    /** To be called once on every thread that encodes. */
    default void prepareThread() {}

    /**
     * One pooled vector for each text, not normalised. Safe on every prepared thread at once.
     *
     * @param texts at least one; token ids with those that stand around a text, those of one length together
     * @throws io.osler.engine.EngineException FAILED when the library refuses
     */
    float[][] encode(List<int[]> texts);

    @Override
    void close();
}
