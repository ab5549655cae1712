package io.osler.engine.loop;

import io.osler.engine.plan.Logits;

/**
 * What a step told one sequence.
 *
 * @param logits    of the rows of several sequences
 * @param firstRow  row of this sequence's first asked position
 * @param ids       what the columns are, rising; empty for the whole vocabulary
 * @param hidden    of this sequence's asked positions, {@code [layer][position][width]}
 */
record Answer(Logits logits, int firstRow, int[] ids, float[][][] hidden) {}
