package io.osler.kb.vector;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Invented vectors. */
final class Vectors {
    private Vectors() {}

    static float[] unit(SplittableRandom random, int dimension) {
        float[] vector = new float[dimension];
        double squares = 0;
        for (int i = 0; i < dimension; i++) {
            vector[i] = (float) random.nextGaussian();
            squares += vector[i] * vector[i];
        }
        for (int i = 0; i < dimension; i++) {
            vector[i] /= (float) Math.sqrt(squares);
        }
        return vector;
    }

    static List<float[]> units(long seed, int count, int dimension) {
        SplittableRandom random = new SplittableRandom(seed);
        List<float[]> vectors = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            vectors.add(unit(random, dimension));
        }
        return vectors;
    }

    /** Row {@code i} has key {@code 1000 + i / 3}: three names of each concept. */
    static void write(Path file, VectorForm form, List<float[]> vectors) {
        int dimension = vectors.isEmpty() ? 4 : vectors.getFirst().length;
        try (VectorIndexBuilder builder = VectorIndexBuilder.create(file, "invented", dimension, form)) {
            for (int i = 0; i < vectors.size(); i++) {
                builder.add(1000 + i / 3, vectors.get(i));
            }
            builder.build();
        }
    }
}
