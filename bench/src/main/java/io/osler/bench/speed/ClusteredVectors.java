package io.osler.bench.speed;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Generated vectors that lie as sentence vectors do, in clusters and in fewer dimensions than they have numbers: a Gaussian
 * mixture in 48 dimensions, projected to the wanted number with some noise, length 1. Each row has a random sequence of its
 * own, so that rows and queries can be made again in any order.
 */
final class ClusteredVectors {
    private static final int INNER = 48;
    private static final double WITHIN_CLUSTER = 0.35;
    private static final double NOISE = 0.05;
    private static final long SEED = 11;
    private static final long CENTRES = 1L << 40;

    private final int dimension;
    private final int clusters;
    private final float[][] projection;

    /** @param clusters of which each row and query has one by chance */
    ClusteredVectors(int dimension, int clusters) {
        this.dimension = dimension;
        this.clusters = clusters;
        SplittableRandom random = new SplittableRandom(SEED);
        projection = new float[INNER][dimension];
        for (float[] row : projection) {
            for (int i = 0; i < dimension; i++) {
                row[i] = (float) random.nextGaussian();
            }
        }
    }

    float[] row(long number) {
        SplittableRandom random = new SplittableRandom(SEED ^ (number + 1) * 0x9E3779B97F4A7C15L);
        SplittableRandom centre = new SplittableRandom(CENTRES + random.nextInt(clusters));
        float[] vector = new float[dimension];
        for (float[] axis : projection) {
            double at = centre.nextGaussian() + WITHIN_CLUSTER * random.nextGaussian();
            for (int i = 0; i < dimension; i++) {
                vector[i] += (float) (at * axis[i]);
            }
        }
        double squares = 0;
        for (int i = 0; i < dimension; i++) {
            vector[i] += (float) (NOISE * Math.sqrt(INNER) * random.nextGaussian());
            squares += (double) vector[i] * vector[i];
        }
        float scale = (float) (1 / Math.sqrt(squares));
        for (int i = 0; i < dimension; i++) {
            vector[i] *= scale;
        }
        return vector;
    }

    /** Rows {@code first} to {@code first + count - 1}. */
    List<float[]> rows(long first, int count) {
        List<float[]> rows = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            rows.add(row(first + i));
        }
        return rows;
    }
}
