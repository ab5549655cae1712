package io.osler.kb.search;

import io.osler.kb.file.HashedNodes;
import io.osler.kb.file.Hashes;
import io.osler.kb.file.Lexicon;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Names within a small edit distance, found by a piece that no edit touched: every name is cut in three, so two edits
 * leave at least one third whole. Thirds are found by hash, names then compared in full.
 *
 * @see <a href="https://doi.org/10.14778/2078331.2078340">Li, Deng, Wang, Feng 2011, Pass-Join: a partition-based method
 *     for similarity joins</a>
 */
public final class Segments {
    /** Names in at most this many edits can be found. */
    public static final int EDITS_MAX = 2;

    private static final int PARTS = EDITS_MAX + 1;
    /** No name shorter than this is within reach of one that may be bent. */
    private static final int LENGTH_MIN = EditRules.LETTERS_MIN - 1;

    private final HashedNodes segments;
    private final Lexicon lexicon;

    public Segments(HashedNodes segments, Lexicon lexicon) {
        this.segments = segments;
        this.lexicon = lexicon;
    }

    /** A node whose words joined by a space are within reach. */
    public record Near(int node, int edits) {}

    /** The hashes under which a name is found; none when it is too short. */
    public static int[] hashes(String key) {
        int length = key.length();
        if (length < LENGTH_MIN) {
            return new int[0];
        }
        int[] hashes = new int[PARTS];
        for (int part = 0; part < PARTS; part++) {
            hashes[part] = Hashes.ofSegment(key, begin(length, part), begin(length, part + 1), length, part);
        }
        return hashes;
    }

    /**
     * @param key      the words of a name, joined by a space
     * @param editsMax 1 or 2; fewer where {@link EditRules} says so
     * @return nearest first, then in the order of nodes
     */
    public List<Near> near(String key, int editsMax) {
        int edits = Math.min(editsMax, EditRules.editsMax(key));
        if (edits == 0) {
            return List.of();
        }
        Nodes candidates = new Nodes();
        for (int length = Math.max(LENGTH_MIN, key.length() - edits); length <= key.length() + edits; length++) {
            candidates(key, length, edits, candidates);
        }
        List<Near> near = new ArrayList<>();
        int before = -1;
        for (int node : candidates.sorted()) {
            if (node != before) {
                String name = String.join(" ", lexicon.forms(node));
                int distance = Levenshtein.bounded(key, name, edits);
                if (distance <= edits && EditRules.agree(key, name)) {
                    near.add(new Near(node, distance));
                }
            }
            before = node;
        }
        near.sort((a, b) -> Integer.compare(a.edits(), b.edits()));
        return near;
    }

    /**
     * Names of one length that share a piece with the key. If the first third is untouched, it stands where it stood. Else
     * an edit is spent on it: of one edit the second third, of two the last one, then has nothing changed after it and
     * stands where it stood from the end; or, of two, one fell on the first and one on the last, and the second third is
     * at most one letter off, counted from either end.
     */
    private void candidates(String key, int length, int edits, Nodes into) {
        int longer = key.length() - length;
        candidates(key, length, 0, 0, 0, into);
        if (edits == 1) {
            candidates(key, length, 1, longer, longer, into);
        } else {
            candidates(key, length, 1, Math.max(-1, longer - 1), Math.min(1, longer + 1), into);
            candidates(key, length, 2, longer, longer, into);
        }
    }

    /** Names of one length that have as one of their thirds what stands in the key so far from its place. */
    private void candidates(String key, int length, int part, int shiftMin, int shiftMax, Nodes into) {
        int begin = begin(length, part);
        int size = begin(length, part + 1) - begin;
        int from = Math.max(0, begin + shiftMin);
        int to = Math.min(key.length() - size, begin + shiftMax);
        for (int at = from; at <= to; at++) {
            segments.each(Hashes.ofSegment(key, at, at + size, length, part), into::add);
        }
    }

    private static int begin(int length, int part) {
        return length * part / PARTS;
    }

    /** Numbers, growing. */
    private static final class Nodes {
        private int[] nodes = new int[64];
        private int size;

        void add(int node) {
            if (size == nodes.length) {
                nodes = Arrays.copyOf(nodes, size * 2);
            }
            nodes[size++] = node;
        }

        int[] sorted() {
            int[] sorted = Arrays.copyOf(nodes, size);
            Arrays.sort(sorted);
            return sorted;
        }
    }
}
