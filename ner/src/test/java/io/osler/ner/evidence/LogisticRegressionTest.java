package io.osler.ner.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LogisticRegressionTest {
    /** With one feature of two values and hardly a penalty, the probabilities are the shares. */
    @Test
    void sharesComeBackAsProbabilities() {
        double[][] rows = new double[50][];
        boolean[] right = new boolean[50];
        for (int i = 0; i < 50; i++) {
            rows[i] = new double[] {i < 20 ? 3 : 7};
            right[i] = i < 20 ? i < 5 : i < 20 + 24;
        }
        LogisticRegression fitted = LogisticRegression.fit(rows, right, 1e-9);
        assertThat(fitted.probability(new double[] {3})).isCloseTo(5 / 20.0, within(1e-5));
        assertThat(fitted.probability(new double[] {7})).isCloseTo(24 / 30.0, within(1e-5));
    }

    @Test
    void weightsThatMadeTheDataAreFoundAgain() {
        Random random = new Random(5);
        double[][] rows = new double[20_000][];
        boolean[] right = new boolean[rows.length];
        for (int i = 0; i < rows.length; i++) {
            double a = 10 + 2 * random.nextGaussian();
            double b = 0.1 * random.nextGaussian();
            rows[i] = new double[] {a, b};
            right[i] = random.nextDouble() < 1 / (1 + Math.exp(-(-3 + 0.4 * a - 8 * b)));
        }
        LogisticRegression fitted = LogisticRegression.fit(rows, right, 1e-6);
        assertThat(fitted.weights()[0] / fitted.scales()[0]).isCloseTo(0.4, within(0.03));
        assertThat(fitted.weights()[1] / fitted.scales()[1]).isCloseTo(-8, within(0.6));
    }

    /** The gradient of the penalised loss is nothing at the bottom. */
    @ParameterizedTest
    @CsvSource({"1, 1, 0.5", "3, 2, 1", "17, 5, 1", "64, 13, 0.1", "5, 31, 2"})
    void theBottomIsReachedInOddSizes(int rowCount, int features, double penalty) {
        Random random = new Random(rowCount);
        double[][] rows = new double[rowCount][features];
        boolean[] right = new boolean[rowCount];
        for (int i = 0; i < rowCount; i++) {
            for (int j = 0; j < features; j++) {
                rows[i][j] = random.nextGaussian() * (j + 1);
            }
            right[i] = random.nextBoolean();
        }
        LogisticRegression fitted = LogisticRegression.fit(rows, right, penalty);
        for (int j = 0; j < features; j++) {
            double gradient = penalty * fitted.weights()[j];
            for (int i = 0; i < rowCount; i++) {
                double standard = (rows[i][j] - fitted.means()[j]) / fitted.scales()[j];
                gradient += (fitted.probability(rows[i]) - (right[i] ? 1 : 0)) * standard;
            }
            assertThat(gradient).isCloseTo(0, within(1e-4));
        }
    }

    @Test
    void separableDataOneClassAndFeaturesThatNeverVaryStayFinite() {
        double[][] rows = {{0, 5, 1}, {1, 5, 2}, {100, 5, 201}, {101, 5, 203}};
        boolean[] right = {false, false, true, true};
        LogisticRegression apart = LogisticRegression.fit(rows, right, 1e-3);
        assertThat(apart.probability(rows[0])).isBetween(0.0, 0.05);
        assertThat(apart.probability(rows[3])).isBetween(0.95, 1.0);
        assertThat(Arrays.stream(apart.weights()).allMatch(Double::isFinite)).isTrue();
        assertThat(apart.weights()[1]).as("never varies").isZero();
        LogisticRegression none = LogisticRegression.fit(rows, new boolean[4], 1);
        assertThat(none.probability(rows[2])).isBetween(0.0, 0.01);
        assertThat(none.offset()).isFinite();
    }

    @Test
    void wrongShapesAreRefused() {
        assertThatThrownBy(() -> LogisticRegression.fit(new double[0][], new boolean[0], 1))
                .hasMessage("0 rows with 0 answers, expected one for each and some");
        assertThatThrownBy(() -> LogisticRegression.fit(new double[][] {{1}}, new boolean[1], 0))
                .hasMessage("penalty is 0.0, expected a number above 0");
        LogisticRegression fitted = LogisticRegression.fit(new double[][] {{1}, {2}}, new boolean[] {true, false}, 1);
        assertThatThrownBy(() -> fitted.probability(new double[2])).hasMessage("a row has 2 features, expected 1");
    }
}
