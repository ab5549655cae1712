package io.osler.engine.embed;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class TextBatchTest {
    private static List<int[]> texts(int... lengths) {
        List<int[]> texts = new ArrayList<>();
        for (int length : lengths) {
            texts.add(new int[length]);
        }
        return texts;
    }

    @Test
    void theLongestComeFirstAndThoseOfOneLengthTogether() {
        List<TextBatch> batches = TextBatch.of(texts(3, 5, 3, 9, 5), 100, true);
        assertThat(batches).hasSize(1);
        assertThat(batches.getFirst().texts()).extracting(text -> text.length).containsExactly(9, 5, 5, 3, 3);
        assertThat(batches.getFirst().places()).containsExactly(3, 1, 4, 0, 2);
    }

    @Test
    void callsHoldNoMoreTokensThanAskedButALongerTextGoesAlone() {
        List<TextBatch> batches = TextBatch.of(texts(4, 4, 12, 4, 4), 10, true);
        assertThat(batches)
                .extracting(batch ->
                        batch.texts().stream().mapToInt(text -> text.length).sum())
                .containsExactly(12, 8, 8);
    }

    @Test
    void lengthsAreKeptApartWhereTheRunnerTakesOne() {
        List<TextBatch> batches = TextBatch.of(texts(3, 5, 3, 9, 5), 100, false);
        assertThat(batches).extracting(batch -> batch.texts().size()).containsExactly(1, 2, 2);
    }

    @Test
    void everyTextIsInOneCall() {
        Random random = new Random(20261123);
        int[] lengths = random.ints(997, 1, 60).toArray();
        for (boolean several : new boolean[] {true, false}) {
            TreeSet<Integer> seen = new TreeSet<>();
            for (TextBatch batch : TextBatch.of(texts(lengths), 128, several)) {
                for (int i = 0; i < batch.places().length; i++) {
                    assertThat(batch.texts().get(i)).hasSize(lengths[batch.places()[i]]);
                    assertThat(seen.add(batch.places()[i])).isTrue();
                }
            }
            assertThat(seen).hasSize(lengths.length);
        }
        assertThat(TextBatch.of(List.of(), 128, true)).isEmpty();
    }
}
