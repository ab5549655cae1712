package io.osler.ner.corpus;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RandomDrawTest {
    @Test
    void whatIsDrawnKeepsItsOrder() {
        List<Integer> drawn = RandomDraw.places(1000, 100, 7);
        assertThat(drawn).hasSize(100).isSorted().doesNotHaveDuplicates().isNotEqualTo(RandomDraw.places(1000, 100, 8));
        assertThat(drawn.getLast()).isGreaterThan(900);
    }

    @Test
    void aSmallerDrawIsPartOfALargerOne() {
        assertThat(RandomDraw.places(1000, 300, 7)).containsAll(RandomDraw.places(1000, 100, 7));
    }

    @Test
    void moreThanThereAreIsAll() {
        List<String> all = IntStream.range(0, 5).mapToObj(Integer::toString).toList();
        assertThat(RandomDraw.of(all, 9, 7)).isEqualTo(all);
        assertThat(RandomDraw.of(all, 2, 7)).hasSize(2).isSubsetOf(all);
    }
}
