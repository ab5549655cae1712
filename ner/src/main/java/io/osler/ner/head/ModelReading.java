package io.osler.ner.head;

/**
 * One of the models a head was fitted on, and how sentences are put before it.
 *
 * @param model whose states the head knows
 * @param plan  how it reads
 */
public record ModelReading(HeadModel model, ReadingPlan plan) {}
