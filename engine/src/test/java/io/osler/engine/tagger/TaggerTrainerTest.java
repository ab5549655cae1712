package io.osler.engine.tagger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.osler.engine.ComputeDevice;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What training finds, and that its numbers are those of the network in Java. */
class TaggerTrainerTest {
    private static final TaggerTrainer TRAINER = new TaggerTrainer(ComputeDevice.CPU);
    private static final TaggerTraining QUICK = new TaggerTraining(30, 4, 1e-2f, 0.01f, 0.1f, 30, 7);

    /** A row is of class 1 where its third number is above 0, of class 2 where that of the row before is. */
    private static List<TaggerRows.Labelled> sequences(int count, int seed, int extras) {
        SplittableRandom random = new SplittableRandom(seed);
        List<TaggerRows.Labelled> all = new ArrayList<>();
        for (int s = 0; s < count; s++) {
            int size = random.nextInt(1, 9);
            short[][] states = new short[size][5];
            float[][] more = new float[size][extras];
            int[] classes = new int[size];
            boolean before = false;
            for (int row = 0; row < size; row++) {
                for (int i = 0; i < 5; i++) {
                    states[row][i] = Float.floatToFloat16((float) random.nextDouble(-3, 3) * (i + 1) + 10 * i);
                }
                boolean now = Float.float16ToFloat(states[row][2]) > 20;
                if (extras > 0) {
                    more[row][0] = now ? 1 : 0;
                }
                classes[row] = now ? 1 : before ? 2 : 0;
                before = now;
            }
            all.add(new TaggerRows.Labelled(new TaggerRows(states, more), classes));
        }
        return all;
    }

    private static double accuracy(TaggerNetwork network, List<TaggerRows.Labelled> sequences) {
        int right = 0;
        int rows = 0;
        for (TaggerRows.Labelled sequence : sequences) {
            float[][] scores = network.logProbabilities(sequence.rows());
            for (int row = 0; row < scores.length; row++) {
                rows++;
                right += best(scores[row]) == sequence.classes()[row] ? 1 : 0;
            }
        }
        return (double) right / rows;
    }

    private static int best(float[] scores) {
        int best = 0;
        for (int i = 1; i < scores.length; i++) {
            best = scores[i] > scores[best] ? i : best;
        }
        return best;
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 2})
    void learnsARuleThatNeedsTheRowBefore(int extras) {
        List<TaggerRows.Labelled> held = sequences(60, 2, extras);
        TaggerNetwork network = TRAINER.train(
                new TaggerSizes(5, extras, 8, 1, 12, 3), sequences(120, 1, extras), QUICK, it -> accuracy(it, held));
        assertThat(accuracy(network, held)).isGreaterThan(0.93);
    }

    @Test
    void withoutAWindowTheRowBeforeIsNotSeen() {
        List<TaggerRows.Labelled> held = sequences(60, 2, 0);
        TaggerNetwork network = TRAINER.train(
                new TaggerSizes(5, 0, 8, 0, 12, 3), sequences(120, 1, 0), QUICK, it -> accuracy(it, held));
        assertThat(accuracy(network, held)).isBetween(0.6, 0.93);
    }

    @Test
    void rowsOfASequenceAreBlindToOtherSequences() {
        TaggerNetwork network =
                TRAINER.train(new TaggerSizes(5, 0, 8, 2, 12, 3), sequences(20, 1, 0), QUICK.withEpochs(2), it -> 0);
        float[][] scores =
                network.logProbabilities(sequences(1, 5, 0).getFirst().rows());
        for (float[] row : scores) {
            double sum = 0;
            for (float log : row) {
                sum += Math.exp(log);
            }
            assertThat(sum).isCloseTo(1, within(1e-5));
        }
        assertThat(network.logProbabilities(TaggerRows.of(new short[0][5]))).isEmpty();
    }

    @Test
    void aSeedRepeatsItself() {
        TaggerSizes sizes = new TaggerSizes(5, 0, 4, 1, 6, 3);
        TaggerNetwork one = TRAINER.train(sizes, sequences(20, 1, 0), QUICK.withEpochs(3), it -> 0);
        TaggerNetwork two = TRAINER.train(sizes, sequences(20, 1, 0), QUICK.withEpochs(3), it -> 0);
        assertThat(two.tensors().get("hidden.weight"))
                .containsExactly(one.tensors().get("hidden.weight"));
        TaggerNetwork other =
                TRAINER.train(sizes, sequences(20, 1, 0), QUICK.withEpochs(3).withSeed(8), it -> 0);
        assertThat(other.tensors().get("hidden.weight"))
                .isNotEqualTo(one.tensors().get("hidden.weight"));
    }

    @Test
    void theBestEpochIsKeptAndWorseOnesEndIt() {
        List<TaggerNetwork> seen = new ArrayList<>();
        double[] scores = {1, 5, 3, 2, 9};
        TaggerTraining patient = new TaggerTraining(5, 4, 1e-2f, 0.01f, 0.1f, 2, 7);
        TaggerNetwork kept = TRAINER.train(new TaggerSizes(5, 0, 4, 1, 6, 3), sequences(20, 1, 0), patient, it -> {
            seen.add(it);
            return scores[seen.size() - 1];
        });
        assertThat(seen).hasSize(4);
        assertThat(kept).isSameAs(seen.get(1));
    }

    @Test
    void aNetworkIsItsTensors() {
        TaggerSizes sizes = new TaggerSizes(5, 2, 4, 1, 6, 3);
        TaggerNetwork network = TRAINER.train(sizes, sequences(20, 1, 2), QUICK.withEpochs(2), it -> 0);
        TaggerRows rows = sequences(1, 9, 2).getFirst().rows();
        assertThat(new TaggerNetwork(sizes, network.tensors()).logProbabilities(rows))
                .isDeepEqualTo(network.logProbabilities(rows));
        Map<String, float[]> cut = new HashMap<>(network.tensors());
        cut.put("hidden.bias", new float[5]);
        assertThatThrownBy(() -> new TaggerNetwork(sizes, cut))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("tensor 'hidden.bias' has 5 values, expected 6");
        assertThatThrownBy(() -> network.logProbabilities(TaggerRows.of(new short[1][5])))
                .hasMessage("a row has 5 states and 0 extras, expected 5 and 2");
    }

    @Test
    void nothingToLearnFromIsRefused() {
        assertThatThrownBy(() -> TRAINER.train(new TaggerSizes(5, 0, 4, 1, 6, 3), List.of(), QUICK, it -> 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("there is no row to learn from, expected at least one");
    }
}
