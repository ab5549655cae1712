package io.osler.kb.file;

import java.util.function.IntConsumer;

/**
 * Nodes by a hash of 32 bits, sorted by it. Several keys may share a hash: whoever asks compares what he gets.
 */
public final class HashedNodes {
    private final Table entries;

    HashedNodes(Table entries) {
        this.entries = entries;
    }

    /** Tells every node under a hash, ascending. */
    public void each(int hash, IntConsumer node) {
        for (int i = first(hash); i < entries.rows(); i++) {
            long entry = entries.u64(i);
            if ((int) (entry >>> 32) != hash) {
                return;
            }
            node.accept((int) entry);
        }
    }

    /** Where the first entry with this hash or a greater one stands. */
    private int first(int hash) {
        long wanted = Integer.toUnsignedLong(hash);
        int low = 0;
        int high = entries.rows();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (entries.u64(middle) >>> 32 < wanted) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }
}
