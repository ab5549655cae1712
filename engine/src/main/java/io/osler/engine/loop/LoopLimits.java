package io.osler.engine.loop;

/**
 * How much the loop takes on.
 *
 * @param sequencesMax    sequences in a step
 * @param stepTokensMax   tokens of a step
 * @param efficientTokens from which on a step is as efficient as the machine gets
 * @param draftTokensMax  most tokens verified at once of one sequence
 * @param queueMax        jobs that may wait
 */
public record LoopLimits(
        int sequencesMax, int stepTokensMax, int efficientTokens, int draftTokensMax, int queueMax) {}
