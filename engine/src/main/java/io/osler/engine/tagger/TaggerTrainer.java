package io.osler.engine.tagger;

import io.osler.engine.ComputeDevice;
import io.osler.engine.torch.TorchTaggerTrainer;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * Fits small networks to rows of numbers, in this process. Safe for many threads; each call trains by itself.
 *
 * @param device  where it computes
 * @param threads CPU threads; 0 for the number of cores
 */
public record TaggerTrainer(ComputeDevice device, int threads) {
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
        try (TorchTaggerTrainer trainer = TorchTaggerTrainer.open(sizes, rows, training, device, threads)) {
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
