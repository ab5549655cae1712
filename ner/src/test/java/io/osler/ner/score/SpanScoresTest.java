package io.osler.ner.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.osler.ner.Mention;
import java.util.List;
import org.junit.jupiter.api.Test;

class SpanScoresTest {
    private static final Mention FEVER = Mention.gold(0, 5, "problem");
    private static final Mention HIGH_FEVER = Mention.gold(0, 10, "problem");
    private static final Mention FEVER_AS_TEST = Mention.gold(0, 5, "test");
    private static final Mention COUGH = Mention.gold(20, 25, "problem");

    @Test
    void strictWantsSpanAndType() {
        SpanScores scores = SpanScores.strict(List.of(FEVER, COUGH), List.of(FEVER, HIGH_FEVER));
        assertThat(scores.precision()).isEqualTo(0.5);
        assertThat(scores.recall()).isEqualTo(0.5);
        assertThat(scores.f1()).isEqualTo(0.5);
        assertThat(SpanScores.strict(List.of(FEVER), List.of(FEVER_AS_TEST)).f1())
                .isZero();
    }

    @Test
    void relaxedCountsBothSidesByThemselves() {
        Mention head = Mention.gold(0, 4, "problem");
        Mention tail = Mention.gold(5, 10, "problem");
        SpanScores scores = SpanScores.relaxed(List.of(HIGH_FEVER, COUGH), List.of(head, tail));
        assertThat(scores.precision()).isEqualTo(1);
        assertThat(scores.recall()).isEqualTo(0.5);
        assertThat(scores.f1()).isCloseTo(2.0 / 3, within(1e-12));
        assertThat(SpanScores.relaxed(List.of(FEVER), List.of(FEVER_AS_TEST)).f1())
                .isZero();
    }

    @Test
    void duplicatesCountOnceAndConfidenceDoesNotMatter() {
        Mention unsure = new Mention(FEVER.span(), FEVER.type(), 0.3);
        assertThat(SpanScores.strict(List.of(FEVER), List.of(FEVER, unsure))).isEqualTo(new SpanScores(1, 1, 1, 1));
    }

    @Test
    void nothingGoldAndNothingFoundIsPerfect() {
        assertThat(SpanScores.NONE.f1()).isEqualTo(1);
        assertThat(SpanScores.strict(List.of(), List.of(FEVER)).f1()).isZero();
        assertThat(SpanScores.strict(List.of(FEVER), List.of()).f1()).isZero();
    }
}
