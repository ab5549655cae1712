package io.osler.ner.eval;

import io.osler.engine.EngineStats;

/**
 * What was asked of a language model.
 *
 * @param calls        questions
 * @param promptTokens of all prompts
 * @param reusedTokens those among them that had been read before: the prefix hits
 * @param answerTokens of all answers; 0 where only an engine's totals are known, which do not tell them apart
 */
public record EngineUse(long calls, long promptTokens, long reusedTokens, long answerTokens) {
    public static final EngineUse NONE = new EngineUse(0, 0, 0, 0);

    /** An engine's totals. */
    public static EngineUse of(EngineStats stats) {
        return new EngineUse(stats.requests(), stats.promptTokens(), stats.reusedTokens(), 0);
    }

    public EngineUse plus(EngineUse other) {
        return new EngineUse(
                calls + other.calls,
                promptTokens + other.promptTokens,
                reusedTokens + other.reusedTokens,
                answerTokens + other.answerTokens);
    }

    public EngineUse minus(EngineUse earlier) {
        return new EngineUse(
                calls - earlier.calls,
                promptTokens - earlier.promptTokens,
                reusedTokens - earlier.reusedTokens,
                answerTokens - earlier.answerTokens);
    }

    /** Share of prompt tokens that did not have to be read; 0 without prompts. */
    public double reusedShare() {
        return promptTokens == 0 ? 0 : (double) reusedTokens / promptTokens;
    }
}
