package io.osler.ner.detect;

import io.osler.kb.search.NameDictionary;
import io.osler.models.TextSpan;
import io.osler.ner.AnnotatedText;
import io.osler.ner.Mention;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The baseline that keeps few-shot figures honest: longest match of the pool's own mention strings, no model. A string
 * counts when at least {@link #SHARE_MIN} of its occurrences in the pool are annotated; confidence is that share.
 */
public final class PoolDictionaryDetector implements MentionDetector {
    /** Best of 0.2, 0.3 and 0.5 on NCBI-disease. */
    public static final double SHARE_MIN = 0.3;

    private final NameDictionary<PoolStrings.Entry> dictionary;

    public PoolDictionaryDetector(List<AnnotatedText> pool) {
        this(PoolStrings.of(pool));
    }

    public PoolDictionaryDetector(PoolStrings strings) {
        Map<String, PoolStrings.Entry> names = new HashMap<>(strings.entries());
        names.values().removeIf(entry -> entry.share() < SHARE_MIN);
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
}
