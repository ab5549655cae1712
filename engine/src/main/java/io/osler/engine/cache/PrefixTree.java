package io.osler.engine.cache;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;

/**
 * A radix tree over token ids: finds what prompts have in common, whoever sends them and whenever, and owns the slots of
 * it. Nodes in use stay; the others are given up when slots are asked for, the least valuable first: those that one
 * sequence alone has used before those that several have, then the longest unused.
 *
 * <p>Sequences that run fewer layers than the model has would leave shared tokens half computed, so each depth has a tree
 * of its own. (After SGLang's radix cache, arXiv 2312.07104; a node's slots are one range here, so splitting moves
 * nothing.)
 */
public final class PrefixTree {
    private static final Comparator<PrefixNode> BY_VALUE = Comparator.<PrefixNode>comparingInt(
                    node -> Math.min(node.visits, 2))
            .thenComparingLong(node -> node.lastUse);

    private final Map<Integer, PrefixNode> roots = new HashMap<>();
    private final KvPool pool;
    private long clock;
    private long evictedTokens;

    public PrefixTree(KvPool pool) {
        this.pool = pool;
    }

    /** Tokens whose keys and values were given up for others. */
    public long evictedTokens() {
        return evictedTokens;
    }

    /**
     * The node that spells the longest prefix of {@code tokens[0, limit)} there is; the root when none. Where a prefix
     * ends within a node, the node is split.
     *
     * @param layers how many layers the sequence runs
     */
    public PrefixNode find(int layers, int[] tokens, int limit) {
        PrefixNode at = roots.computeIfAbsent(layers, depth -> new PrefixNode(null, new int[0], 0, 0));
        int found = 0;
        while (found < limit) {
            PrefixNode child = at.children.get(tokens[found]);
            if (child == null) {
                break;
            }
            int agrees = child.agreement(tokens, found, limit);
            at = agrees < child.length() ? split(child, agrees) : child;
            found += agrees;
            if (agrees < at.length()) {
                throw new IllegalStateException(
                        "a node was split at %d and has %d tokens".formatted(agrees, at.length()));
            }
        }
        return at;
    }

    /** Hangs tokens below a node; their slots, from {@code begin} on, are the tree's from now on. */
    public PrefixNode append(PrefixNode parent, int[] tokens, int begin) {
        if (parent.children.containsKey(tokens[0])) {
            throw new IllegalStateException("a child that begins alike is there already");
        }
        PrefixNode node = new PrefixNode(parent, tokens, begin, parent.endPosition());
        node.lastUse = ++clock;
        parent.children.put(tokens[0], node);
        return node;
    }

    /** A sequence goes through here, or somebody pins it: the path stays until it is released. */
    public void retain(PrefixNode leaf) {
        for (PrefixNode at = leaf; !at.isRoot(); at = at.parent) {
            at.users++;
            at.visits++;
            at.lastUse = ++clock;
        }
    }

    /** The reverse of {@link #retain}; what nobody uses and nobody has computed goes. */
    public void release(PrefixNode leaf) {
        for (PrefixNode at = leaf; !at.isRoot(); ) {
            PrefixNode parent = at.parent;
            if (--at.users < 0) {
                throw new IllegalStateException("a node was released more often than retained");
            }
            if (at.users == 0 && !at.isComplete()) {
                trim(at);
            }
            at = parent;
        }
    }

    /**
     * Slots side by side for {@code length} tokens; others are given up where need be.
     *
     * @return the first slot, or -1 when too much is in use
     */
    public int allocate(int length) {
        int begin = pool.allocate(length);
        if (begin >= 0 || pool.freeSlots() + unusedSlots() < length) {
            return begin; // a request that waits for others to end must not empty the cache meanwhile
        }
        PriorityQueue<PrefixNode> leaves = new PriorityQueue<>(BY_VALUE);
        all().stream().filter(PrefixTree::isFreeLeaf).forEach(leaves::add);
        while (begin < 0 && !leaves.isEmpty()) {
            PrefixNode leaf = leaves.remove();
            PrefixNode parent = leaf.parent;
            evictedTokens += leaf.computed;
            remove(leaf);
            if (!parent.isRoot() && isFreeLeaf(parent)) {
                leaves.add(parent);
            }
            begin = pool.allocate(length);
        }
        return begin;
    }

    /** Gives up all that nobody uses. */
    public void giveUpUnused() {
        for (PrefixNode node : all().reversed()) { // children before their parents
            if (isFreeLeaf(node)) {
                evictedTokens += node.computed;
                remove(node);
            }
        }
    }

    private int unusedSlots() {
        return all().stream()
                .filter(node -> node.users == 0)
                .mapToInt(PrefixNode::length)
                .sum();
    }

    /** Hangs tokens below a node whose keys and values are in their slots already. */
    public PrefixNode appendComputed(PrefixNode parent, int[] tokens, int begin) {
        PrefixNode node = append(parent, tokens, begin);
        node.computed = node.length();
        return node;
    }

    /** Gives slots back that never became the tree's. */
    public void giveBack(int begin, int length) {
        pool.release(begin, length);
    }

    /**
     * Takes over a finished sequence's own computed tokens, so that who goes on from them finds them; those the tree has
     * already are given back.
     *
     * @param under  the node they follow
     * @param tokens whose keys and values lie in the slots from {@code begin} on
     */
    public void adopt(PrefixNode under, int[] tokens, int begin) {
        PrefixNode at = under;
        int known = 0;
        while (known < tokens.length && at.children.containsKey(tokens[known])) {
            PrefixNode child = at.children.get(tokens[known]);
            int agrees = child.agreement(tokens, known, tokens.length);
            at = agrees < child.length() ? split(child, agrees) : child;
            known += agrees;
            if (!at.isComplete()) { // somebody is computing just these: ours are the second copy
                pool.release(begin, tokens.length);
                return;
            }
        }
        pool.release(begin, known);
        if (known < tokens.length) {
            appendComputed(at, Arrays.copyOfRange(tokens, known, tokens.length), begin + known).visits = 1;
        }
    }

    /**
     * Throws when something is not as it must be: every slot has one owner, counts fit, users lie on paths.
     *
     * @param own slots of sequences in flight, {@code {begin, length}} each
     */
    public void checkIntegrity(List<int[]> own) {
        List<int[]> ranges = new ArrayList<>(own);
        pool.addFree(ranges);
        for (PrefixNode node : all()) {
            ranges.add(new int[] {node.begin, node.length()});
            int below = node.children.values().stream()
                    .mapToInt(child -> child.users)
                    .sum();
            boolean sound = node.length() > 0
                    && node.users >= below
                    && node.computed >= 0
                    && node.computed <= node.length()
                    && (node.parent.isRoot() || node.position == node.parent.endPosition())
                    && (node.parent.isRoot() || node.computed == 0 || node.parent.isComplete());
            if (!sound) {
                throw new IllegalStateException("node at position %d: %d tokens, %d computed, %d users, %d below"
                        .formatted(node.position, node.length(), node.computed, node.users, below));
            }
        }
        requireTiled(ranges, pool.slots());
    }

    /** Side by side the ranges are all slots there are. */
    private static void requireTiled(List<int[]> ranges, int slots) {
        ranges.removeIf(range -> range[1] == 0);
        ranges.sort(Comparator.comparingInt(range -> range[0]));
        ranges.add(new int[] {slots, 0});
        int end = 0;
        for (int[] range : ranges) {
            if (range[0] != end) {
                throw new IllegalStateException(
                        range[0] < end
                                ? "slot %d has two owners".formatted(range[0])
                                : "slot %d has no owner".formatted(end));
            }
            end = range[0] + range[1];
        }
    }

    /** Every node but the roots. */
    private List<PrefixNode> all() {
        List<PrefixNode> nodes = new ArrayList<>();
        roots.values().forEach(root -> nodes.addAll(root.children.values()));
        for (int i = 0; i < nodes.size(); i++) {
            nodes.addAll(nodes.get(i).children.values());
        }
        return nodes;
    }

    private static boolean isFreeLeaf(PrefixNode node) {
        return node.users == 0 && node.children.isEmpty();
    }

    /** The first {@code count} tokens become a node of their own, above the rest; returns it. */
    private static PrefixNode split(PrefixNode node, int count) {
        PrefixNode upper = new PrefixNode(node.parent, Arrays.copyOf(node.tokens, count), node.begin, node.position);
        upper.computed = Math.min(node.computed, count);
        upper.users = node.users;
        upper.visits = node.visits;
        upper.lastUse = node.lastUse;
        node.parent.children.put(upper.tokens[0], upper);
        upper.children.put(node.tokens[count], node);
        node.parent = upper;
        node.tokens = Arrays.copyOfRange(node.tokens, count, node.tokens.length);
        node.begin += count;
        node.position += count;
        node.computed = Math.max(0, node.computed - count);
        return upper;
    }

    /** Cuts off the tokens that were not computed, with all below. */
    private void trim(PrefixNode node) {
        List.copyOf(node.children.values()).forEach(this::removeAll);
        if (node.computed == 0) {
            remove(node);
            return;
        }
        pool.release(node.begin + node.computed, node.length() - node.computed);
        node.tokens = Arrays.copyOf(node.tokens, node.computed);
    }

    private void removeAll(PrefixNode node) {
        List.copyOf(node.children.values()).forEach(this::removeAll);
        remove(node);
    }

    private void remove(PrefixNode node) {
        node.parent.children.remove(node.tokens[0]);
        pool.release(node.begin, node.length());
    }
}
