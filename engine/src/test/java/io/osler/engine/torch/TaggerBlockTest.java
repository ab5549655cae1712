package io.osler.engine.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.osler.engine.ComputeDevice;
import io.osler.engine.tagger.TaggerNetwork;
import io.osler.engine.tagger.TaggerRows;
import io.osler.engine.tagger.TaggerSizes;
import io.osler.engine.tagger.TaggerTraining;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The block that libtorch trains against the network in Java. */
class TaggerBlockTest {
    @ParameterizedTest
    @CsvSource({"0, 0", "1, 0", "2, 3", "0, 1"})
    void bothTellTheSameNumbers(int window, int extras) {
        TaggerSizes sizes = new TaggerSizes(7, extras, 5, window, 6, 3);
        SplittableRandom random = new SplittableRandom(3);
        List<TaggerRows.Labelled> sequences = new ArrayList<>();
        for (int size : new int[] {1, 4, 9, 2}) {
            short[][] states = new short[size][7];
            float[][] more = new float[size][extras];
            for (int row = 0; row < size; row++) {
                for (int i = 0; i < 7; i++) {
                    states[row][i] = Float.floatToFloat16((float) random.nextDouble(-5, 5));
                }
                for (int i = 0; i < extras; i++) {
                    more[row][i] = (float) random.nextDouble();
                }
            }
            sequences.add(new TaggerRows.Labelled(new TaggerRows(states, more), new int[size]));
        }
        TaggerTraining training = new TaggerTraining(2, 2, 0.05f, 0.01f, 0.3f, 2, 5);
        try (TorchTaggerTrainer trainer = TorchTaggerTrainer.open(sizes, sequences, training, ComputeDevice.CPU)) {
            trainer.epoch();
            TaggerNetwork network = trainer.network();
            float[][] together = trainer.logProbabilities(sequences);
            int at = 0;
            for (TaggerRows.Labelled sequence : sequences) {
                for (float[] row : network.logProbabilities(sequence.rows())) {
                    for (int c = 0; c < row.length; c++) {
                        assertThat(row[c]).isCloseTo(together[at][c], within(1e-4f));
                    }
                    at++;
                }
            }
            assertThat(at).isEqualTo(16);
        }
    }
}
