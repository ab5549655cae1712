package io.osler.kb.search;

import static org.assertj.core.api.Assertions.assertThat;

import io.osler.kb.search.RankFusion.Ranked;
import java.util.List;
import org.junit.jupiter.api.Test;

class RankFusionTest {
    @Test
    void addsWhatEachRankingGives() {
        assertThat(RankFusion.fuse(List.of(List.of("a", "b", "c"), List.of("c", "d"))))
                .containsExactly(
                        new Ranked<>("c", 1.0 / 63 + 1.0 / 61),
                        new Ranked<>("a", 1.0 / 61),
                        new Ranked<>("b", 1.0 / 62),
                        new Ranked<>("d", 1.0 / 62));
    }

    @Test
    void ofOneRankingTheFirstPlaceCounts() {
        assertThat(RankFusion.fuse(List.of(List.of("a", "b", "a"))))
                .containsExactly(new Ranked<>("a", 1.0 / 61), new Ranked<>("b", 1.0 / 62));
    }

    @Test
    void nothingGivesNothing() {
        assertThat(RankFusion.fuse(List.<List<String>>of())).isEmpty();
        assertThat(RankFusion.fuse(List.of(List.<String>of(), List.of()))).isEmpty();
    }

    @Test
    void theMostIsBeingFirstEverywhere() {
        assertThat(RankFusion.fuse(List.of(List.of(1), List.of(1))).getFirst().score())
                .isEqualTo(RankFusion.mostOf(2));
    }
}
