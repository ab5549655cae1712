package io.osler.ner.select;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.zip.CRC32C;

/** A draw for each sentence, by seed and sentence alone: the order of questions does not matter. */
final class RandomRanking implements PoolRanking {
    private final int poolSize;
    private final long seed;

    RandomRanking(int poolSize, long seed) {
        this.poolSize = poolSize;
        this.seed = seed;
    }

    @Override
    public int[] best(String sentence, int count) {
        return drawn(new SplittableRandom(seed * 0x9E3779B97F4A7C15L + hash(sentence)), poolSize, count);
    }

    /** Distinct places in the order they were drawn: the beginning of a Fisher-Yates shuffle. */
    static int[] drawn(SplittableRandom random, int poolSize, int count) {
        int[] places = new int[Math.min(count, poolSize)];
        Map<Integer, Integer> moved = new HashMap<>();
        for (int i = 0; i < places.length; i++) {
            int at = i + random.nextInt(poolSize - i);
            places[i] = moved.getOrDefault(at, at);
            moved.put(at, moved.getOrDefault(i, i));
        }
        return places;
    }

    private static long hash(String sentence) {
        CRC32C checksum = new CRC32C();
        checksum.update(sentence.getBytes(StandardCharsets.UTF_8));
        return checksum.getValue();
    }
}
