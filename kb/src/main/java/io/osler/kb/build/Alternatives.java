package io.osler.kb.build;

import io.osler.kb.build.FactCollector.ToldAlternative;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Further ids of concepts. One leads to exactly one concept, be it over others: a term is replaced by another, which is
 * replaced in its turn. An id that is a concept's own means that concept, whatever else was told of it.
 *
 * @param ids  sorted by their bytes
 * @param rows the concept of each
 */
record Alternatives(List<byte[]> ids, int[] rows) {
    private static final int NONE = -1;
    private static final int SEVERAL = -2;

    /**
     * @param rows of the concepts by the number of their id, negative for ids that are no concept's own
     * @param left takes what leads to no concept
     */
    static Alternatives of(FactCollector facts, int[] rows, Map<String, Long> left) {
        Map<Integer, Integer> next = new HashMap<>();
        for (ToldAlternative told : facts.alternatives) {
            next.merge(told.other(), told.id(), (a, b) -> a.equals(b) ? a : SEVERAL);
        }
        TreeMap<byte[], Integer> found = new TreeMap<>(Arrays::compareUnsigned);
        for (int other : next.keySet()) {
            if (rows[other] >= 0) {
                left.merge("alternative ids that are a concept's own", 1L, Long::sum);
                continue;
            }
            int id = end(other, next, rows);
            switch (id) {
                case NONE -> left.merge("alternative ids of no concept", 1L, Long::sum);
                case SEVERAL -> left.merge("alternative ids of several concepts", 1L, Long::sum);
                default -> found.put(facts.ids.get(other).getBytes(StandardCharsets.UTF_8), rows[id]);
            }
        }
        return new Alternatives(
                new ArrayList<>(found.keySet()),
                found.values().stream().mapToInt(Integer::intValue).toArray());
    }

    /** The first id on the way from this one that is a concept's own; a way in a circle has none. */
    private static int end(int other, Map<Integer, Integer> next, int[] rows) {
        Set<Integer> seen = new HashSet<>();
        int at = other;
        while (at >= 0 && rows[at] < 0) {
            at = seen.add(at) ? next.getOrDefault(at, NONE) : NONE;
        }
        return at;
    }
}
