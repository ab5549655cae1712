package io.osler.kb.vector;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TopRowsTest {
    @Test
    void keepsWhatSortingWouldKeep() {
        SplittableRandom random = new SplittableRandom(3);
        for (int capacity : new int[] {1, 2, 3, 10, 16, 17, 100}) {
            // Few distinct scores, so that many are equal.
            float[] scores = new float[80];
            for (int i = 0; i < scores.length; i++) {
                scores[i] = random.nextInt(12) - 6;
            }
            TopRows top = new TopRows(capacity);
            shuffled(scores.length, random).forEach(row -> top.offer(row, scores[row]));
            List<Integer> expected = IntStream.range(0, scores.length)
                    .boxed()
                    .sorted(Comparator.comparingDouble((Integer row) -> -scores[row])
                            .thenComparingInt(row -> row))
                    .limit(capacity)
                    .toList();
            assertThat(top.drain().rows())
                    .as("capacity %d", capacity)
                    .containsExactly(expected.stream().mapToInt(row -> row).toArray());
        }
    }

    @Test
    void thresholdIsTheWorstKept() {
        TopRows top = new TopRows(2);
        top.offer(0, -1);
        assertThat(top.threshold()).isEqualTo(Float.NEGATIVE_INFINITY);
        top.offer(1, 5);
        assertThat(top.threshold()).isEqualTo(-1);
        top.offer(2, 3);
        assertThat(top.threshold()).isEqualTo(3);
    }

    private static List<Integer> shuffled(int count, SplittableRandom random) {
        List<Integer> rows = new ArrayList<>(IntStream.range(0, count).boxed().toList());
        Collections.shuffle(rows, random);
        return rows;
    }
}
