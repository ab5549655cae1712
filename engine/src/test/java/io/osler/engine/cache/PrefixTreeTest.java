package io.osler.engine.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The tree of shared prefixes: random walks against a map of single tokens, and its rules one by one. */
class PrefixTreeTest {
    private static final int LAYERS = 4;

    @Test
    void walksAgreeWithAMapOfTokens() {
        for (int seed = 0; seed < 40; seed++) {
            Walk walk = new Walk(seed);
            for (int i = 0; i < 250; i++) {
                walk.step();
                walk.audit("seed %d, step %d".formatted(seed, i));
            }
            walk.releaseAll();
            assertThat(walk.tree.allocate(walk.slots))
                    .as("seed %d: all slots can be had when nobody uses any", seed)
                    .isZero();
        }
    }

    @Test
    void whatOneHasUsedGoesBeforeWhatSeveralHaveUsedThenTheOldest() {
        PrefixTree tree = new PrefixTree(new KvPool(8));
        PrefixNode several = computed(tree, 1, 1);
        PrefixNode older = computed(tree, 2, 2);
        PrefixNode newer = computed(tree, 3, 3);
        use(tree, several);
        use(tree, several);
        use(tree, older);
        use(tree, newer);
        assertThat(tree.allocate(2)).as("two slots are free").isEqualTo(6);
        assertThat(tree.allocate(2)).isEqualTo(older.begin());
        assertThat(tree.allocate(2)).isEqualTo(newer.begin());
        assertThat(tree.evictedTokens()).isEqualTo(4);
        assertThat(tree.allocate(2)).isEqualTo(several.begin());
        assertThat(tree.allocate(1)).isEqualTo(-1);
    }

    @Test
    void leavesGoBeforeWhatTheyHangFrom() {
        PrefixTree tree = new PrefixTree(new KvPool(4));
        PrefixNode upper = computed(tree, 1, 1);
        PrefixNode lower = tree.append(upper, new int[] {2, 2}, tree.allocate(2));
        lower.computedTo(4);
        assertThat(tree.allocate(2)).isEqualTo(lower.begin());
        assertThat(tree.find(LAYERS, new int[] {1, 1, 2, 2}, 4)).isSameAs(upper);
        assertThat(tree.allocate(2)).isEqualTo(upper.begin());
        assertThat(tree.find(LAYERS, new int[] {1, 1, 2, 2}, 4).isRoot()).isTrue();
    }

    @Test
    void whatIsInUseOrPinnedStaysWithAllAboveIt() {
        PrefixTree tree = new PrefixTree(new KvPool(6));
        PrefixNode upper = computed(tree, 1, 1);
        PrefixNode lower = tree.append(upper, new int[] {2, 2}, tree.allocate(2));
        lower.computedTo(4);
        PrefixNode other = computed(tree, 5, 5);
        tree.retain(lower);
        assertThat(tree.allocate(2)).isEqualTo(other.begin());
        assertThat(tree.allocate(1)).isEqualTo(-1);
        assertThat(tree.find(LAYERS, new int[] {1, 1, 2, 2}, 4)).isSameAs(lower);
        tree.release(lower);
        assertThat(tree.allocate(1)).isEqualTo(lower.begin());
    }

    @Test
    void nothingIsGivenUpForWhatCannotBeHadAnyway() {
        PrefixTree tree = new PrefixTree(new KvPool(10));
        PrefixNode used = computed(tree, 1, 1, 1);
        tree.retain(used);
        PrefixNode unused = computed(tree, 2, 2, 2);
        assertThat(tree.allocate(8)).isEqualTo(-1);
        assertThat(tree.evictedTokens()).isZero();
        assertThat(tree.find(LAYERS, new int[] {2, 2, 2}, 3)).isSameAs(unused);
        assertThat(tree.allocate(7)).isEqualTo(3);
    }

    @Test
    void whatNobodyUsesAndNobodyHasComputedGoes() {
        KvPool pool = new KvPool(10);
        PrefixTree tree = new PrefixTree(pool);
        PrefixNode node = tree.append(tree.find(LAYERS, new int[0], 0), new int[] {1, 2, 3, 4}, tree.allocate(4));
        tree.retain(node);
        tree.retain(node);
        node.computedTo(1);
        tree.release(node);
        assertThat(pool.freeSlots()).as("one still reads it").isEqualTo(6);
        tree.release(node);
        assertThat(pool.freeSlots()).isEqualTo(9);
        assertThat(tree.find(LAYERS, new int[] {1, 2, 3}, 3).endPosition()).isEqualTo(1);
        tree.checkIntegrity(List.of());
    }

    @Test
    void aSecondReleaseIsNoticed() {
        PrefixTree tree = new PrefixTree(new KvPool(10));
        PrefixNode node = computed(tree, 1, 2);
        use(tree, node);
        assertThatThrownBy(() -> tree.release(node))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("a node was released more often than retained");
    }

    @Test
    void aSecondChildThatBeginsAlikeIsRefused() {
        PrefixTree tree = new PrefixTree(new KvPool(10));
        PrefixNode node = computed(tree, 1, 2);
        assertThatThrownBy(() -> tree.append(node.parent, new int[] {1, 3}, 5))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("a child that begins alike is there already");
    }

    @Test
    void depthsDoNotMeet() {
        PrefixTree tree = new PrefixTree(new KvPool(10));
        computed(tree, 1, 2);
        assertThat(tree.find(LAYERS - 1, new int[] {1, 2}, 2).isRoot()).isTrue();
    }

    @Test
    void adoptingWhatIsThereAlreadyGivesTheSecondCopyBack() {
        KvPool pool = new KvPool(12);
        PrefixTree tree = new PrefixTree(pool);
        PrefixNode root = computed(tree, 1, 2, 3).parent;
        int begin = tree.allocate(4);
        tree.adopt(root, new int[] {1, 2, 7, 8}, begin);
        assertThat(pool.freeSlots()).isEqualTo(12 - 3 - 2);
        PrefixNode leaf = tree.find(LAYERS, new int[] {1, 2, 7, 8}, 4);
        assertThat(leaf.endPosition()).isEqualTo(4);
        assertThat(leaf.begin()).isEqualTo(begin + 2);
        assertThat(leaf.isComplete()).isTrue();
        tree.checkIntegrity(List.of());
    }

    @Test
    void brokenBooksAreNoticed() {
        KvPool pool = new KvPool(10);
        PrefixTree tree = new PrefixTree(pool);
        PrefixNode node = computed(tree, 1, 2, 3);
        int own = tree.allocate(4);
        tree.checkIntegrity(List.of(new int[] {own, 4}, new int[] {0, 0}));
        assertThatThrownBy(() -> tree.checkIntegrity(List.of(new int[] {own, 3})))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("slot 6 has no owner");
        assertThatThrownBy(() -> tree.checkIntegrity(List.of(new int[] {own - 1, 5})))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("slot 2 has two owners");
        assertThatThrownBy(() -> tree.checkIntegrity(List.of(new int[] {own, 5})))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("slot 7 has two owners");
        node.users = -1;
        assertThatThrownBy(() -> tree.checkIntegrity(List.of(new int[] {own, 4})))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("node at position 0: 3 tokens, 3 computed, -1 users, 0 below");
    }

    private static PrefixNode computed(PrefixTree tree, int... tokens) {
        PrefixNode root = tree.find(LAYERS, tokens, 0);
        PrefixNode node = tree.append(root, tokens, tree.allocate(tokens.length));
        node.computedTo(tokens.length);
        return node;
    }

    private static void use(PrefixTree tree, PrefixNode node) {
        tree.retain(node);
        tree.release(node);
    }

    /** What a sequence in flight holds: a path of the tree, and slots behind it that are its own. */
    private record Holder(int layers, int[] tokens, int shareable, PrefixNode leaf, int begin, int length) {
        boolean holds(List<Integer> prefix) {
            return prefix.size() - 1 <= shareable && prefix.equals(key(layers, tokens, prefix.size() - 1));
        }
    }

    /** A token of a prefix: where its keys and values lie, and whether they do yet. */
    private record Entry(int slot, boolean computed) {}

    /** A prefix as the map's key: the depth, then the tokens. */
    private static List<Integer> key(int layers, int[] tokens, int length) {
        List<Integer> key = new ArrayList<>(List.of(layers));
        IntStream.range(0, length).forEach(i -> key.add(tokens[i]));
        return key;
    }

    private static final class Walk {
        private final SplittableRandom random;
        private final int slots;
        private final PrefixTree tree;
        private final List<Holder> holders = new ArrayList<>();
        private final Map<List<Integer>, Entry> entries = new HashMap<>();

        Walk(int seed) {
            this.random = new SplittableRandom(seed);
            this.slots = 12 + random.nextInt(50);
            this.tree = new PrefixTree(new KvPool(slots));
        }

        void step() {
            switch (random.nextInt(7)) {
                case 0, 1, 2 -> admit();
                case 3, 4 -> compute();
                case 5 -> release(random.nextBoolean());
                default -> pin();
            }
        }

        private void admit() {
            int[] tokens = random.ints(1 + random.nextInt(14), 0, 3).toArray();
            int layers = random.nextInt(5) == 0 ? 1 : LAYERS;
            int shareable = random.nextInt(tokens.length + 1);
            PrefixNode found = tree.find(layers, tokens, shareable);
            assertThat(found.endPosition()).isEqualTo(longestKnown(layers, tokens, shareable));
            tree.retain(found);
            holders.add(new Holder(layers, tokens, found.endPosition(), found, 0, 0));
            int begin = allocate(tokens.length - found.endPosition());
            if (begin < 0) {
                release(holders.removeLast(), false);
                return;
            }
            PrefixNode leaf = found;
            int from = found.endPosition();
            if (from < shareable) {
                leaf = tree.append(found, Arrays.copyOfRange(tokens, from, shareable), begin);
                tree.release(found);
                tree.retain(leaf);
                for (int i = from; i < shareable; i++) {
                    entries.put(key(layers, tokens, i + 1), new Entry(begin + i - from, false));
                }
            }
            int own = begin + shareable - from;
            holders.removeLast();
            holders.add(new Holder(layers, tokens, shareable, leaf, own, tokens.length - shareable));
        }

        /** As {@link PrefixTree#allocate} says, node by node. */
        private int allocate(int length) {
            List<PrefixNode> nodes = nodes();
            boolean[] taken = new boolean[slots];
            holders.forEach(holder -> Arrays.fill(taken, holder.begin, holder.begin + holder.length, true));
            nodes.forEach(node -> Arrays.fill(taken, node.begin(), node.end(), true));
            int free =
                    (int) IntStream.range(0, slots).filter(slot -> !taken[slot]).count();
            int unused = nodes.stream()
                    .filter(node -> node.users == 0)
                    .mapToInt(PrefixNode::length)
                    .sum();
            List<PrefixNode> gone = new ArrayList<>();
            while (firstFit(taken, length) < 0 && free + unused >= length) {
                PrefixNode least = nodes.stream()
                        .filter(node -> node.users == 0 && gone.containsAll(node.children.values()))
                        .filter(node -> !gone.contains(node))
                        .min(Comparator.<PrefixNode>comparingInt(node -> Math.min(2, node.visits))
                                .thenComparingLong(node -> node.lastUse))
                        .orElse(null);
                if (least == null) {
                    break;
                }
                gone.add(least);
                Arrays.fill(taken, least.begin(), least.end(), false);
                entries.keySet().removeAll(keys(least));
            }
            int begin = tree.allocate(length);
            assertThat(begin).isEqualTo(firstFit(taken, length));
            return begin;
        }

        private void compute() {
            if (holders.isEmpty()) {
                return;
            }
            Holder holder = holders.get(random.nextInt(holders.size()));
            int to = random.nextInt(holder.shareable + 1);
            holder.leaf.path().forEach(node -> node.computedTo(to));
            for (int i = 0; i < to; i++) {
                entries.computeIfPresent(
                        key(holder.layers, holder.tokens, i + 1), (prefix, entry) -> new Entry(entry.slot, true));
            }
        }

        private void release(boolean adopting) {
            if (!holders.isEmpty()) {
                release(holders.remove(random.nextInt(holders.size())), adopting);
            }
        }

        private void release(Holder holder, boolean adopting) {
            PrefixNode leaf = holder.leaf;
            if (adopting && (leaf.isRoot() || leaf.isComplete())) {
                int kept = random.nextInt(holder.length + 1);
                int[] tokens = Arrays.copyOfRange(holder.tokens, holder.shareable, holder.shareable + kept);
                adoptEntries(holder, kept);
                tree.adopt(leaf, tokens, holder.begin);
                tree.giveBack(holder.begin + kept, holder.length - kept);
            } else {
                tree.giveBack(holder.begin, holder.length);
            }
            tree.release(leaf);
            entries.keySet()
                    .removeIf(prefix ->
                            !entries.get(prefix).computed && holders.stream().noneMatch(other -> other.holds(prefix)));
        }

        /** Tokens that are there stay where they are; behind one that is not computed nothing can hang. */
        private void adoptEntries(Holder holder, int kept) {
            for (int i = 0; i < kept; i++) {
                List<Integer> prefix = key(holder.layers, holder.tokens, holder.shareable + i + 1);
                Entry there = entries.putIfAbsent(prefix, new Entry(holder.begin + i, true));
                if (there != null && !there.computed) {
                    return;
                }
            }
        }

        private void pin() {
            List<PrefixNode> whole =
                    nodes().stream().filter(PrefixNode::isComplete).toList();
            if (!whole.isEmpty()) {
                PrefixNode node = whole.get(random.nextInt(whole.size()));
                List<Integer> key = keys(node).getLast();
                int[] tokens = key.stream().skip(1).mapToInt(Integer::intValue).toArray();
                tree.retain(node);
                holders.add(new Holder(key.getFirst(), tokens, tokens.length, node, 0, 0));
            }
        }

        void releaseAll() {
            while (!holders.isEmpty()) {
                release(true);
            }
        }

        /** Everything the tree says against the map. */
        void audit(String when) {
            tree.checkIntegrity(holders.stream()
                    .map(holder -> new int[] {holder.begin, holder.length})
                    .toList());
            Map<List<Integer>, Entry> found = new HashMap<>();
            for (PrefixNode node : nodes()) {
                List<List<Integer>> keys = keys(node);
                for (int i = 0; i < keys.size(); i++) {
                    found.put(keys.get(i), new Entry(node.begin() + i, i < node.computed()));
                }
                long users = holders.stream()
                        .filter(holder -> holder.holds(keys.getLast()))
                        .count();
                assertThat(node.users)
                        .as("%s: users of %s", when, keys.getLast())
                        .isEqualTo((int) users);
            }
            assertThat(found).as(when).isEqualTo(entries);
        }

        private int longestKnown(int layers, int[] tokens, int limit) {
            int length = 0;
            while (length < limit && entries.containsKey(key(layers, tokens, length + 1))) {
                length++;
            }
            return length;
        }

        private List<PrefixNode> nodes() {
            List<PrefixNode> nodes = new ArrayList<>();
            for (int layers : new int[] {1, LAYERS}) {
                nodes.addAll(tree.find(layers, new int[0], 0).children.values());
            }
            for (int i = 0; i < nodes.size(); i++) {
                nodes.addAll(nodes.get(i).children.values());
            }
            return nodes;
        }

        /** Of each token of a node, in order. */
        private List<List<Integer>> keys(PrefixNode node) {
            List<PrefixNode> path = node.path();
            boolean shallow = tree.find(1, new int[0], 0) == path.getFirst().parent;
            int[] tokens = path.stream()
                    .flatMapToInt(part -> Arrays.stream(part.tokens))
                    .toArray();
            return IntStream.rangeClosed(node.position() + 1, node.endPosition())
                    .mapToObj(length -> key(shallow ? 1 : LAYERS, tokens, length))
                    .toList();
        }

        private static int firstFit(boolean[] taken, int length) {
            for (int begin = 0; begin + length <= taken.length; begin++) {
                int from = begin;
                if (IntStream.range(from, from + length).noneMatch(slot -> taken[slot])) {
                    return begin;
                }
            }
            return -1;
        }
    }
}
