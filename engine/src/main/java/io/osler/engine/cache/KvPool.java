package io.osler.engine.cache;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Free slots of the key/value pool, handed out as ranges: first fit, neighbours joined when they come back. Ranges keep a
 * sequence's keys side by side, so that attention reads them in place.
 */
public final class KvPool {
    /** Begin to length; no two touch. */
    private final TreeMap<Integer, Integer> free = new TreeMap<>();

    private final int slots;
    private int freeSlots;

    public KvPool(int slots) {
        this.slots = slots;
        this.freeSlots = slots;
        free.put(0, slots);
    }

    public int slots() {
        return slots;
    }

    public int freeSlots() {
        return freeSlots;
    }

    /** Begin of a range of {@code length} slots, or -1 when no free range is long enough. */
    int allocate(int length) {
        if (length == 0) {
            return 0;
        }
        for (Map.Entry<Integer, Integer> range : free.entrySet()) {
            int begin = range.getKey();
            int there = range.getValue();
            if (there >= length) {
                take(begin, there, length);
                return begin;
            }
        }
        return -1;
    }

    private void take(int begin, int there, int length) {
        free.remove(begin);
        if (there > length) {
            free.put(begin + length, there - length);
        }
        freeSlots -= length;
    }

    /** Gives back all or part of a range. */
    void release(int begin, int length) {
        if (length == 0) {
            return;
        }
        Map.Entry<Integer, Integer> before = free.floorEntry(begin);
        Map.Entry<Integer, Integer> after = free.ceilingEntry(begin);
        boolean overlaps = (before != null && before.getKey() + before.getValue() > begin)
                || (after != null && begin + length > after.getKey());
        if (overlaps || begin < 0 || begin + length > slots) {
            throw new IllegalStateException(
                    "slots %d to %d are given back, but were free or never there".formatted(begin, begin + length - 1));
        }
        freeSlots += length;
        int joinedBegin = begin;
        int joinedLength = length;
        if (before != null && before.getKey() + before.getValue() == begin) {
            joinedBegin = before.getKey();
            joinedLength += before.getValue();
        }
        if (after != null && begin + length == after.getKey()) {
            joinedLength += after.getValue();
            free.remove(after.getKey());
        }
        free.put(joinedBegin, joinedLength);
    }

    /** Adds the free ranges, {@code {begin, length}} each; ranges that touch, or a wrong count, are a bug of ours. */
    void addFree(List<int[]> ranges) {
        int end = -1;
        int count = 0;
        for (Map.Entry<Integer, Integer> range : free.entrySet()) {
            if (range.getKey() <= end) {
                throw new IllegalStateException("free ranges touch at slot " + end);
            }
            end = range.getKey() + range.getValue();
            count += range.getValue();
            ranges.add(new int[] {range.getKey(), range.getValue()});
        }
        if (count != freeSlots) {
            throw new IllegalStateException("%d slots are free, counted as %d".formatted(count, freeSlots));
        }
    }
}
