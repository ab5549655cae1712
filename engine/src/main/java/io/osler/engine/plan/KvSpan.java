package io.osler.engine.plan;

/**
 * Keys and values of consecutive tokens in consecutive slots of the pool. Equal spans are the same content.
 *
 * @param begin    slot of the first
 * @param length   how many, at least 1
 * @param position of the first in its sequence
 */
public record KvSpan(int begin, int length, int position) {
    public int end() {
        return begin + length;
    }

    /** Whether {@code next} goes on where this ends, in slots and in positions. */
    boolean isFollowedBy(KvSpan next) {
        return end() == next.begin && position + length == next.position;
    }

    KvSpan joinedWith(KvSpan next) {
        return new KvSpan(begin, length + next.length, position);
    }
}
