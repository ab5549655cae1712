package io.osler.engine.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Plans of random steps against what each row must see, written down key by key. */
class AttentionPlanTest {
    /** Lengths around those at which a span gets a call of its own. */
    private static final int[] LENGTHS = {1, 2, 7, 20, 47, 48, 49, 100, 191, 192, 193};

    /** Work that any call may do, and how much more than needed a larger one may. */
    private static final long SMALL_WORK = 8192;

    private static final int PADDING_MAX = 2;

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 3, 8, 100})
    void everyRowSeesItsKeysOnceEach(int window) {
        for (int seed = 0; seed < 150; seed++) {
            List<Slice> slices = new RandomStep(seed).slices();
            AttentionPlan plan = AttentionPlan.of(slices, window);
            assertThat(seen(plan, rows(slices)))
                    .as("seed %d, window %d", seed, window)
                    .isEqualTo(expected(slices, window));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 8, 100})
    void ownedCallsCoverEachRowOnceAndPadLittle(int window) {
        for (int seed = 0; seed < 150; seed++) {
            List<Slice> slices = new RandomStep(seed).slices();
            AttentionPlan plan = AttentionPlan.of(slices, window);
            int rows = rows(slices);
            int[] order = plan.order().length == 0 ? IntStream.range(0, rows).toArray() : plan.order();
            assertThat(Arrays.stream(order).distinct().count())
                    .as("seed %d", seed)
                    .isEqualTo(rows);
            Set<Integer> wanted = new HashSet<>(Arrays.stream(order).boxed().toList());
            int output = 0;
            for (AttentionCall call : plan.calls().subList(0, plan.owned())) {
                long needed = 0;
                for (int group = 0; group < call.batch(); group++) {
                    int queries = 0;
                    int keys = 0;
                    for (int query = 0; query < call.queries(); query++) {
                        queries += wanted.contains(output++) ? 1 : 0;
                        keys = Math.max(keys, high(call, group * call.queries() + query));
                    }
                    assertThat(queries)
                            .as("seed %d: a group of padding alone", seed)
                            .isPositive();
                    needed += (long) queries * keys;
                }
                assertThat((long) call.batch() * call.queries() * call.keys())
                        .as("seed %d: work of a call", seed)
                        .isLessThanOrEqualTo(Math.max(SMALL_WORK, PADDING_MAX * needed));
            }
        }
    }

    @Test
    void slicesOfOneLengthShareOneCallAndNeedNoOrder() {
        List<Slice> slices = IntStream.range(0, 5)
                .mapToObj(i -> slice(1, 9, 100 * i + 9, new KvSpan(100 * i, 9, 0)))
                .toList();
        AttentionPlan plan = AttentionPlan.of(slices, 0);
        assertThat(plan.calls()).hasSize(1);
        assertThat(plan.owned()).isEqualTo(1);
        assertThat(plan.order()).isEmpty();
        assertThat(plan.calls().getFirst().high()).as("all see all").isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {47, 48})
    void aSharedSpanHasItsOwnCallFrom48KeysOn(int length) {
        KvSpan shared = new KvSpan(0, length, 0);
        List<Slice> slices = List.of(slice(1, length, 300, shared), slice(1, length, 400, shared));
        AttentionPlan plan = AttentionPlan.of(slices, 0);
        assertThat(plan.calls()).hasSize(length < 48 ? 1 : 2);
        if (length == 48) {
            AttentionCall call = plan.calls().getLast();
            assertThat(List.of(call.batch(), call.queries(), call.keys(), call.begin()))
                    .containsExactly(1, 2, 48, 0);
        }
    }

    @Test
    void neighbouringSpansOfTheSameSlicesAreReadTogether() {
        KvSpan first = new KvSpan(10, 40, 0);
        KvSpan second = new KvSpan(50, 40, 40);
        List<Slice> slices = List.of(slice(1, 80, 300, first, second), slice(2, 80, 400, first, second));
        AttentionPlan plan = AttentionPlan.of(slices, 0);
        assertThat(plan.calls().subList(plan.owned(), plan.calls().size()))
                .singleElement()
                .satisfies(
                        call -> assertThat(List.of(call.begin(), call.keys())).containsExactly(10, 80));
    }

    @Test
    void aSliceWhoseKeysLieSideBySideIsReadInPlace() {
        AttentionPlan plan = AttentionPlan.of(List.of(slice(3, 20, 27, new KvSpan(7, 20, 0))), 0);
        AttentionCall call = plan.calls().getFirst();
        assertThat(call.begin()).isEqualTo(7);
        assertThat(call.slots()).isEmpty();
        assertThat(call.keys()).isEqualTo(23);
    }

    /** For each row the slots it sees, rising, over all calls. */
    private static List<List<Integer>> seen(AttentionPlan plan, int rows) {
        List<List<Integer>> seen = new ArrayList<>();
        IntStream.range(0, rows).forEach(row -> seen.add(new ArrayList<>()));
        int output = 0;
        for (int i = 0; i < plan.calls().size(); i++) {
            AttentionCall call = plan.calls().get(i);
            boolean owned = i < plan.owned();
            int count = call.batch() * call.queries();
            assertThat(call.rows().length).isIn(0, count);
            assertThat(call.low()).hasSameSizeAs(call.high());
            for (int at = 0; at < count; at++, output++) {
                int row = call.rows().length == 0 ? at : call.rows()[at];
                assertThat(low(call, at)).as("row %d sees something", row).isLessThan(high(call, at));
                boolean counts = !owned || output == (plan.order().length == 0 ? row : plan.order()[row]);
                if (counts) {
                    addKeys(call, at, seen.get(row));
                }
            }
        }
        seen.forEach(slots -> slots.sort(null));
        return seen;
    }

    private static void addKeys(AttentionCall call, int at, List<Integer> slots) {
        int group = at / call.queries();
        for (int key = low(call, at); key < high(call, at); key++) {
            slots.add(call.begin() >= 0 ? call.begin() + key : call.slots()[group * call.keys() + key]);
        }
    }

    private static int low(AttentionCall call, int at) {
        return call.low().length == 0 ? 0 : call.low()[at];
    }

    private static int high(AttentionCall call, int at) {
        return call.high().length == 0 ? call.keys() : call.high()[at];
    }

    private static List<List<Integer>> expected(List<Slice> slices, int window) {
        List<List<Integer>> expected = new ArrayList<>();
        for (Slice slice : slices) {
            List<Integer> slots = new ArrayList<>();
            slice.past()
                    .forEach(span -> IntStream.range(span.begin(), span.end()).forEach(slots::add));
            for (int i = 0; i < slice.tokens().length; i++) {
                slots.add(slice.slot() + i);
                int first = window == 0 ? 0 : Math.max(0, slots.size() - window);
                expected.add(
                        slots.subList(first, slots.size()).stream().sorted().toList());
            }
        }
        return expected;
    }

    private static int rows(List<Slice> slices) {
        return slices.stream().mapToInt(slice -> slice.tokens().length).sum();
    }

    private static Slice slice(int count, int position, int slot, KvSpan... past) {
        return new Slice(new int[count], position, slot, List.of(past));
    }

    /** A tree of shared spans and sequences that end in it, as the cache makes them: some neighbours in the pool. */
    private static final class RandomStep {
        private final SplittableRandom random;
        private int nextSlot;

        RandomStep(int seed) {
            this.random = new SplittableRandom(seed);
        }

        List<Slice> slices() {
            List<List<KvSpan>> paths = new ArrayList<>(List.of(List.of()));
            int nodes = random.nextInt(7);
            for (int i = 0; i < nodes; i++) {
                List<KvSpan> path = new ArrayList<>(paths.get(random.nextInt(paths.size())));
                path.add(span(LENGTHS[random.nextInt(LENGTHS.length)], end(path)));
                paths.add(path);
            }
            List<Slice> slices = new ArrayList<>();
            int count = 1 + random.nextInt(9);
            boolean alike = random.nextInt(4) == 0;
            for (int i = 0; i < count; i++) {
                List<KvSpan> past = new ArrayList<>(paths.get(random.nextInt(paths.size())));
                if (random.nextBoolean()) {
                    past.add(span(1 + random.nextInt(60), end(past)));
                }
                int rows = alike || random.nextInt(3) == 0 ? 1 : 1 + random.nextInt(40);
                KvSpan own = span(rows, end(past));
                slices.add(new Slice(new int[rows], own.position(), own.begin(), past));
            }
            return slices;
        }

        /** Often just behind the last one made, which is often its predecessor. */
        private KvSpan span(int length, int position) {
            int begin = nextSlot + (random.nextInt(3) == 0 ? 1 + random.nextInt(5) : 0);
            nextSlot = begin + length;
            return new KvSpan(begin, length, position);
        }

        private static int end(List<KvSpan> path) {
            return path.isEmpty()
                    ? 0
                    : path.getLast().position() + path.getLast().length();
        }
    }
}
