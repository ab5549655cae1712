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

    /**
     * A matrix product, its weights {@code [inputs][outputs]}: the inner loop runs along the outputs, and over whole arrays,
     * for only of those does the JIT compiler know that they do not overlap, and makes vectors. All rows go by before the
     * next four inputs' weights are fetched.
     */
    private record Layer(float[][] weights, float[] bias) {
        static Layer of(float[] weights, float[] bias) {
            float[][] rows = new float[weights.length / bias.length][];
            Arrays.setAll(rows, i -> Arrays.copyOfRange(weights, i * bias.length, (i + 1) * bias.length));
            return new Layer(rows, bias.clone());
        }

        float[] flat() {
            float[] flat = new float[weights.length * bias.length];
            for (int i = 0; i < weights.length; i++) {
                System.arraycopy(weights[i], 0, flat, i * bias.length, bias.length);
            }
            return flat;
        }

        /** What the products of {@code rows} rows are added to. */
        float[][] sums(int rows) {
            float[][] sums = new float[rows][];
            Arrays.setAll(sums, _ -> bias.clone());
            return sums;
        }

        /**
         * Adds to each row of {@code sums} the product of the row of {@code inputs} that stands {@code offset} behind it,
         * where there is one, and of the weights from {@code firstInput} on.
         */
        void addTo(float[][] inputs, int count, int offset, int firstInput, float[][] sums) {
            int begin = Math.max(0, -offset);
            int end = Math.min(sums.length, sums.length - offset);
            int i = 0;
            for (; i + 4 <= count; i += 4) {
                for (int row = begin; row < end; row++) {
                    addFour(inputs[row + offset], i, firstInput + i, sums[row]);
                }
            }
            for (; i < count; i++) {
                for (int row = begin; row < end; row++) {
                    addOne(inputs[row + offset][i], weights[firstInput + i], sums[row]);
                }
            }
        }

        private void addFour(float[] inputs, int at, int row, float[] sums) {
            float[] first = weights[row];
            float[] second = weights[row + 1];
            float[] third = weights[row + 2];
            float[] fourth = weights[row + 3];
            float a = inputs[at];
            float b = inputs[at + 1];
            float c = inputs[at + 2];
            float d = inputs[at + 3];
            for (int o = 0; o < sums.length; o++) {
                sums[o] = Math.fma(
                        a, first[o], Math.fma(b, second[o], Math.fma(c, third[o], Math.fma(d, fourth[o], sums[o]))));
            }
        }

        private static void addOne(float input, float[] row, float[] sums) {
            for (int o = 0; o < sums.length; o++) {
                sums[o] = Math.fma(input, row[o], sums[o]);
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
        this.projection = Layer.of(tensors.get("projection.weight"), tensors.get("projection.bias"));
        this.hidden = Layer.of(tensors.get("hidden.weight"), tensors.get("hidden.bias"));
        this.output = Layer.of(tensors.get("output.weight"), tensors.get("output.bias"));
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
        tensors.put("projection.weight", projection.flat());
        tensors.put("projection.bias", projection.bias.clone());
        tensors.put("hidden.weight", hidden.flat());
        tensors.put("hidden.bias", hidden.bias.clone());
        tensors.put("output.weight", output.flat());
        tensors.put("output.bias", output.bias.clone());
        return tensors;
    }

    /** @return {@code [row][class]} log-probabilities */
    public float[][] logProbabilities(TaggerRows rows) {
        float[][] seen = seen(rows);
        float[][] inner = hidden.sums(rows.size());
        for (int offset = -sizes.window(); offset <= sizes.window(); offset++) {
            hidden.addTo(seen, sizes.seen(), offset, (offset + sizes.window()) * sizes.seen(), inner);
        }
        gelu(inner);
        float[][] scores = output.sums(rows.size());
        output.addTo(inner, sizes.hidden(), 0, 0, scores);
        for (float[] row : scores) {
            toLogSoftmax(row);
        }
        return scores;
    }

    /** The projections of all rows, their extras behind them. */
    private float[][] seen(TaggerRows rows) {
        float[][] standard = new float[rows.size()][];
        Arrays.setAll(standard, row -> standard(rows.states()[row], rows.extras()[row].length));
        float[][] projected = projection.sums(rows.size());
        projection.addTo(standard, sizes.states(), 0, 0, projected);
        gelu(projected);
        float[][] seen = new float[rows.size()][];
        for (int row = 0; row < seen.length; row++) {
            seen[row] = Arrays.copyOf(projected[row], sizes.seen());
            System.arraycopy(rows.extras()[row], 0, seen[row], sizes.projected(), sizes.extras());
        }
        return seen;
    }

    private float[] standard(short[] states, int extras) {
        if (states.length != sizes.states() || extras != sizes.extras()) {
            throw new IllegalArgumentException("a row has %d states and %d extras, expected %d and %d"
                    .formatted(states.length, extras, sizes.states(), sizes.extras()));
        }
        float[] standard = new float[states.length];
        for (int i = 0; i < standard.length; i++) {
            standard[i] = (Float.float16ToFloat(states[i]) - mean[i]) * scale[i];
        }
        return standard;
    }

    private static void toLogSoftmax(float[] scores) {
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
    }

    private static void gelu(float[][] rows) {
        for (float[] values : rows) {
            for (int i = 0; i < values.length; i++) {
                values[i] = (float) (0.5 * values[i] * (1 + erf(values[i] * SQRT_HALF)));
            }
        }
    }

    /** Within 1.5e-7: Abramowitz and Stegun, Handbook of Mathematical Functions (1964), 7.1.26. */
    private static double erf(double x) {
        double t = 1 / (1 + 0.3275911 * Math.abs(x));
        double sum = t * (0.254829592 + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429))));
        return Math.copySign(1 - sum * Math.exp(-x * x), x);
    }
}
