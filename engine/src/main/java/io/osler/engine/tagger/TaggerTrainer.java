package io.osler.engine.tagger;

import io.osler.engine.ComputeDevice;
import io.osler.engine.torch.TorchTaggerTrainer;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * Fits small networks to rows of numbers, in this process. Safe for many threads; each call trains by itself.
 *
 * <p>On a CPU the calling thread computes alone. A second team of OpenMP threads beside an engine's makes the library put
 * all of them to sleep between products, for as long as the caller lives: an engine on two cores then read 5 to 7 sentences
 * a second instead of 15 to 20, and the training itself took 44 ms a step instead of 28.
 *
 * @param device where it computes
 */
public record TaggerTrainer(ComputeDevice device) {
    /**
     * Fits a network, and keeps the state that scored best. After each epoch it is scored; when {@code patience} epochs
     * bring nothing better, it ends.
     *
     * @param sequences with at least one row in all
     * @param score     of a network on held-out sequences; more is better
     * @throws io.osler.engine.EngineException LIBRARY_MISSING, DEVICE_MISSING
     */
    public TaggerNetwork train(
            TaggerSizes sizes,
            List<TaggerRows.Labelled> sequences,
            TaggerTraining training,
            ToDoubleFunction<TaggerNetwork> score) {
        List<TaggerRows.Labelled> rows = sequences.stream()
                .filter(sequence -> sequence.rows().size() > 0)
                .toList();
        if (rows.isEmpty()) {
            throw new IllegalArgumentException("there is no row to learn from, expected at least one");
        }
        try (TorchTaggerTrainer trainer = TorchTaggerTrainer.open(sizes, rows, training, device)) {
            TaggerNetwork best = null;
            double most = Double.NEGATIVE_INFINITY;
            int worse = 0;
            for (int epoch = 0; epoch < training.epochs() && worse < training.patience(); epoch++) {
                trainer.epoch();
                TaggerNetwork now = trainer.network();
                double scored = score.applyAsDouble(now);
                worse = scored > most ? 0 : worse + 1;
                if (worse == 0) {
                    most = scored;
                    best = now;
                }
            }
            return best;
        }
    }
}
