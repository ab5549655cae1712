package io.osler.ner.select;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Cosine of bags of terms. Weight {@code (1 + ln tf) * idf}, {@code idf = ln((N + 1) / (df + 1)) + 1}, and
 * {@code ln(N + 1) + 1} for a term that no entry has; vectors of length 1. Immutable.
 */
public final class TfidfIndex {
    private record Posting(int entry, double weight) {}

    private final int size;
    private final Map<String, Double> idf = new HashMap<>();
    private final double idfOfUnknown;
    private final Map<String, List<Posting>> postings = new HashMap<>();

    /** @param entries the terms of each entry, repeats counted */
    public TfidfIndex(List<List<String>> entries) {
        size = entries.size();
        Map<String, Integer> frequencies = new HashMap<>();
        for (List<String> terms : entries) {
            terms.stream().distinct().forEach(term -> frequencies.merge(term, 1, Integer::sum));
        }
        double all = size + 1.0;
        frequencies.forEach((term, count) -> idf.put(term, Math.log(all / (count + 1)) + 1));
        idfOfUnknown = Math.log(all) + 1;
        for (int i = 0; i < size; i++) {
            int entry = i;
            vector(entries.get(i))
                    .forEach((term, weight) -> postings.computeIfAbsent(term, key -> new ArrayList<>())
                            .add(new Posting(entry, weight)));
        }
    }

    /** Cosine with each entry, 0 where no term is common. */
    public double[] cosines(List<String> terms) {
        double[] scores = new double[size];
        vector(terms).forEach((term, weight) -> {
            for (Posting posting : postings.getOrDefault(term, List.of())) {
                scores[posting.entry()] += weight * posting.weight();
            }
        });
        return scores;
    }

    private Map<String, Double> vector(List<String> terms) {
        Map<String, Integer> counts = new HashMap<>();
        terms.forEach(term -> counts.merge(term, 1, Integer::sum));
        Map<String, Double> vector = new HashMap<>();
        counts.forEach((term, count) -> vector.put(term, (1 + Math.log(count)) * idf.getOrDefault(term, idfOfUnknown)));
        double length =
                Math.sqrt(vector.values().stream().mapToDouble(w -> w * w).sum());
        vector.replaceAll((term, weight) -> weight / length);
        return vector;
    }
}
