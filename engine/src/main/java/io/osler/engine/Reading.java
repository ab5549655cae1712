package io.osler.engine;

/**
 * What was asked about tokens that were read.
 *
 * @param logits [row asked][id asked], float32, not normalised; differences of a row are log-odds
 * @param hidden [row asked][layer asked][width], float32
 */
public record Reading(float[][] logits, float[][][] hidden) {}
