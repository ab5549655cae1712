package io.osler.ner.eval;

/**
 * One sentence under one setting, as a run file holds it.
 *
 * @param setting  its key
 * @param sentence its id
 * @param outcome  what was found
 * @param nanos    from the row before, or the beginning, to this one: rows add up to the time a setting took
 */
public record EvalRow(String setting, String sentence, Outcome outcome, long nanos) {}
