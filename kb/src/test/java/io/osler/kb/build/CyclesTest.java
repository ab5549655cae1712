package io.osler.kb.build;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CyclesTest {
    @Test
    void aTreeHasNone() {
        assertThat(Cycles.count(new int[][] {{}, {0}, {0}, {1, 2}})).isZero();
        assertThat(Cycles.count(new int[0][])).isZero();
    }

    @Test
    void everyMemberCounts() {
        assertThat(Cycles.count(new int[][] {{1}, {2}, {0}, {0}, {5}, {4}})).isEqualTo(5);
    }

    @Test
    void longChainsNeedNoStack() {
        int rows = 200_000;
        int[][] ring = IntStream.range(0, rows)
                .mapToObj(row -> new int[] {(row + 1) % rows})
                .toArray(int[][]::new);
        assertThat(Cycles.count(ring)).isEqualTo(rows);
    }

    @Test
    void agreesWithWalkingUp() {
        SplittableRandom random = new SplittableRandom(9);
        for (int i = 0; i < 500; i++) {
            int rows = 2 + random.nextInt(9);
            int[][] parents = new int[rows][];
            for (int row = 0; row < rows; row++) {
                int self = row;
                parents[row] = random.ints(random.nextInt(3), 0, rows)
                        .filter(parent -> parent != self)
                        .distinct()
                        .toArray();
            }
            long expected = IntStream.range(0, rows)
                    .filter(row -> reaches(parents, row, row, new boolean[rows]))
                    .count();
            assertThat(Cycles.count(parents)).isEqualTo(expected);
        }
    }

    private static boolean reaches(int[][] parents, int from, int to, boolean[] seen) {
        for (int parent : parents[from]) {
            if (parent == to) {
                return true;
            }
            if (!seen[parent]) {
                seen[parent] = true;
                if (reaches(parents, parent, to, seen)) {
                    return true;
                }
            }
        }
        return false;
    }
}
