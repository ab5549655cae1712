package io.osler.engine.torch;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.osler.engine.tagger.TaggerRows;
import io.osler.engine.tagger.TaggerSizes;
import java.util.List;
import java.util.function.Consumer;

/**
 * Sequences as tensors of a step, states brought to mean 0 and deviation 1 over all of them.
 *
 * @param mean  of each number of a row
 * @param scale one by its deviation
 */
record TaggerBatches(TaggerSizes sizes, float[] mean, float[] scale) {
    private static final double DEVIATION_LEAST = 1e-4;

    /**
     * A step's tensors.
     *
     * @param inputs as {@link TaggerBlock} takes them
     * @param wanted {@code [N - 2w, C]}, 1 at a row's class, nothing but 0 for an empty row
     * @param count  rows that are not empty
     */
    record Batch(NDList inputs, NDArray wanted, int count) {}

    static TaggerBatches of(TaggerSizes sizes, List<TaggerRows.Labelled> sequences) {
        double[] sum = new double[sizes.states()];
        double[] squares = new double[sizes.states()];
        long rows = 0;
        for (TaggerRows.Labelled sequence : sequences) {
            for (short[] row : sequence.rows().states()) {
                rows++;
                for (int i = 0; i < sum.length; i++) {
                    float value = Float.float16ToFloat(row[i]);
                    sum[i] += value;
                    squares[i] += (double) value * value;
                }
            }
        }
        float[] mean = new float[sum.length];
        float[] scale = new float[sum.length];
        for (int i = 0; i < sum.length; i++) {
            double middle = sum[i] / rows;
            mean[i] = (float) middle;
            double deviation = Math.sqrt(Math.max(0, squares[i] / rows - middle * middle));
            scale[i] = (float) (1 / (deviation + DEVIATION_LEAST));
        }
        return new TaggerBatches(sizes, mean, scale);
    }

    /** All of the states, for judging. */
    Batch batch(NDManager manager, List<TaggerRows.Labelled> sequences) {
        return batch(manager, sequences, states -> {});
    }

    /** @param change of the standardised states, before libtorch has them */
    Batch batch(NDManager manager, List<TaggerRows.Labelled> sequences, Consumer<float[]> change) {
        int window = sizes.window();
        int total = window;
        int count = 0;
        for (TaggerRows.Labelled sequence : sequences) {
            total += sequence.rows().size() + window;
            count += sequence.rows().size();
        }
        float[] states = new float[total * sizes.states()];
        float[] extras = new float[total * sizes.extras()];
        float[] present = new float[total];
        float[] wanted = new float[(total - 2 * window) * sizes.classes()];
        int row = window;
        for (TaggerRows.Labelled sequence : sequences) {
            for (int i = 0; i < sequence.rows().size(); i++, row++) {
                standardise(sequence.rows().states()[i], states, row * sizes.states());
                System.arraycopy(sequence.rows().extras()[i], 0, extras, row * sizes.extras(), sizes.extras());
                present[row] = 1;
                wanted[(row - window) * sizes.classes() + sequence.classes()[i]] = 1;
            }
            row += window;
        }
        change.accept(states);
        NDList inputs = new NDList(manager.create(states, new Shape(total, sizes.states())));
        if (sizes.extras() > 0) {
            inputs.add(manager.create(extras, new Shape(total, sizes.extras())));
        }
        inputs.add(manager.create(present, new Shape(total, 1)));
        return new Batch(inputs, manager.create(wanted, new Shape(total - 2L * window, sizes.classes())), count);
    }

    private void standardise(short[] row, float[] into, int at) {
        for (int i = 0; i < row.length; i++) {
            into[at + i] = (Float.float16ToFloat(row[i]) - mean[i]) * scale[i];
        }
    }
}
