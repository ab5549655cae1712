package io.osler.engine.grammar;

import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.apache.lucene.util.automaton.ByteRunAutomaton;

/**
 * The tokens of a vocabulary by their bytes, in depth-first order, so that walking is counting up and leaving a subtree
 * is a jump to its end.
 *
 * <pre>
 * tokens  a, ab, b      node   0:root  1:'a'  2:'b'  3:'b'
 *                       depth  0       1      2      1
 *                       end    4       3      3      4        node after the subtree
 *                       ids    -       a      ab     b
 * </pre>
 */
final class TokenTrie {
    static final int NO_NODE = -1;

    private final byte[] label;
    private final int[] depth;
    private final int[] end;
    private final int[] idsBegin; // node's ids: idsBegin[node] to idsBegin[node + 1]
    private final int[] ids;
    private final int depthMax;

    /** @param tokens bytes of each id; null or empty where the id may never be written */
    TokenTrie(byte[][] tokens) {
        ids = IntStream.range(0, tokens.length)
                .filter(id -> tokens[id] != null && tokens[id].length > 0)
                .boxed()
                .sorted(Comparator.comparing((Integer id) -> tokens[id], Arrays::compareUnsigned)
                        .thenComparing(id -> id))
                .mapToInt(Integer::intValue)
                .toArray();
        int nodesMax = 1 + Arrays.stream(ids).map(id -> tokens[id].length).sum();
        byte[] labels = new byte[nodesMax];
        int[] depths = new int[nodesMax];
        int[] begins = new int[nodesMax + 1];
        int nodes = 1;
        byte[] previous = {};
        for (int i = 0; i < ids.length; i++) {
            byte[] token = tokens[ids[i]];
            int shared = Arrays.mismatch(previous, token);
            for (int at = shared < 0 ? token.length : shared; at < token.length; at++) {
                labels[nodes] = token[at];
                depths[nodes] = at + 1;
                begins[nodes++] = i;
            }
            previous = token;
        }
        begins[nodes] = ids.length;
        label = Arrays.copyOf(labels, nodes);
        depth = Arrays.copyOf(depths, nodes);
        idsBegin = Arrays.copyOf(begins, nodes + 1);
        depthMax = Arrays.stream(depth).max().orElse(0);
        end = ends(depth, depthMax);
    }

    private static int[] ends(int[] depth, int depthMax) {
        int[] end = new int[depth.length];
        int[] path = new int[depthMax + 1]; // the nodes from the root to here, by depth
        int deepest = -1;
        for (int node = 0; node < depth.length; node++) {
            for (; deepest >= depth[node]; deepest--) {
                end[path[deepest]] = node;
            }
            path[++deepest] = node;
        }
        for (; deepest >= 0; deepest--) {
            end[path[deepest]] = depth.length;
        }
        return end;
    }

    int nodes() {
        return label.length;
    }

    /**
     * Collects the tokens below {@code node}, itself excluded, along which the automaton lives and ends in a state
     * that will do.
     *
     * @param from the automaton's state at {@code node}
     * @return how many nodes were visited
     */
    int collect(ByteRunAutomaton automaton, int node, int from, IntPredicate willDo, BitSet found) {
        int[] stateAt = new int[depthMax + 1];
        stateAt[depth[node]] = from;
        int visited = 0;
        for (int at = node + 1; at < end[node]; visited++) {
            int state = automaton.step(stateAt[depth[at] - 1], label[at] & 0xFF);
            if (state < 0) {
                at = end[at];
                continue;
            }
            stateAt[depth[at]] = state;
            if (idsBegin[at] < idsBegin[at + 1] && willDo.test(state)) {
                for (int i = idsBegin[at]; i < idsBegin[at + 1]; i++) {
                    found.set(ids[i]);
                }
            }
            at++;
        }
        return visited;
    }

    /** The node {@code bytes[begin, end)} leads to from the root, or {@link #NO_NODE}. */
    int find(byte[] bytes, int begin, int end) {
        int node = 0;
        for (int i = begin; i < end && node != NO_NODE; i++) {
            node = child(node, bytes[i]);
        }
        return node;
    }

    /** The lowest id of the longest token that {@code bytes[begin, end)} begins with, or -1. */
    int longest(byte[] bytes, int begin, int end) {
        int id = -1;
        int node = 0;
        for (int i = begin; i < end; i++) {
            node = child(node, bytes[i]);
            if (node == NO_NODE) {
                break;
            }
            id = idsBegin[node] < idsBegin[node + 1] ? ids[idsBegin[node]] : id;
        }
        return id;
    }

    private int child(int node, byte of) {
        for (int at = node + 1; at < end[node]; at = end[at]) {
            if (label[at] == of) {
                return at;
            }
        }
        return NO_NODE;
    }
}
