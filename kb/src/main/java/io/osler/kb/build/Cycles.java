package io.osler.kb.build;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Counts concepts that are their own ancestors.
 *
 * @see <a href="https://doi.org/10.1137/0201010">Tarjan 1972, Depth-first search and linear graph algorithms</a>
 */
final class Cycles {
    private final int[][] parents;
    private final int[] index;
    private final int[] low;
    private final boolean[] open;
    private final Deque<Integer> stack = new ArrayDeque<>();
    private int next = 1;
    private long inCycles;

    private Cycles(int[][] parents) {
        this.parents = parents;
        this.index = new int[parents.length];
        this.low = new int[parents.length];
        this.open = new boolean[parents.length];
    }

    /**
     * @param parents rows of the direct parents of each row, none of them the row itself
     */
    static long count(int[][] parents) {
        Cycles search = new Cycles(parents);
        for (int row = 0; row < parents.length; row++) {
            if (search.index[row] == 0) {
                search.visit(row);
            }
        }
        return search.inCycles;
    }

    /** Depth first with a stack of our own: chains of parents can be longer than Java's stack is deep. */
    private void visit(int root) {
        Deque<int[]> path = new ArrayDeque<>(); // row, next parent to look at
        enter(root, path);
        while (!path.isEmpty()) {
            int[] top = path.peek();
            int row = top[0];
            if (top[1] < parents[row].length) {
                int parent = parents[row][top[1]++];
                if (index[parent] == 0) {
                    enter(parent, path);
                } else if (open[parent]) {
                    low[row] = Math.min(low[row], index[parent]);
                }
                continue;
            }
            path.pop();
            if (low[row] == index[row]) {
                close(row);
            }
            if (!path.isEmpty()) {
                int below = path.peek()[0];
                low[below] = Math.min(low[below], low[row]);
            }
        }
    }

    private void enter(int row, Deque<int[]> path) {
        index[row] = next;
        low[row] = next++;
        open[row] = true;
        stack.push(row);
        path.push(new int[] {row, 0});
    }

    private void close(int row) {
        int size = 0;
        int member;
        do {
            member = stack.pop();
            open[member] = false;
            size++;
        } while (member != row);
        inCycles += size > 1 ? size : 0;
    }
}
