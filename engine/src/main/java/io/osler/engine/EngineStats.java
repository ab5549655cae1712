package io.osler.engine;

/**
 * What an engine has done since it was opened, and what it holds now.
 *
 * @param requests      that have left, done or not
 * @param steps         forward passes
 * @param promptTokens  of the requests that left
 * @param reusedTokens  those among them that they did not read themselves: there already, or read by another beside
 * @param readTokens    that went through the model, drafts included
 * @param draftedTokens tried ahead
 * @param keptTokens    those among them that held
 * @param busyNanos     time spent in steps
 * @param waiting       requests in the queue
 * @param running       requests in the batch
 * @param slots         tokens the key/value pool holds
 * @param freeSlots     those that nobody uses and no prefix is kept in
 * @param evictedTokens prefix tokens given up for want of slots
 */
public record EngineStats(
        long requests,
        long steps,
        long promptTokens,
        long reusedTokens,
        long readTokens,
        long draftedTokens,
        long keptTokens,
        long busyNanos,
        int waiting,
        int running,
        int slots,
        int freeSlots,
        long evictedTokens) {
    /** Share of prompt tokens that did not have to be read. */
    public double reusedShare() {
        return promptTokens == 0 ? 0 : (double) reusedTokens / promptTokens;
    }

    /** Tokens per second of busy time. */
    public double tokensPerSecond() {
        return busyNanos == 0 ? 0 : readTokens * 1e9 / busyNanos;
    }

    /**
     * Floating-point operations per second of busy time: two per matrix element and token, attention and the vocabulary
     * head not counted.
     *
     * @param layerParameters matrix elements of all layers
     */
    public double flops(long layerParameters) {
        return 2.0 * layerParameters * tokensPerSecond();
    }

    /**
     * Bytes of weights read per second of busy time.
     *
     * @param weightBytes of all layers
     */
    public double bandwidth(double weightBytes) {
        return busyNanos == 0 ? 0 : steps * weightBytes * 1e9 / busyNanos;
    }
}
