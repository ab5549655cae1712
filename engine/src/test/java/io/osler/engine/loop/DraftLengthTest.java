package io.osler.engine.loop;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How far to draft: cost and yield written out, and what follows from them. */
class DraftLengthTest {
    private static final int MAX = 31;
    private static final double SURVIVAL_AT_FIRST = 0.8;

    @ParameterizedTest
    @ValueSource(doubles = {0, 0.5, 1, 3, 8, 24, 200})
    void theLengthIsTheOneThatYieldsMostForItsCost(double share) {
        assertThat(new DraftLength().best(share, MAX)).isEqualTo(bestOfAll(SURVIVAL_AT_FIRST, share));
    }

    @Test
    void aloneDraftsAreLongerThanInAFullBatch() {
        for (double survival : new double[] {0.3, 0.6, 0.8, 0.9, 0.97}) {
            DraftLength drafts = learnt(survival);
            int before = MAX + 1;
            for (int sequences = 1; sequences <= 64; sequences *= 2) {
                int length = drafts.best(24.0 / sequences, MAX);
                assertThat(length)
                        .as("survival %s, %d sequences", survival, sequences)
                        .isLessThanOrEqualTo(before);
                before = length;
            }
            assertThat(drafts.best(24, MAX)).isGreaterThan(drafts.best(24.0 / 64, MAX));
        }
    }

    @Test
    void whatIsCertainIsDraftedAsFarAsAllowed() {
        assertThat(learnt(1).best(24, MAX)).isEqualTo(MAX);
        assertThat(learnt(1).best(24, 0)).isZero();
        assertThat(new DraftLength(new DraftLength()).best(24, 2))
                .as("nothing known yet")
                .isEqualTo(2);
    }

    @Test
    void whatNeverHoldsIsNotDrafted() {
        assertThat(learnt(0).best(24, MAX)).isZero();
    }

    @Test
    void aNewSequenceBeginsWithWhatTheOthersHaveLearnt() {
        DraftLength everyone = new DraftLength();
        DraftLength one = new DraftLength(everyone);
        int before = new DraftLength(everyone).best(24, MAX);
        for (int i = 0; i < 200; i++) {
            one.judged(8, 0);
        }
        assertThat(new DraftLength(everyone).best(24, MAX)).isLessThan(before).isZero();
    }

    @Test
    void aChangeOfTextIsNoticed() {
        DraftLength drafts = learnt(1);
        for (int i = 0; i < 1000; i++) {
            drafts.judged(4, 0);
        }
        assertThat(drafts.best(3, MAX)).isLessThanOrEqualTo(1);
    }

    /** Of one who has seen very many tokens hold with this probability. */
    private static DraftLength learnt(double survival) {
        DraftLength drafts = new DraftLength();
        for (int i = 0; i < 20_000; i++) {
            boolean holds = (i * 617L) % 1000 < survival * 1000;
            drafts.judged(1, holds ? 1 : 0);
        }
        return drafts;
    }

    private static int bestOfAll(double survival, double share) {
        int best = 0;
        double rate = 0;
        for (int length = 0; length <= MAX; length++) {
            double yield = 0;
            for (int i = 0; i <= length; i++) {
                yield += Math.pow(survival, i);
            }
            if (yield / (1 + length + share) > rate) {
                rate = yield / (1 + length + share);
                best = length;
            }
        }
        return best;
    }
}
