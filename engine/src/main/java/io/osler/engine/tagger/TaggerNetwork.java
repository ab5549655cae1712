package io.osler.engine.tagger;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A small network that tells the classes of the rows of a sequence, in plain Java.
 *
 * <pre>
 * z = (states - mean) * scale                [D]
 * p = gelu(projection z + bias)              [P], then the row's extras behind it: [P + E]
 * c = p of the rows from -w to w, zero where there is none     [(2w + 1)(P + E)]
 * h = gelu(hidden c + bias)                  [H]
 * log softmax(output h + bias)               [C]
 * </pre>
 *
 * Immutable, for any number of threads. Numbers are those of the training's libtorch within 1e-4.
 */
public final class TaggerNetwork {
    private static final double SQRT_HALF = Math.sqrt(0.5);

    private final TaggerSizes sizes;
    private final float[] mean;
    private final float[] scale;
    private final Layer projection;
    private final Layer hidden;
    private final Layer output;

    /** A matrix product, its weights {@code [inputs][outputs]}: the inner loop runs along the outputs. */
    private record Layer(float[] weights, float[] bias) {
        /** Adds the product of inputs and of the weights' rows from {@code firstRow} on; four rows at a time. */
        void addTo(float[] inputs, int count, int firstRow, float[] sums) {
            int outputs = bias.length;
            int i = 0;
            for (; i + 4 <= count; i += 4) {
                int row = (firstRow + i) * outputs;
                addFour(inputs[i], inputs[i + 1], inputs[i + 2], inputs[i + 3], row, sums);
            }
            for (; i < count; i++) {
                int row = (firstRow + i) * outputs;
                for (int o = 0; o < outputs; o++) {
                    sums[o] += inputs[i] * weights[row + o];
                }
            }
        }

        private void addFour(float a, float b, float c, float d, int row, float[] sums) {
            int outputs = sums.length;
            int second = row + outputs;
            int third = second + outputs;
            int fourth = third + outputs;
            for (int o = 0; o < outputs; o++) {
                sums[o] += a * weights[row + o]
                        + b * weights[second + o]
                        + c * weights[third + o]
                        + d * weights[fourth + o];
            }
        }
    }

    /**
     * @param tensors as {@link #tensors()} gives them
     * @throws IllegalArgumentException when one is missing or its size is not what {@code sizes} say
     */
    public TaggerNetwork(TaggerSizes sizes, Map<String, float[]> tensors) {
        this.sizes = sizes;
        Map<String, Integer> lengths = lengths(sizes);
        lengths.forEach((name, length) -> {
            float[] values = tensors.get(name);
            if (values == null || values.length != length) {
                throw new IllegalArgumentException("tensor '%s' has %s values, expected %d"
                        .formatted(name, values == null ? "no" : values.length, length));
            }
        });
        this.mean = tensors.get("mean").clone();
        this.scale = tensors.get("scale").clone();
        this.projection = new Layer(
                tensors.get("projection.weight").clone(),
                tensors.get("projection.bias").clone());
        this.hidden = new Layer(
                tensors.get("hidden.weight").clone(), tensors.get("hidden.bias").clone());
        this.output = new Layer(
                tensors.get("output.weight").clone(), tensors.get("output.bias").clone());
    }

    /** Names of the tensors and how many values each has; weights are {@code [inputs][outputs]}. */
    public static Map<String, Integer> lengths(TaggerSizes sizes) {
        Map<String, Integer> lengths = new LinkedHashMap<>();
        lengths.put("mean", sizes.states());
        lengths.put("scale", sizes.states());
        lengths.put("projection.weight", sizes.states() * sizes.projected());
        lengths.put("projection.bias", sizes.projected());
        lengths.put("hidden.weight", sizes.context() * sizes.hidden());
        lengths.put("hidden.bias", sizes.hidden());
        lengths.put("output.weight", sizes.hidden() * sizes.classes());
        lengths.put("output.bias", sizes.classes());
        return lengths;
    }

    public TaggerSizes sizes() {
        return sizes;
    }

    /** All numbers, for a file. */
    public Map<String, float[]> tensors() {
        Map<String, float[]> tensors = new LinkedHashMap<>();
        tensors.put("mean", mean.clone());
        tensors.put("scale", scale.clone());
        tensors.put("projection.weight", projection.weights.clone());
        tensors.put("projection.bias", projection.bias.clone());
        tensors.put("hidden.weight", hidden.weights.clone());
        tensors.put("hidden.bias", hidden.bias.clone());
        tensors.put("output.weight", output.weights.clone());
        tensors.put("output.bias", output.bias.clone());
        return tensors;
    }

    /** @return {@code [row][class]} log-probabilities */
    public float[][] logProbabilities(TaggerRows rows) {
        float[][] seen = new float[rows.size()][];
        for (int row = 0; row < seen.length; row++) {
            seen[row] = seen(rows.states()[row], rows.extras()[row]);
        }
        float[][] scores = new float[rows.size()][];
        for (int row = 0; row < scores.length; row++) {
            scores[row] = classes(seen, row);
        }
        return scores;
    }

    private float[] seen(short[] states, float[] extras) {
        if (states.length != sizes.states() || extras.length != sizes.extras()) {
            throw new IllegalArgumentException("a row has %d states and %d extras, expected %d and %d"
                    .formatted(states.length, extras.length, sizes.states(), sizes.extras()));
        }
        float[] standard = new float[states.length];
        for (int i = 0; i < standard.length; i++) {
            standard[i] = (Float.float16ToFloat(states[i]) - mean[i]) * scale[i];
        }
        float[] sums = projection.bias.clone();
        projection.addTo(standard, standard.length, 0, sums);
        gelu(sums);
        float[] all = Arrays.copyOf(sums, sizes.seen());
        System.arraycopy(extras, 0, all, sizes.projected(), extras.length);
        return all;
    }

    private float[] classes(float[][] seen, int row) {
        float[] inner = hidden.bias.clone();
        for (int offset = -sizes.window(); offset <= sizes.window(); offset++) {
            if (row + offset >= 0 && row + offset < seen.length) {
                hidden.addTo(seen[row + offset], sizes.seen(), (offset + sizes.window()) * sizes.seen(), inner);
            }
        }
        gelu(inner);
        float[] scores = output.bias.clone();
        output.addTo(inner, inner.length, 0, scores);
        return logSoftmax(scores);
    }

    private static float[] logSoftmax(float[] scores) {
        float most = scores[0];
        for (float score : scores) {
            most = Math.max(most, score);
        }
        double sum = 0;
        for (float score : scores) {
            sum += Math.exp(score - most);
        }
        float log = (float) (most + Math.log(sum));
        for (int i = 0; i < scores.length; i++) {
            scores[i] -= log;
        }
        return scores;
    }

    private static void gelu(float[] values) {
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (0.5 * values[i] * (1 + erf(values[i] * SQRT_HALF)));
        }
    }

    /** Within 1.5e-7: Abramowitz and Stegun, Handbook of Mathematical Functions (1964), 7.1.26. */
    private static double erf(double x) {
        double t = 1 / (1 + 0.3275911 * Math.abs(x));
        double sum = t * (0.254829592 + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429))));
        return Math.copySign(1 - sum * Math.exp(-x * x), x);
    }
}
