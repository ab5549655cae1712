package io.osler.engine.loop;

/**
 * How much the loop takes on.
 *
 * @param sequencesMax    sequences in a step
 * @param stepTokensMax   tokens of a step
 * @param stepCostTokens  what a step costs whatever is in it, in tokens
 * @param draftTokensMax  most tokens verified at once of one sequence
 * @param queueMax        jobs that may wait
 */
public record LoopLimits(
        int sequencesMax, int stepTokensMax, double stepCostTokens, int draftTokensMax, int queueMax) {}
