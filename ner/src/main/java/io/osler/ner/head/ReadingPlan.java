package io.osler.ner.head;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * How a sentence is put before a model, and what is taken of it. Chosen by measurement (docs/decisions/0007).
 *
 * @param layers       after how many of the model's layers states are taken, rising
 * @param before       what stands before the first reading
 * @param again        what stands between the readings; empty for one reading only
 * @param windowTokens most tokens of the sentence that are read together; a longer one is read in windows
 */
public record ReadingPlan(List<Integer> layers, String before, String again, int windowTokens) {
    /** Shares of a model's depth at which states are taken. */
    private static final double[] DEPTHS = {0.4, 0.6, 0.8};

    private static final String TEXT = "Text: ";
    private static final String TEXT_AGAIN = "\nSame text: ";
    private static final int WINDOW_TOKENS = 512;

    public ReadingPlan {
        layers = List.copyOf(layers);
        if (layers.isEmpty()) {
            throw new IllegalArgumentException("layers is empty, expected at least one");
        }
        if (windowTokens < 16) {
            throw new IllegalArgumentException("windowTokens is %d, expected at least 16".formatted(windowTokens));
        }
    }

    /** What is usual for a language model of so many layers. */
    public static ReadingPlan of(int modelLayers) {
        return new ReadingPlan(usualLayers(modelLayers), TEXT, TEXT_AGAIN, WINDOW_TOKENS);
    }

    /**
     * What is usual for an encoder of so many layers.
     *
     * @param tokensMax most tokens of a text that it reads
     */
    public static ReadingPlan ofEncoder(int modelLayers, int tokensMax) {
        return new ReadingPlan(usualLayers(modelLayers), "", "", Math.min(tokensMax, WINDOW_TOKENS));
    }

    private static List<Integer> usualLayers(int modelLayers) {
        return Arrays.stream(DEPTHS)
                .mapToObj(depth -> Math.max(1, (int) Math.round(depth * modelLayers)))
                .distinct()
                .toList();
    }

    public ReadingPlan withLayers(List<Integer> others) {
        return new ReadingPlan(others, before, again, windowTokens);
    }

    public ReadingPlan withWindowTokens(int tokens) {
        return new ReadingPlan(layers, before, again, tokens);
    }

    /** The same with each sentence read once. */
    public ReadingPlan once() {
        return new ReadingPlan(layers, before, "", windowTokens);
    }

    /** For each model what one pass must tell so that each head finds its own layers; a list for each head. */
    static List<ReadingPlan> unions(List<List<ReadingPlan>> heads) {
        return IntStream.range(0, heads.getFirst().size())
                .mapToObj(model ->
                        union(heads.stream().map(plans -> plans.get(model)).toList()))
                .toList();
    }

    private static ReadingPlan union(List<ReadingPlan> plans) {
        ReadingPlan first = plans.getFirst();
        for (ReadingPlan plan : plans) {
            if (!plan.withLayers(first.layers).equals(first)) {
                throw new IllegalArgumentException(
                        "heads read sentences in different ways (%s and %s), expected one way for all of a pass"
                                .formatted(first.words(), plan.words()));
            }
        }
        return first.withLayers(plans.stream()
                .flatMap(plan -> plan.layers.stream())
                .distinct()
                .sorted()
                .toList());
    }

    private String words() {
        return Stream.of(before, again, Integer.toString(windowTokens)).collect(Collectors.joining(" | "));
    }

    int[] layerArray() {
        return layers.stream().mapToInt(Integer::intValue).toArray();
    }
}
