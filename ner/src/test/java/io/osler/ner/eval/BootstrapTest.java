package io.osler.ner.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.osler.ner.score.SpanScores;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BootstrapTest {
    private static final List<SpanScores> GOOD = units(4);
    private static final List<SpanScores> POOR = units(2);

    @Test
    void sameSeedSameInterval() {
        assertThat(new Bootstrap(200, 3).interval(GOOD)).isEqualTo(new Bootstrap(200, 3).interval(GOOD));
        assertThat(new Bootstrap(200, 3).interval(GOOD)).isNotEqualTo(new Bootstrap(200, 4).interval(GOOD));
    }

    @Test
    void anIntervalHoldsTheScoreAndTellsASmallSampleFromALargeOne() {
        Interval small = Bootstrap.DEFAULT.interval(GOOD.subList(0, 20));
        Interval large = Bootstrap.DEFAULT.interval(GOOD);
        assertThat(large.contains(0.8)).isTrue();
        assertThat(large.high() - large.low()).isLessThan(small.high() - small.low());
    }

    /** 200 units right with chance 0.8: the interval is that of a share, 1.96 standard errors each way. */
    @Test
    void theWidthIsThatOfTheTheory() {
        Interval interval = Bootstrap.DEFAULT.interval(GOOD);
        assertThat(interval.high() - interval.low()).isCloseTo(2 * 1.96 * Math.sqrt(0.8 * 0.2 / 200), within(0.02));
    }

    @Test
    void aSystemIsNoBetterThanItself() {
        PairedDifference none = Bootstrap.DEFAULT.compare(GOOD, GOOD);
        assertThat(none).isEqualTo(new PairedDifference(0, new Interval(0, 0), 1));
    }

    @Test
    void aBetterSystemIsToldAndTurningThePairTurnsTheSign() {
        PairedDifference better = Bootstrap.DEFAULT.compare(GOOD, POOR);
        assertThat(better.difference()).isCloseTo(0.4, within(1e-9));
        assertThat(better.interval().contains(0)).isFalse();
        assertThat(better.p()).isLessThan(0.01);
        PairedDifference turned = Bootstrap.DEFAULT.compare(POOR, GOOD);
        assertThat(turned.interval().high()).isCloseTo(-better.interval().low(), within(1e-9));
        assertThat(turned.p()).isEqualTo(better.p());
    }

    @Test
    void whatCannotBeDrawnIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Bootstrap.DEFAULT.interval(List.of()))
                .withMessage("there are no texts to draw from, expected at least one");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Bootstrap.DEFAULT.compare(GOOD, POOR.subList(0, 3)))
                .withMessage("200 and 3 texts are compared, expected the same ones");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Bootstrap(10, 1))
                .withMessage("resamples is 10, expected at least 40");
    }

    /** Of five units {@code right} are right, 200 in all. */
    private static List<SpanScores> units(int right) {
        return IntStream.range(0, 200)
                .mapToObj(i -> i % 5 < right ? new SpanScores(1, 1, 1, 1) : new SpanScores(1, 1, 0, 0))
                .toList();
    }
}
