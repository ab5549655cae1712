package io.osler.ner.detect;

import io.osler.kb.search.NameDictionary;
import io.osler.models.TextSpan;
import io.osler.ner.AnnotatedText;
import io.osler.ner.Mention;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * The baseline that keeps few-shot figures honest: longest match of the pool's own mention strings, no model. A string
 * counts when at least {@link #SHARE_MIN} of its occurrences in the pool are annotated; confidence is that share.
 */
public final class PoolDictionaryDetector implements MentionDetector {
    /** Best of 0.2, 0.3 and 0.5 on NCBI-disease. */
    public static final double SHARE_MIN = 0.3;

    private record Entry(String type, double share) {}

    private final NameDictionary<Entry> dictionary;

    public PoolDictionaryDetector(List<AnnotatedText> pool) {
        Map<String, Map<String, Integer>> annotated = new HashMap<>();
        for (AnnotatedText sentence : pool) {
            for (Mention mention : sentence.mentions()) {
                annotated
                        .computeIfAbsent(
                                mention.span().in(sentence.text()).toLowerCase(Locale.ROOT), key -> new HashMap<>())
                        .merge(mention.type(), 1, Integer::sum);
            }
        }
        Map<String, Integer> occurrences = occurrences(pool, annotated.keySet());
        Map<String, Entry> names = new HashMap<>();
        annotated.forEach((name, types) -> {
            Map.Entry<String, Integer> most =
                    types.entrySet().stream().max(Map.Entry.comparingByValue()).orElseThrow();
            double share = Math.min(1, (double) most.getValue() / occurrences.getOrDefault(name, most.getValue()));
            if (share >= SHARE_MIN) {
                names.put(name, new Entry(most.getKey(), share));
            }
        });
        this.dictionary = NameDictionary.of(names);
    }

    @Override
    public List<Mention> detect(String sentence) {
        return dictionary.scan(sentence).stream()
                .map(match -> new Mention(
                        new TextSpan(match.begin(), match.end()),
                        match.entry().type(),
                        match.entry().share()))
                .toList();
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
