package io.osler.engine.cache;

import io.osler.engine.plan.KvSpan;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A run of tokens that some sequences share, and the slots of its keys and values. The path from the root spells a
 * prefix. Its tokens are computed from the front; a node may exist before any is.
 */
public final class PrefixNode {
    final Map<Integer, PrefixNode> children = new HashMap<>();
    PrefixNode parent;
    int[] tokens;
    int begin;
    int position;
    int computed;

    /** Sequences in flight whose path leads through here, and pins. */
    int users;

    /** Sequences whose path has led through here. */
    int visits;

    long lastUse;

    /** The step that computes tokens of this node; no other sequence may in the same step. */
    private long claimedBy = -1;

    PrefixNode(PrefixNode parent, int[] tokens, int begin, int position) {
        this.parent = parent;
        this.tokens = tokens;
        this.begin = begin;
        this.position = position;
    }

    public int length() {
        return tokens.length;
    }

    public int position() {
        return position;
    }

    /** Position behind its last token. */
    public int endPosition() {
        return position + tokens.length;
    }

    /** Slot of its first token. */
    public int begin() {
        return begin;
    }

    /** Slot behind its last token. */
    public int end() {
        return begin + tokens.length;
    }

    /** How many of its tokens have their keys and values in the pool, from the first on. */
    public int computed() {
        return computed;
    }

    public boolean isComplete() {
        return computed == tokens.length;
    }

    /** The computed tokens. */
    public KvSpan span() {
        return new KvSpan(begin, computed, position);
    }

    /** Reserves the node for one sequence in one step; false when another has it. */
    public boolean claim(long step) {
        boolean mine = claimedBy != step;
        claimedBy = step;
        return mine;
    }

    /** Tokens up to this position are computed now. */
    public void computedTo(int endPosition) {
        computed = Math.clamp((long) endPosition - position, computed, tokens.length);
    }

    /** From below the root down to this node. */
    public List<PrefixNode> path() {
        Deque<PrefixNode> path = new ArrayDeque<>();
        for (PrefixNode at = this; at.parent != null; at = at.parent) {
            path.addFirst(at);
        }
        return new ArrayList<>(path);
    }

    boolean isRoot() {
        return parent == null;
    }

    /** How many tokens agree with {@code all[from, limit)}. */
    int agreement(int[] all, int from, int limit) {
        int length = Math.min(tokens.length, limit - from);
        int differs = Arrays.mismatch(tokens, 0, length, all, from, from + length);
        return differs < 0 ? length : differs;
    }
}
