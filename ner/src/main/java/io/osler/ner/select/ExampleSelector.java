package io.osler.ner.select;

import io.osler.kb.TextEncoder;
import io.osler.ner.AnnotatedText;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.stream.IntStream;

/** Chooses the examples a prompt shows for a sentence. Safe for many threads. */
public interface ExampleSelector {
    /** The examples in prompt order: the last one stands next to the sentence. */
    List<AnnotatedText> select(String sentence);

    /** The examples of each sentence, together where that is faster. */
    default List<List<AnnotatedText>> selectAll(List<String> sentences) {
        return sentences.stream().map(this::select).toList();
    }

    /** The same selector for sentences of a document whose own sentences must not be shown. */
    default ExampleSelector outside(String document) {
        return outside(sentence -> Set.of(document));
    }

    /**
     * The same selector for sentences of many documents. One that shows the same examples for all sentences stays as it is.
     *
     * @param documents of the pool that have no part in a sentence's examples
     */
    default ExampleSelector outside(Function<String, Set<String>> documents) {
        return this;
    }

    /** The same examples for every sentence: they are read once and shared. */
    static ExampleSelector fixed(List<AnnotatedText> examples) {
        List<AnnotatedText> copy = List.copyOf(examples);
        return sentence -> copy;
    }

    /**
     * {@code k} of the pool, spread evenly over it, the same for every sentence. Pools written by hand go from style to
     * style, so an even spread shows each.
     */
    static ExampleSelector spread(List<AnnotatedText> pool, int k) {
        if (k < 0) {
            throw new IllegalArgumentException("k is %d, expected 0 or more".formatted(k));
        }
        int count = Math.min(k, pool.size());
        return fixed(IntStream.range(0, count)
                .mapToObj(i -> pool.get((int) ((2L * i + 1) * pool.size() / (2L * count))))
                .toList());
    }

    /**
     * What a spec asks for.
     *
     * @throws IllegalArgumentException when the pool has fewer sentences than are asked for, or a part is missing
     */
    static ExampleSelector of(SelectionSpec spec, ExamplePool pool, SelectorParts parts) {
        if (spec.strategy() == SelectionSpec.Strategy.NONE || spec.k() == 0) {
            return fixed(List.of());
        }
        if (pool.size() == 0) {
            throw new IllegalArgumentException(
                    "the pool of examples is empty, expected sentences for selection '%s'; 'none' needs no pool"
                            .formatted(spec));
        }
        if (spec.k() > pool.size()) {
            throw new IllegalArgumentException(
                    "k is %d, expected at most the pool's %d sentences".formatted(spec.k(), pool.size()));
        }
        return switch (spec.strategy()) {
            case NONE -> fixed(List.of());
            case SPREAD -> spread(pool.sentences(), spec.k());
            case STATIC ->
                fixed(Arrays.stream(RandomRanking.drawn(new SplittableRandom(spec.seed()), pool.size(), spec.k()))
                        .mapToObj(pool.sentences()::get)
                        .toList());
            case RANDOM, KATE_TFIDF, KATE_EMBEDDING, HYBRID, ENTITY, FARTHEST_TFIDF, FARTHEST_EMBEDDING ->
                new RankedExamples(pool, ranking(spec, pool, parts), spec.k(), spec.order());
        };
    }

    private static PoolRanking ranking(SelectionSpec spec, ExamplePool pool, SelectorParts parts) {
        return switch (spec.strategy()) {
            case RANDOM -> new RandomRanking(pool.size(), spec.seed());
            case KATE_TFIDF -> new TfidfRanking(pool.sentences());
            case KATE_EMBEDDING -> embedding(spec, pool, parts);
            case HYBRID ->
                new FusedRanking(
                        pool.size(), List.of(new TfidfRanking(pool.sentences()), embedding(spec, pool, parts)));
            case FARTHEST_TFIDF -> new FarthestRanking(new TfidfRanking(pool.sentences()), pool.size());
            case FARTHEST_EMBEDDING -> new FarthestRanking(embedding(spec, pool, parts), pool.size());
            case ENTITY ->
                new EntityRanking(
                        pool.sentences(),
                        parts.candidates()
                                .orElseThrow(() -> missing(spec, "a dictionary that finds candidate mentions")));
            case NONE, SPREAD, STATIC -> throw new IllegalStateException(spec + " ranks nothing");
        };
    }

    private static PoolRanking embedding(SelectionSpec spec, ExamplePool pool, SelectorParts parts) {
        TextEncoder encoder = parts.encoder().orElseThrow(() -> missing(spec, "an encoder of sentences"));
        return new EmbeddingRanking(
                encoder, parts.vectors().orElseGet(() -> PoolVectors.encode(pool.sentences(), encoder)));
    }

    private static IllegalArgumentException missing(SelectionSpec spec, String part) {
        return new IllegalArgumentException(
                "selection '%s' was given no %s".formatted(spec, part.replaceFirst("^an? ", "")));
    }
}
