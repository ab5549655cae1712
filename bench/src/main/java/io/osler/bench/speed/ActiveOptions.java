package io.osler.bench.speed;

import io.osler.ner.propose.ActiveSimulation;
import io.osler.ner.propose.ActiveSimulation.Strategy;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import picocli.CommandLine.Option;

/** How the choice of sentences is simulated. Filled by picocli. */
final class ActiveOptions {
    @Option(
            names = "--active-sizes",
            split = ",",
            defaultValue = "50,100,200,400,800",
            description = "Of ACTIVE: sentences learnt from, the first drawn: ${DEFAULT-VALUE}.")
    private List<Integer> sizes;

    @Option(
            names = "--active-by",
            split = ",",
            description = "Of ACTIVE: how sentences are chosen: ${COMPLETION-CANDIDATES}.")
    private Set<Strategy> strategies = EnumSet.allOf(Strategy.class);

    @Option(
            names = "--active-pool",
            defaultValue = "2000",
            description = "Of ACTIVE: sentences to choose from: ${DEFAULT-VALUE}.")
    private int pool;

    @Option(
            names = "--active-test",
            defaultValue = "0",
            description = "Of ACTIVE: only so many test sentences, drawn; 0 for all: ${DEFAULT-VALUE}.")
    private int test;

    @Option(names = "--active-runs", defaultValue = "3", description = "Of ACTIVE: draws: ${DEFAULT-VALUE}.")
    private int runs;

    @Option(
            names = "--active-diversity",
            defaultValue = "0.3",
            description = "Of ACTIVE: as 'osler propose' takes it: ${DEFAULT-VALUE}.")
    private double diversity;

    /**
     * @param plans      one for each draw
     * @param strategies to be compared
     * @param pool       sentences to choose from
     * @param test       most test sentences; 0 for all
     */
    record Plan(List<ActiveSimulation.Plan> plans, Set<Strategy> strategies, int pool, int test) {}

    /** @throws IllegalArgumentException when a number is out of range */
    Plan plan() {
        if (runs < 1) {
            throw new IllegalArgumentException("active-runs is %d, expected at least 1".formatted(runs));
        }
        return new Plan(
                IntStream.range(0, runs)
                        .mapToObj(run -> new ActiveSimulation.Plan(sizes, diversity, 7 + run))
                        .toList(),
                strategies,
                pool,
                test);
    }
}
