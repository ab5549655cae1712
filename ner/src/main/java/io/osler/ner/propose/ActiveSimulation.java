package io.osler.ner.propose;

import io.osler.ner.head.SentenceReading;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * What choosing is worth: annotated sentences are treated as unlabelled, and learnt from only when chosen. All strategies
 * begin with the same sentences, drawn by seed; each then adds sentences in rounds by what its own head of the round
 * before is unsure of, and is scored on sentences kept apart.
 *
 * @param <H> heads
 */
public final class ActiveSimulation<H> {
    /** How the next sentences are chosen. */
    public enum Strategy {
        RANDOM(Optional.empty()),
        MNLP(Optional.of(Uncertainty.MNLP)),
        ENTROPY(Optional.of(Uncertainty.ENTROPY));

        private final Optional<Uncertainty> uncertainty;

        Strategy(Optional<Uncertainty> uncertainty) {
            this.uncertainty = uncertainty;
        }

        /** As tables and plots call it. */
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Fits heads to sentences of the pool, and judges them. */
    public interface Learner<H> {
        H fit(List<Integer> places);

        /** Does not look at what is annotated there. Called by many threads. */
        SentenceReading reading(H head, int place);

        /** On sentences that are not of the pool. */
        double f1(H head);
    }

    /**
     * @param sizes     numbers of sentences learnt from, rising; the first are drawn
     * @param diversity as {@link UsefulSentences#choose} takes it
     * @param seed      of the first sentences, of random choice and of ties
     */
    public record Plan(List<Integer> sizes, double diversity, long seed) {
        public Plan {
            sizes = List.copyOf(sizes);
            for (int i = 0; i < sizes.size(); i++) {
                if (sizes.get(i) <= (i == 0 ? 0 : sizes.get(i - 1))) {
                    throw new IllegalArgumentException("sizes are %s, expected rising numbers from 1".formatted(sizes));
                }
            }
            if (sizes.isEmpty()) {
                throw new IllegalArgumentException("sizes are empty, expected at least one");
            }
        }
    }

    /**
     * @param sentences learnt from
     * @param words     in them: what people have to read
     * @param f1        strict, on sentences kept apart
     */
    public record Point(int sentences, int words, double f1) {}

    private final List<String> pool;
    private final Learner<H> learner;
    private final Plan plan;
    private final Consumer<String> progress;

    /**
     * @param pool     texts of the sentences, in the order of the learner's places
     * @param progress told of each fit, a line at a time
     */
    public ActiveSimulation(List<String> pool, Learner<H> learner, Plan plan, Consumer<String> progress) {
        if (pool.size() < plan.sizes().getLast()) {
            throw new IllegalArgumentException(
                    "the pool has %d sentences, expected at least the %d that shall be learnt from"
                            .formatted(pool.size(), plan.sizes().getLast()));
        }
        this.pool = List.copyOf(pool);
        this.learner = learner;
        this.plan = plan;
        this.progress = progress;
    }

    /** A curve for each strategy, with a point for each size. */
    public Map<Strategy, List<Point>> run(Set<Strategy> strategies) {
        List<Integer> drawn = new ArrayList<>(indices());
        Collections.shuffle(drawn, new Random(plan.seed()));
        List<Integer> first = drawn.subList(0, plan.sizes().getFirst());
        H head = learner.fit(first);
        Point begin = point(first, head);
        Map<Strategy, List<Point>> curves = new EnumMap<>(Strategy.class);
        strategies.forEach(strategy -> curves.put(strategy, curve(strategy, first, head, begin)));
        return curves;
    }

    private List<Point> curve(Strategy strategy, List<Integer> first, H begun, Point begin) {
        List<Point> points = new ArrayList<>(List.of(begin));
        List<Integer> learnt = new ArrayList<>(first);
        H head = begun;
        for (int size : plan.sizes().subList(1, plan.sizes().size())) {
            learnt.addAll(next(strategy, head, learnt, size - learnt.size()));
            head = learner.fit(learnt);
            Point point = point(learnt, head);
            points.add(point);
            progress.accept(String.format(
                    Locale.ROOT, "%s, %,d sentences: F1 %.3f", strategy.label(), point.sentences(), point.f1()));
        }
        return List.copyOf(points);
    }

    private List<Integer> next(Strategy strategy, H head, List<Integer> learnt, int count) {
        Set<Integer> known = new HashSet<>(learnt);
        List<Integer> rest = new ArrayList<>(
                indices().stream().filter(place -> !known.contains(place)).toList());
        Collections.shuffle(rest, new Random(plan.seed() + learnt.size()));
        if (strategy.uncertainty.isEmpty()) {
            return rest.subList(0, count);
        }
        Uncertainty uncertainty = strategy.uncertainty.get();
        double[] useful = rest.parallelStream()
                .mapToDouble(place -> uncertainty.of(learner.reading(head, place)))
                .toArray();
        List<Integer> chosen = new UsefulSentences(rest.stream().map(pool::get).toList(), plan.seed())
                .choose(useful, learnt.stream().map(pool::get).toList(), count, plan.diversity());
        List<Integer> next = new ArrayList<>(chosen.stream().map(rest::get).toList());
        Set<Integer> taken = new HashSet<>(next);
        rest.stream()
                .filter(place -> !taken.contains(place))
                .limit(count - next.size())
                .forEach(next::add);
        return next;
    }

    private Point point(List<Integer> learnt, H head) {
        int words = learnt.stream()
                .mapToInt(place -> pool.get(place).split(" ").length)
                .sum();
        return new Point(learnt.size(), words, learner.f1(head));
    }

    private List<Integer> indices() {
        return IntStream.range(0, pool.size()).boxed().toList();
    }
}
