package io.osler.models.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** Expected values worked out by hand from the formulas. */
class RopeTest {
    private static final Offset<Double> ROUNDING = within(1e-12);

    @Test
    void frequenciesFallByPowersOfTheBase() {
        assertThat(Rope.of(10_000).frequencies(8)).containsExactly(new double[] {1, 0.1, 0.01, 0.001}, ROUNDING);
        assertThat(Rope.of(1_000_000).frequencies(6)).containsExactly(new double[] {1, 0.01, 0.0001}, ROUNDING);
        assertThat(Rope.of(10_000).frequencies(2)).containsExactly(1.0);
    }

    @Test
    void linearDividesAll() {
        assertThat(new Rope(10_000, new Rope.Scaling.Linear(8)).frequencies(8))
                .containsExactly(new double[] {0.125, 0.0125, 0.00125, 0.000125}, ROUNDING);
    }

    @Test
    void divisorsGoPairByPair() {
        assertThat(new Rope(10_000, new Rope.Scaling.Divisors(new float[] {1, 2, 4, 8})).frequencies(8))
                .containsExactly(new double[] {1, 0.05, 0.0025, 0.000125}, ROUNDING);
    }

    /**
     * Context 400, factors 1 and 4, so waves below 100 positions stay and those above 400 are divided by 8. Frequencies
     * are 1, 0.1, 0.01, 0.001: waves of 6.28, 62.8, 628 and 6283 positions.
     */
    @Test
    void llama3KeepsShortWavesAndStretchesLongOnes() {
        Rope.Scaling scaling = new Rope.Scaling.Llama3(8, 1, 4, 400);

        assertThat(new Rope(10_000, scaling).frequencies(8))
                .containsExactly(new double[] {1, 0.1, 0.00125, 0.000125}, ROUNDING);
    }

    /** Wave 2 pi / 0.1 = 62.83; context 125.66 = 2 waves; between 1 and 4: share (2 - 1) / 3 kept, the rest divided. */
    @Test
    void llama3RampsBetween() {
        Rope.Scaling scaling = new Rope.Scaling.Llama3(8, 1, 4, 2 * 2 * Math.PI / 0.1);

        double ramped = 0.1 / 3 + 2 * 0.1 / 3 / 8;
        assertThat(new Rope(10_000, scaling).frequencies(8)[1]).isEqualTo(ramped, ROUNDING);
        assertThat(ramped).isEqualTo(0.041_666_666_666_666_67, ROUNDING);
    }

    @Test
    void whatMakesNoSense() {
        assertThatThrownBy(() -> Rope.of(1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("rope base is 1.0, expected a number above 1");
        assertThatThrownBy(() -> Rope.of(Double.NaN)).hasMessage("rope base is NaN, expected a number above 1");
        assertThatThrownBy(() -> Rope.of(Double.POSITIVE_INFINITY))
                .hasMessage("rope base is Infinity, expected a number above 1");
        assertThatThrownBy(() -> new Rope.Scaling.Linear(0))
                .hasMessage("rope factor is 0.0, expected a number above 0");
        assertThatThrownBy(() -> new Rope.Scaling.Llama3(8, 4, 4, 8192))
                .hasMessage("rope highFactor is 4.0, expected above lowFactor 4.0");
        assertThatThrownBy(() -> new Rope.Scaling.Llama3(8, 1, 4, -1))
                .hasMessage("rope contextBefore is -1.0, expected a number above 0");
        assertThatThrownBy(() -> new Rope.Scaling.Divisors(new float[] {1, 0}))
                .hasMessage("rope divisor is 0.0, expected a number above 0");
        assertThatThrownBy(() -> new Rope(10, new Rope.Scaling.Divisors(new float[] {1, 1})).frequencies(8))
                .hasMessage("head size is 8, expected twice the 2 rope divisors");
    }
}
