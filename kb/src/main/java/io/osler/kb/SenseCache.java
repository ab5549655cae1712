package io.osler.kb;

import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * Senses of the names met lately, since few names make most of a text. A place holds one entry and the next one takes it
 * over. Any number of threads: an entry is immutable and may be lost, never wrong.
 */
final class SenseCache {
    private static final int PLACES = 1 << 12;

    private record Entry(int node, String written, Set<String> types, List<Sense> senses) {}

    private final AtomicReferenceArray<Entry> places = new AtomicReferenceArray<>(PLACES);

    /** What was kept for a node, as the text writes it, among these types; null when nothing is. */
    List<Sense> get(int node, String written, Set<String> types) {
        Entry entry = places.getAcquire(place(node, written));
        boolean same =
                entry != null && entry.node == node && entry.written.equals(written) && entry.types.equals(types);
        return same ? entry.senses : null;
    }

    void put(int node, String written, Set<String> types, List<Sense> senses) {
        places.setRelease(place(node, written), new Entry(node, written, types, senses));
    }

    private static int place(int node, String written) {
        int hash = (node + written.hashCode()) * 0x9E37_79B1;
        return (hash >>> 16) & (PLACES - 1);
    }
}
