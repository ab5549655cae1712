package io.osler.bench.speed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Iterator;
import java.util.List;
import org.junit.jupiter.api.Test;

class SpreadTest {
    @Test
    void medianIsTheMiddleOne() {
        assertThat(Spread.of(7, 1, 3)).isEqualTo(new Spread(3, 1, 7));
    }

    @Test
    void medianOfTwoIsTheirMean() {
        assertThat(Spread.of(4, 1)).isEqualTo(new Spread(2.5, 1, 4));
    }

    @Test
    void measuringLeavesOutTheFirstRun() {
        Iterator<Double> runs = List.of(100.0, 2.0, 5.0, 3.0).iterator();
        assertThat(Spread.measure(3, runs::next)).isEqualTo(new Spread(3, 2, 5));
        assertThat(runs).isExhausted();
    }

    @Test
    void dividesAllThree() {
        assertThat(new Spread(3, 2, 8).dividedBy(2)).isEqualTo(new Spread(1.5, 1, 4));
    }

    @Test
    void refusesNothing() {
        assertThatThrownBy(Spread::of)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("no values, expected at least one");
    }
}
