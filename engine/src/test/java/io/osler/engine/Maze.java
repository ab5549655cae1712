package io.osler.engine;

import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** A random tree of choices, the same for the same seed: three moves at most, one or two tokens each. */
record Maze(long seed, int depth) implements Grammar {
    @Override
    public int tokensMax() {
        return 2 * depth;
    }

    @Override
    public List<Move> moves() {
        if (depth == 0) {
            return List.of();
        }
        SplittableRandom random = new SplittableRandom(seed);
        int count = 1 + random.nextInt(3);
        return IntStream.range(0, count)
                .mapToObj(i -> {
                    int[] evidence = random.ints(1 + random.nextInt(3), 10 * i, 10 * i + 10)
                            .distinct()
                            .toArray();
                    int[] tokens = random.ints(1 + random.nextInt(2), 0, 319).toArray();
                    return new Move(
                            evidence, tokens, random.nextDouble() - 0.5, new Maze(random.nextLong(), depth - 1));
                })
                .toList();
    }
}
