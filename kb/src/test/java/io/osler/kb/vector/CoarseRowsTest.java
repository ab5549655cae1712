package io.osler.kb.vector;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class CoarseRowsTest {
    @Test
    void keepsWhatMayStillBeTheBest() {
        CoarseRows rows = new CoarseRows(1);
        rows.offer(0, 0.50f, 0.10f);
        rows.offer(1, 0.42f, 0.03f);
        rows.offer(2, 0.30f, 0.05f);
        // Row 0 may be as low as 0.40, row 1 as high as 0.45, row 2 no higher than 0.35.
        assertThat(rows.drain()).containsExactly(0, 1);
    }

    @Test
    void theTrueBestAreNeverDropped() {
        SplittableRandom random = new SplittableRandom(5);
        CoarseRows whole = new CoarseRows(10);
        CoarseRows[] parts = {new CoarseRows(10), new CoarseRows(10), new CoarseRows(10)};
        TopRows best = new TopRows(10);
        for (int row = 0; row < 3000; row++) {
            float score = (float) random.nextDouble();
            float error = (float) random.nextDouble(0.05);
            float seen = score + (float) random.nextDouble(-error, error);
            best.offer(row, score);
            whole.offer(row, seen, error);
            parts[row / 1000].offer(row, seen, error);
        }
        CoarseRows joined = new CoarseRows(10);
        for (CoarseRows part : parts) {
            joined.offerAll(part);
        }
        int[] kept = whole.drain();
        assertThat(kept).contains(best.drain().rows()).isSorted().hasSizeLessThan(400);
        assertThat(joined.drain()).containsExactly(kept);
    }
}
