package io.osler.ner.select;

import io.osler.ner.AnnotatedText;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.IntStream;

/** The first k of a ranking; the sentence itself, however cased or spaced, and its own document are left out. */
final class RankedExamples implements ExampleSelector {
    private final ExamplePool pool;
    private final PoolRanking ranking;
    private final int k;
    private final SelectionSpec.Order order;
    private final Map<String, Integer> copies;
    private final Map<String, Integer> sizes;
    private final Function<String, Set<String>> outside;

    RankedExamples(ExamplePool pool, PoolRanking ranking, int k, SelectionSpec.Order order) {
        this(pool, ranking, k, order, new HashMap<>(), new HashMap<>(), sentence -> Set.of());
        pool.sentences().forEach(sentence -> copies.merge(key(sentence.text()), 1, Integer::sum));
        pool.documents().forEach(name -> sizes.merge(name, 1, Integer::sum));
    }

    private RankedExamples(
            ExamplePool pool,
            PoolRanking ranking,
            int k,
            SelectionSpec.Order order,
            Map<String, Integer> copies,
            Map<String, Integer> sizes,
            Function<String, Set<String>> outside) {
        this.pool = pool;
        this.ranking = ranking;
        this.k = k;
        this.order = order;
        this.copies = copies;
        this.sizes = sizes;
        this.outside = outside;
    }

    @Override
    public ExampleSelector outside(Function<String, Set<String>> documents) {
        return new RankedExamples(pool, ranking, k, order, copies, sizes, documents);
    }

    @Override
    public List<AnnotatedText> select(String sentence) {
        return examples(sentence, ranking.best(sentence, wanted(sentence)));
    }

    @Override
    public List<List<AnnotatedText>> selectAll(List<String> sentences) {
        int wanted = sentences.stream().mapToInt(this::wanted).max().orElse(0);
        List<int[]> ranked = ranking.best(sentences, wanted);
        return IntStream.range(0, sentences.size())
                .mapToObj(i -> examples(sentences.get(i), ranked.get(i)))
                .toList();
    }

    /** As many as are left out may stand among the best. */
    private int wanted(String sentence) {
        int left = copies.getOrDefault(key(sentence), 0)
                + outside.apply(sentence).stream()
                        .mapToInt(name -> sizes.getOrDefault(name, 0))
                        .sum();
        return k + left;
    }

    private List<AnnotatedText> examples(String sentence, int[] ranked) {
        String own = key(sentence);
        Set<String> leftOut = outside.apply(sentence);
        List<Integer> places = new ArrayList<>(Arrays.stream(ranked)
                .filter(place -> !key(pool.sentences().get(place).text()).equals(own))
                .filter(place -> pool.documents().isEmpty()
                        || !leftOut.contains(pool.documents().get(place)))
                .limit(k)
                .boxed()
                .toList());
        switch (order) {
            case NEAREST_FIRST -> {}
            case NEAREST_LAST -> Collections.reverse(places);
            case POOL -> Collections.sort(places);
        }
        return places.stream().map(pool.sentences()::get).toList();
    }

    private static String key(String text) {
        return text.strip().toLowerCase(Locale.ROOT).replaceAll("\\s+", " ");
    }
}
