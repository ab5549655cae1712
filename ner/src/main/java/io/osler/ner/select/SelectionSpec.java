package io.osler.ner.select;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Which examples a prompt shows, as users write it: {@code kate:tfidf,k=16} or {@code random,seed=3,k=8,order=pool}.
 *
 * @param strategy how they are chosen
 * @param k        how many, at least 0
 * @param seed     of random choices
 * @param order    how they stand in the prompt
 */
public record SelectionSpec(Strategy strategy, int k, long seed, Order order) {
    /** The study's number of examples. */
    public static final int K_DEFAULT = 16;

    /** An even spread over the pool, the same for all sentences. */
    public static final SelectionSpec SPREAD = new SelectionSpec(Strategy.SPREAD, K_DEFAULT, 0, Order.NEAREST_LAST);

    /** How examples are chosen. */
    public enum Strategy {
        NONE("none"),
        /** An even spread over the pool, the same for all sentences. */
        SPREAD("spread"),
        /** Drawn once, the same for all sentences. */
        STATIC("static"),
        /** Drawn for each sentence. */
        RANDOM("random"),
        /** Nearest by words. */
        KATE_TFIDF("kate:tfidf"),
        /** Nearest by sentence vectors. */
        KATE_EMBEDDING("kate:embedding"),
        /** Both rankings, fused. */
        HYBRID("hybrid"),
        /** Mentions most like what a dictionary finds in the sentence. */
        ENTITY("entity"),
        /** Least like by words: a control. */
        FARTHEST_TFIDF("farthest:tfidf"),
        /** Least like by vectors: a control. */
        FARTHEST_EMBEDDING("farthest:embedding");

        private final String text;

        Strategy(String text) {
            this.text = text;
        }

        /** The same examples whatever the sentence, so that prompts share them. */
        public boolean isFixed() {
            return this == NONE || this == SPREAD || this == STATIC;
        }

        /** Chosen for being like the sentence. */
        public boolean isNear() {
            return this == KATE_TFIDF || this == KATE_EMBEDDING || this == HYBRID || this == ENTITY;
        }

        /** Whether sentence vectors are needed. */
        public boolean needsEncoder() {
            return this == KATE_EMBEDDING || this == HYBRID || this == FARTHEST_EMBEDDING;
        }

        private static Strategy of(String text) {
            String full = text.equals("kate") || text.equals("farthest") ? text + ":tfidf" : text;
            return Arrays.stream(values())
                    .filter(strategy -> strategy.text.equals(full))
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException("selection is '%s', expected one of %s"
                            .formatted(
                                    text,
                                    Arrays.stream(values())
                                            .map(strategy -> strategy.text)
                                            .collect(Collectors.joining(", ")))));
        }

        @Override
        public String toString() {
            return text;
        }
    }

    /** How examples stand in the prompt. */
    public enum Order {
        /** The nearest next to the sentence. */
        NEAREST_LAST,
        NEAREST_FIRST,
        /** As in the pool, so that prompts with common examples begin alike more often. */
        POOL;

        private static Order of(String text) {
            return Arrays.stream(values())
                    .filter(order -> order.toString().equals(text))
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException(
                            "order is '%s', expected one of %s".formatted(text, Arrays.toString(values()))));
        }

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    public SelectionSpec {
        if (k < 0) {
            throw new IllegalArgumentException("k is %d, expected 0 or more".formatted(k));
        }
    }

    /**
     * Reads {@code strategy[,k=16][,seed=0][,order=nearest-last]}.
     *
     * @throws IllegalArgumentException with what was expected
     */
    public static SelectionSpec parse(String text) {
        List<String> parts = List.of(text.strip().split("\\s*,\\s*"));
        SelectionSpec spec = SPREAD.with(Strategy.of(parts.getFirst()));
        for (String option : parts.subList(1, parts.size())) {
            String[] pair = option.split("=", -1);
            if (pair.length != 2) {
                throw unknown(option);
            }
            spec = switch (pair[0]) {
                case "k" -> spec.withK(count("k", pair[1]));
                case "seed" -> spec.withSeed(number("seed", pair[1], Long.MAX_VALUE));
                case "order" -> spec.withOrder(Order.of(pair[1]));
                default -> throw unknown(option);
            };
        }
        return spec;
    }

    public SelectionSpec with(Strategy chosen) {
        return new SelectionSpec(chosen, k, seed, order);
    }

    public SelectionSpec withK(int count) {
        return new SelectionSpec(strategy, count, seed, order);
    }

    public SelectionSpec withSeed(long value) {
        return new SelectionSpec(strategy, k, value, order);
    }

    public SelectionSpec withOrder(Order chosen) {
        return new SelectionSpec(strategy, k, seed, chosen);
    }

    /** As {@link #parse} reads it, what is left at its default left out; k stands always. */
    @Override
    public String toString() {
        boolean drawn = strategy == Strategy.STATIC || strategy == Strategy.RANDOM;
        return strategy
                + (strategy == Strategy.NONE ? "" : ",k=" + k)
                + (drawn ? ",seed=" + seed : "")
                + (strategy.isFixed() || order == Order.NEAREST_LAST ? "" : ",order=" + order);
    }

    /** A whole number of something, as users write it. */
    public static int count(String name, String text) {
        return (int) number(name, text, Integer.MAX_VALUE);
    }

    private static long number(String name, String text, long most) {
        Optional<Long> value =
                Optional.of(text).filter(t -> t.matches("[0-9]{1,18}")).map(Long::valueOf);
        return value.filter(v -> v <= most)
                .orElseThrow(() -> new IllegalArgumentException(
                        "%s is '%s', expected a whole number, 0 or more".formatted(name, text)));
    }

    private static IllegalArgumentException unknown(String option) {
        return new IllegalArgumentException(
                "selection option is '%s', expected k=NUMBER, seed=NUMBER or order=NAME".formatted(option));
    }
}
