package io.osler.engine.loop;

import io.osler.engine.cache.PrefixNode;
import io.osler.engine.cache.PrefixTree;
import io.osler.engine.plan.KvSpan;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The tokens of one request and where their keys and values lie: first those in the tree, then its own.
 *
 * <pre>
 * |---- shared: a path of the tree ----|---- own: reserved at admission ----|
 * 0                              shared()                       tokensMax()
 * |------ computed -----|- accepted -|-- drafts come and go --|
 * </pre>
 */
final class Sequence {
    private final PrefixTree tree;
    private final PrefixNode leaf;
    private final int shared;
    private final int ownBegin;
    private final int ownCapacity;
    private int[] tokens;
    private int length;
    private int computed;

    private Sequence(PrefixTree tree, PrefixNode leaf, int[] tokens, int reused, int ownBegin, int ownCapacity) {
        this.tree = tree;
        this.leaf = leaf;
        this.shared = leaf.endPosition();
        this.tokens = tokens.clone();
        this.length = tokens.length;
        this.computed = reused;
        this.ownBegin = ownBegin;
        this.ownCapacity = ownCapacity;
    }

    /**
     * Reserves all slots the sequence can ever need; null when they are not to be had now.
     *
     * @param tokens    accepted from the start
     * @param shareable how many of them may be shared, less than all: the last must be read for its answer
     * @param tokensMax most tokens the sequence can reach
     * @param layers    how many layers it runs
     */
    static Sequence admit(PrefixTree tree, int[] tokens, int shareable, int tokensMax, int layers) {
        PrefixNode found = tree.find(layers, tokens, shareable);
        tree.retain(found);
        int from = found.endPosition();
        int begin = tree.allocate(tokensMax - from);
        if (begin < 0) {
            tree.release(found);
            return null;
        }
        PrefixNode leaf = found;
        if (from < shareable) {
            leaf = tree.append(found, Arrays.copyOfRange(tokens, from, shareable), begin);
            tree.release(found);
            tree.retain(leaf);
        }
        int reused = 0;
        for (PrefixNode node : leaf.path()) {
            reused += node.computed();
        }
        return new Sequence(tree, leaf, tokens, reused, begin + shareable - from, tokensMax - shareable);
    }

    int length() {
        return length;
    }

    /** Most tokens there is room for. */
    int tokensMax() {
        return shared + ownCapacity;
    }

    int[] tokens(int from, int to) {
        return Arrays.copyOfRange(tokens, from, to);
    }

    /** Tokens found in the pool, or computed by others, or by this sequence so far. */
    int computed() {
        if (computed < shared) {
            int count = 0;
            for (PrefixNode node : leaf.path()) {
                count += node.computed();
            }
            computed = count;
        }
        return computed;
    }

    /** Where the tokens from {@code position} on go, as far as slots lie side by side and no one else computes them. */
    record Stretch(int slot, int endPosition) {}

    /** Claims what comes after the computed tokens for this step; null when another sequence computes just that. */
    Stretch claim(long step) {
        int from = computed();
        if (from >= shared) {
            return new Stretch(ownBegin + from - shared, tokensMax());
        }
        Stretch stretch = null;
        for (PrefixNode node : leaf.path()) {
            if (node.isComplete()) {
                continue;
            }
            int slot = node.begin() + node.computed();
            boolean goesOn = stretch == null || slot == stretch.slot + stretch.endPosition - from;
            if (!goesOn || !node.claim(step)) {
                return stretch;
            }
            stretch = new Stretch(stretch == null ? slot : stretch.slot, node.endPosition());
        }
        boolean ownFollows = stretch != null && leaf.end() == ownBegin;
        return ownFollows ? new Stretch(stretch.slot, tokensMax()) : stretch;
    }

    /** What is computed, in order. */
    List<KvSpan> past() {
        List<KvSpan> past = new ArrayList<>();
        for (PrefixNode node : leaf.path()) {
            if (node.computed() > 0) {
                past.add(node.span());
            }
        }
        if (computed > shared) {
            past.add(new KvSpan(ownBegin, computed - shared, shared));
        }
        return past;
    }

    /** The pool now holds keys and values of tokens up to here; those of drafts not accepted do not count. */
    void computedTo(int position) {
        computed = position;
        if (position > 0) {
            leaf.path().forEach(node -> node.computedTo(position));
        }
    }

    /** Takes tokens for good. */
    void accept(int[] more) {
        if (length + more.length > tokens.length) {
            tokens = Arrays.copyOf(tokens, Math.max(length + more.length, 2 * tokens.length));
        }
        System.arraycopy(more, 0, tokens, length, more.length);
        length += more.length;
    }

    /** Lets go of everything; what was computed stays in the tree for others until memory is short. */
    void finish() {
        int kept = Math.max(0, Math.min(computed, length) - shared);
        boolean whole = leaf.isComplete() || leaf.length() == 0;
        if (kept > 0 && whole) {
            tree.adopt(leaf, tokens(shared, shared + kept), ownBegin);
            tree.giveBack(ownBegin + kept, ownCapacity - kept);
        } else {
            tree.giveBack(ownBegin, ownCapacity);
        }
        tree.release(leaf);
    }

    /** Slots nobody else knows of, for checks. */
    int[] ownSlots() {
        return new int[] {ownBegin, ownCapacity};
    }

    PrefixNode leaf() {
        return leaf;
    }
}
