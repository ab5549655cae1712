package io.osler.engine.grammar;

import java.util.Arrays;
import java.util.BitSet;
import java.util.stream.IntStream;

/** Token ids, rising. Immutable; takes four bytes an id or one bit an entry of the vocabulary, whichever is less. */
public final class TokenSet {
    private final int[] ids; // null where bits are smaller
    private final BitSet bits; // null where ids are
    private final int size;

    /** Takes {@code bits} over. */
    TokenSet(BitSet bits) {
        size = bits.cardinality();
        boolean sparse = (long) size * Integer.SIZE < bits.size();
        this.ids = sparse ? bits.stream().toArray() : null;
        this.bits = sparse ? null : bits;
    }

    public int size() {
        return size;
    }

    public boolean isEmpty() {
        return size == 0;
    }

    public boolean contains(int id) {
        return ids == null ? id >= 0 && bits.get(id) : Arrays.binarySearch(ids, id) >= 0;
    }

    /** Rising. */
    public IntStream stream() {
        return ids == null ? bits.stream() : Arrays.stream(ids);
    }

    /** Rising; a new array. */
    public int[] ids() {
        return stream().toArray();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof TokenSet that
                && size == that.size
                && Arrays.equals(ids, that.ids)
                && (bits == null ? that.bits == null : bits.equals(that.bits));
    }

    @Override
    public int hashCode() {
        return bits == null ? Arrays.hashCode(ids) : bits.hashCode();
    }

    @Override
    public String toString() {
        return "%d tokens".formatted(size);
    }
}
