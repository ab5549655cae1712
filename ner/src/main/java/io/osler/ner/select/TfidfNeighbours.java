package io.osler.ner.select;

import io.osler.ner.AnnotatedText;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * The k sentences of a pool most like a sentence, by TF-IDF, nearest last; the sentence itself is left out.
 *
 * <p>Tokens are separated by spaces and lower-cased; weight {@code (1 + ln tf) * idf},
 * {@code idf = ln((N + 1) / (df + 1)) + 1}, {@code ln(N + 1) + 1} for a token outside the pool; vectors of length 1.
 * Scores equal to nine decimals are ties and go by place in the pool.
 */
public final class TfidfNeighbours implements ExampleSelector {
    private record Posting(int sentence, double weight) {}

    private final List<AnnotatedText> pool;
    private final int k;
    private final Map<String, Double> idf = new HashMap<>();
    private final double idfOfUnknown;
    private final Map<String, List<Posting>> postings = new HashMap<>();

    public TfidfNeighbours(List<AnnotatedText> pool, int k) {
        if (k < 1) {
            throw new IllegalArgumentException("k is %d, expected at least 1".formatted(k));
        }
        this.pool = List.copyOf(pool);
        this.k = k;
        Map<String, Integer> documents = new HashMap<>();
        for (AnnotatedText sentence : pool) {
            counts(sentence.text()).keySet().forEach(token -> documents.merge(token, 1, Integer::sum));
        }
        double size = pool.size() + 1.0;
        documents.forEach((token, count) -> idf.put(token, Math.log(size / (count + 1)) + 1));
        idfOfUnknown = Math.log(size) + 1;
        for (int i = 0; i < pool.size(); i++) {
            int sentence = i;
            vector(pool.get(i).text())
                    .forEach((token, weight) -> postings.computeIfAbsent(token, key -> new ArrayList<>())
                            .add(new Posting(sentence, weight)));
        }
    }

    @Override
    public List<AnnotatedText> select(String sentence) {
        double[] scores = new double[pool.size()];
        vector(sentence).forEach((token, weight) -> {
            for (Posting posting : postings.getOrDefault(token, List.of())) {
                scores[posting.sentence()] += weight * posting.weight();
            }
        });
        double[] rounded =
                Arrays.stream(scores).map(score -> Math.round(score * 1e9)).toArray();
        return IntStream.range(0, scores.length)
                .filter(i -> scores[i] > 0 && !pool.get(i).text().equals(sentence))
                .boxed()
                .sorted(Comparator.comparingDouble((Integer i) -> -rounded[i]).thenComparingInt(i -> i))
                .limit(k)
                .map(pool::get)
                .toList()
                .reversed();
    }

    private Map<String, Double> vector(String text) {
        Map<String, Double> vector = new HashMap<>();
        counts(text)
                .forEach((token, count) ->
                        vector.put(token, (1 + Math.log(count)) * idf.getOrDefault(token, idfOfUnknown)));
        double length =
                Math.sqrt(vector.values().stream().mapToDouble(w -> w * w).sum());
        vector.replaceAll((token, weight) -> weight / length);
        return vector;
    }

    private static Map<String, Integer> counts(String text) {
        Map<String, Integer> counts = new HashMap<>();
        for (String token : text.toLowerCase(Locale.ROOT).split(" ")) {
            if (!token.isEmpty()) {
                counts.merge(token, 1, Integer::sum);
            }
        }
        return counts;
    }
}
