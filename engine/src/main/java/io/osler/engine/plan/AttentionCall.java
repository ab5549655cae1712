package io.osler.engine.plan;

/**
 * One call of the attention kernel: {@code batch} groups of {@code queries} rows, each group over {@code keys} keys.
 *
 * @param begin first slot where one group reads consecutive slots in place; -1 where {@code slots} names them
 * @param rows  rows of the step, {@code [batch * queries]}; empty for all in order; padding repeats a row
 * @param slots of the keys, {@code [batch * keys]} by rising position; padding repeats a slot; empty with {@code begin}
 * @param high  for each of {@code rows} the keys it sees end before this index, {@code [batch][queries]}; empty where all
 *              see all
 * @param low   and begin with this one; as long as {@code high}
 */
public record AttentionCall(
        int batch, int queries, int keys, int begin, int[] rows, int[] slots, int[] high, int[] low) {}
