package io.osler.engine;

import io.osler.engine.embed.Workers;
import io.osler.engine.torch.TorchVectors;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntFunction;

/**
 * Rows of numbers in a device's own memory, and those of them that score best with a query, by dot product. Made for
 * CUDA, where all rows pass in the time a CPU takes for a few; runs on a CPU too, for tests. <strong>No GPU has run it
 * yet.</strong>
 *
 * <p>Scores are sums of float32 products in whatever order the device takes, good to {@link #error}; among rows that score
 * alike the order is open. Who wants exact ones scores the found rows anew. Safe for any number of threads, whose searches
 * follow one another. {@link #close} waits for the running search and gives the memory back.
 */
public final class DeviceVectors implements AutoCloseable {
    /** How the device holds a number. Products are float32 in any case. */
    public enum Numbers {
        F32,
        /** Half the memory; exact for rows that were kept as float16. */
        F16
    }

    /**
     * Rows that score best with a query.
     *
     * @param rows   the best first
     * @param scores of these rows
     */
    public record Found(int[] rows, float[] scores) {}

    /** Beside the rows a search takes this many bytes of the device's memory, about. */
    private static final int BLOCK_BYTES = 1 << 26;

    private static final int QUERIES_AT_ONCE = 64;

    private final TorchVectors vectors;
    private final int rows;
    private final int dimension;
    private final double longest;
    private final Workers worker = new Workers("osler-vectors", 1, TorchVectors::prepareThread);
    private final OpenGate gate = new OpenGate("vectors on a device", "are closed; open them again");

    private DeviceVectors(TorchVectors vectors, int rows, int dimension, double longest) {
        this.vectors = vectors;
        this.rows = rows;
        this.dimension = dimension;
        this.longest = longest;
    }

    /**
     * Moves rows to a device.
     *
     * @param row what a row holds, {@code dimension} numbers; asked once for each, from 0 on
     * @throws EngineException LIBRARY_MISSING, DEVICE_MISSING, or MEMORY_SHORT when they do not fit
     */
    public static DeviceVectors load(
            int rows, int dimension, IntFunction<float[]> row, Numbers numbers, ComputeDevice device) {
        return load(rows, dimension, row, numbers, device, BLOCK_BYTES / (Float.BYTES * (dimension + QUERIES_AT_ONCE)));
    }

    static DeviceVectors load(
            int rows, int dimension, IntFunction<float[]> row, Numbers numbers, ComputeDevice device, int blockRows) {
        if (rows < 0 || dimension < 1) {
            throw new IllegalArgumentException(
                    "%d rows of %d numbers, expected at least 0 rows of at least 1".formatted(rows, dimension));
        }
        Lengths lengths = new Lengths(row, dimension);
        TorchVectors vectors = TorchVectors.load(rows, dimension, lengths, numbers, device, Math.max(1, blockRows));
        return new DeviceVectors(vectors, rows, dimension, Math.sqrt(lengths.mostSquared));
    }

    /** Measures rows on their way. */
    private static final class Lengths implements IntFunction<float[]> {
        private final IntFunction<float[]> source;
        private final int dimension;
        private double mostSquared;

        private Lengths(IntFunction<float[]> source, int dimension) {
            this.source = source;
            this.dimension = dimension;
        }

        @Override
        public float[] apply(int row) {
            float[] numbers = source.apply(row);
            if (numbers.length != dimension) {
                throw new IllegalArgumentException(
                        "row %d has %d numbers, expected %d".formatted(row, numbers.length, dimension));
            }
            mostSquared = Math.max(mostSquared, squaredLength(numbers));
            return numbers;
        }
    }

    public int rows() {
        return rows;
    }

    /**
     * How far a score may lie from the exact product of the query with a row as it is held. A sum of n products, each
     * rounded, in any order: at most n roundings of 2^-24 of the lengths' product (Higham, Accuracy and Stability of
     * Numerical Algorithms, 3.1); a few more for scales, and what underflow takes.
     */
    public double error(float[] query) {
        return (dimension + 4) * (0x1p-24 * longest * Math.sqrt(squaredLength(query)) + Float.MIN_NORMAL);
    }

    /**
     * The rows that score best with each query: so many, or all when there are fewer.
     *
     * @throws EngineException CLOSED, or FAILED with libtorch's account of it
     */
    public List<Found> best(List<float[]> queries, int most) {
        if (most < 1) {
            throw new IllegalArgumentException("most is %d, expected at least 1".formatted(most));
        }
        for (float[] query : queries) {
            if (query.length != dimension) {
                throw new IllegalArgumentException(
                        "a query of %d numbers, expected %d".formatted(query.length, dimension));
            }
        }
        return gate.inside(() -> {
            List<Found> found = new ArrayList<>(queries.size());
            worker.run(List.of(() -> {
                for (int from = 0; from < queries.size(); from += QUERIES_AT_ONCE) {
                    int to = Math.min(queries.size(), from + QUERIES_AT_ONCE);
                    found.addAll(together(queries.subList(from, to), most));
                }
                return null;
            }));
            return found;
        });
    }

    private List<Found> together(List<float[]> queries, int most) {
        Best[] best = new Best[queries.size()];
        Arrays.setAll(best, q -> new Best());
        vectors.search(queries, most, (scores, places) -> {
            for (int q = 0; q < best.length; q++) {
                best[q].add(scores[q], places[q]);
            }
        });
        return Arrays.stream(best).map(each -> each.first(most)).toList();
    }

    /** The best of each block, in words whose order is that of scores, and of equal ones the reverse of rows. */
    private static final class Best {
        private long[] words = new long[0];

        private void add(float[] scores, int[] places) {
            int at = words.length;
            words = Arrays.copyOf(words, at + scores.length);
            for (int i = 0; i < scores.length; i++) {
                words[at + i] = (long) ordered(scores[i]) << 32 | (Integer.MAX_VALUE - places[i]);
            }
        }

        private Found first(int most) {
            Arrays.sort(words);
            int count = Math.min(most, words.length);
            int[] rows = new int[count];
            float[] scores = new float[count];
            for (int i = 0; i < count; i++) {
                long word = words[words.length - 1 - i];
                rows[i] = Integer.MAX_VALUE - (int) word;
                scores[i] = unordered((int) (word >> 32));
            }
            return new Found(rows, scores);
        }

        /** Whole numbers in the order of the floats; the mapping is its own inverse. */
        private static int ordered(float score) {
            int bits = Float.floatToRawIntBits(score + 0f); // no negative zero
            return bits >= 0 ? bits : bits ^ Integer.MAX_VALUE;
        }

        private static float unordered(int word) {
            return Float.intBitsToFloat(word >= 0 ? word : word ^ Integer.MAX_VALUE);
        }
    }

    private static double squaredLength(float[] numbers) {
        double squares = 0;
        for (float number : numbers) {
            squares += (double) number * number;
        }
        return squares;
    }

    @Override
    public void close() {
        gate.close(() -> {
            worker.close();
            vectors.close();
        });
    }
}
