package io.osler.ner.detect;

import io.osler.ner.AnnotatedText;
import io.osler.ner.Mention;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The strings that people annotated in a pool of sentences, in lower case.
 *
 * @param entries what each is
 */
public record PoolStrings(Map<String, Entry> entries) {
    /**
     * What a string is in the pool.
     *
     * @param type  annotated most often
     * @param share of its occurrences that are annotated so
     */
    public record Entry(String type, double share) {}

    public PoolStrings {
        entries = Map.copyOf(entries);
    }

    public static PoolStrings of(List<AnnotatedText> pool) {
        Map<String, Map<String, Integer>> annotated = new HashMap<>();
        for (AnnotatedText sentence : pool) {
            for (Mention mention : sentence.mentions()) {
                annotated
                        .computeIfAbsent(
                                mention.span().in(sentence.text()).toLowerCase(Locale.ROOT), key -> new TreeMap<>())
                        .merge(mention.type(), 1, Integer::sum);
            }
        }
        Map<String, Integer> occurrences = occurrences(pool, annotated.keySet());
        Map<String, Entry> entries = new HashMap<>();
        annotated.forEach((name, types) -> {
            Map.Entry<String, Integer> most =
                    types.entrySet().stream().max(Map.Entry.comparingByValue()).orElseThrow();
            double share = Math.min(1, (double) most.getValue() / occurrences.getOrDefault(name, most.getValue()));
            entries.put(name, new Entry(most.getKey(), share));
        });
        return new PoolStrings(entries);
    }

    /** How often each string stands in the pool as whole space-separated tokens, annotated or not. */
    private static Map<String, Integer> occurrences(List<AnnotatedText> pool, Set<String> names) {
        int longest =
                names.stream().mapToInt(name -> name.split(" ").length).max().orElse(0);
        Map<String, Integer> occurrences = new HashMap<>();
        for (AnnotatedText sentence : pool) {
            String[] tokens = sentence.text().toLowerCase(Locale.ROOT).split(" ");
            for (int begin = 0; begin < tokens.length; begin++) {
                StringBuilder name = new StringBuilder();
                for (int end = begin; end < Math.min(tokens.length, begin + longest); end++) {
                    name.append(end == begin ? "" : " ").append(tokens[end]);
                    String candidate = name.toString();
                    if (names.contains(candidate)) {
                        occurrences.merge(candidate, 1, Integer::sum);
                    }
                }
            }
        }
        return occurrences;
    }
}
