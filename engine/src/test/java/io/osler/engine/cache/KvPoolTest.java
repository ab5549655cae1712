package io.osler.engine.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The pool against an array of booleans. */
class KvPoolTest {
    @Test
    void givesTheFirstRangeThatFitsAndTakesPartsBack() {
        for (int seed = 0; seed < 50; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            int slots = 1 + random.nextInt(70);
            KvPool pool = new KvPool(slots);
            boolean[] taken = new boolean[slots];
            List<int[]> ranges = new ArrayList<>();
            for (int i = 0; i < 400; i++) {
                if (random.nextBoolean()) {
                    int length = random.nextInt(12);
                    int begin = pool.allocate(length);
                    assertThat(begin).as("seed %d", seed).isEqualTo(firstFit(taken, length));
                    if (begin >= 0) {
                        Arrays.fill(taken, begin, begin + length, true);
                        ranges.add(new int[] {begin, length});
                    }
                } else if (!ranges.isEmpty()) {
                    int[] range = ranges.remove(random.nextInt(ranges.size()));
                    int from = random.nextInt(range[1] + 1);
                    int to = from + random.nextInt(range[1] - from + 1);
                    pool.release(range[0] + from, to - from);
                    Arrays.fill(taken, range[0] + from, range[0] + to, false);
                    ranges.add(new int[] {range[0], from});
                    ranges.add(new int[] {range[0] + to, range[1] - to});
                }
                assertSame(pool, taken, seed);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"0, 4", "3, 1", "2, 3", "7, 4", "9, 1", "-1, 2", "18, 3"})
    void whatIsFreeOrOutsideCannotBeGivenBack(int begin, int length) {
        KvPool pool = new KvPool(20);
        pool.allocate(20);
        pool.release(0, 4);
        pool.release(8, 2);
        assertThatThrownBy(() -> pool.release(begin, length))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("slots %d to %d are given back, but were free or never there", begin, begin + length - 1);
        assertThat(pool.freeSlots()).isEqualTo(6);
    }

    private static void assertSame(KvPool pool, boolean[] taken, int seed) {
        int free = 0;
        int longest = 0;
        int run = 0;
        for (boolean slot : taken) {
            free += slot ? 0 : 1;
            run = slot ? 0 : run + 1;
            longest = Math.max(longest, run);
        }
        assertThat(pool.freeSlots()).as("seed %d", seed).isEqualTo(free);
        assertThat(pool.allocate(longest + 1)).as("seed %d", seed).isEqualTo(-1);
    }

    private static int firstFit(boolean[] taken, int length) {
        for (int begin = 0; begin + length <= taken.length; begin++) {
            boolean free = true;
            for (int slot = begin; slot < begin + length; slot++) {
                free &= !taken[slot];
            }
            if (free) {
                return begin;
            }
        }
        return -1;
    }
}
