package io.osler.ner.link;

import static org.assertj.core.api.Assertions.assertThat;

import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class LikenessTest {
    private static final Offset<Double> SMALL = Offset.offset(1e-9);

    @Test
    void theSameWordsInAnyOrderAndCaseAreOne() {
        assertThat(Likeness.of("Red blint, old", "old RED blint")).isEqualTo(1);
    }

    @Test
    void sharedRunsAreCountedFromBothSides() {
        // " ab", "ab " of each; "abc" has " ab", "abc", "bc ": one of five shared runs stands on both sides.
        assertThat(Likeness.of("ab", "abc")).isCloseTo(2.0 * 1 / 5, SMALL);
        assertThat(Likeness.of("aaaa", "aaa")).isCloseTo(2.0 * 3 / 7, SMALL);
    }

    @Test
    void nothingSharedOrNothingThereIsZero() {
        assertThat(Likeness.of("blint", "zorb")).isZero();
        assertThat(Likeness.of("", "")).isZero();
        assertThat(Likeness.of("-", "zorb")).isZero();
    }
}
