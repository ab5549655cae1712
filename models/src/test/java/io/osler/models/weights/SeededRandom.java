package io.osler.models.weights;

import java.util.SplittableRandom;

/** Random numbers that can be had again: the seed is printed, {@code -Dtest.seed=…} repeats a run. */
final class SeededRandom {
    private static final long SEED = 20_261_122;

    private SeededRandom() {}

    static SplittableRandom of(String what) {
        String given = System.getProperty("test.seed", "");
        long seed = given.isBlank() ? SEED : Long.parseLong(given);
        System.out.printf("%s: rerun with -Dtest.seed=%d%n", what, seed);
        return new SplittableRandom(seed ^ what.hashCode());
    }

    static byte[] bytes(SplittableRandom random, int count) {
        byte[] bytes = new byte[count];
        random.nextBytes(bytes);
        return bytes;
    }
}
