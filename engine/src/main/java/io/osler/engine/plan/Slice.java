package io.osler.engine.plan;

import java.util.List;

/**
 * The rows one sequence has in a step: consecutive tokens whose keys and values go into consecutive slots.
 *
 * @param tokens   ids, at least one
 * @param position of the first in its sequence
 * @param slot     of the first
 * @param past     what was computed before them, in order from position 0 on, without gaps
 */
public record Slice(int[] tokens, int position, int slot, List<KvSpan> past) {
    public Slice {
        if (tokens.length == 0) {
            throw new IllegalArgumentException("a slice has no tokens, expected at least one");
        }
        int at = 0;
        for (KvSpan span : past) {
            if (span.position() != at) {
                throw new IllegalArgumentException(
                        "past continues at position %d, expected %d".formatted(span.position(), at));
            }
            at += span.length();
        }
        if (at != position) {
            throw new IllegalArgumentException("past ends at position %d, expected %d".formatted(at, position));
        }
        past = List.copyOf(past);
    }

    int count() {
        return tokens.length;
    }
}
