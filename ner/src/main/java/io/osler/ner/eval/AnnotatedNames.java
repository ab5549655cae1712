package io.osler.ner.eval;

import io.osler.kb.NameKind;
import io.osler.kb.source.FactSink;
import io.osler.kb.source.SourceReport;
import io.osler.kb.source.TermSource;
import io.osler.ner.corpus.Corpus;
import io.osler.ner.corpus.CorpusDocument;
import io.osler.ner.corpus.CorpusMention;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * The words people annotated, as names of what they mean: a vocabulary made of a corpus's training part. A name that was
 * given several ids goes to the one it had most often; mentions of several ids, and short forms of two letters, which mean
 * something else in the next abstract, tell nothing.
 */
public final class AnnotatedNames implements TermSource {
    private static final int LETTERS_MIN = 3;

    private final String name;
    private final Corpus corpus;

    /**
     * @param name short, the origin of the names
     */
    public AnnotatedNames(String name, Corpus corpus) {
        this.name = name;
        this.corpus = corpus;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Optional<String> licenceNote() {
        return Optional.of("Mentions of an annotated corpus; that corpus's terms hold");
    }

    @Override
    public SourceReport read(FactSink facts) {
        Map<String, Map<String, Integer>> counts = new TreeMap<>();
        Map<String, String> written = new HashMap<>();
        long several = 0;
        long tooShort = 0;
        for (CorpusDocument document : corpus.documents()) {
            for (CorpusMention mention : document.mentions()) {
                String text = mention.cover().in(document.text()).replaceAll("\\s+", " ");
                Set<String> meant = LinkEvaluation.ids(mention);
                if (meant.size() != 1) {
                    several++;
                } else if (text.length() < LETTERS_MIN) {
                    tooShort++;
                } else {
                    String key = text.toLowerCase(Locale.ROOT);
                    written.putIfAbsent(key, text);
                    counts.computeIfAbsent(key, unseen -> new TreeMap<>())
                            .merge(meant.iterator().next(), 1, Integer::sum);
                }
            }
        }
        Set<String> concepts = new HashSet<>();
        counts.forEach((key, ids) -> {
            String id = ids.entrySet().stream()
                    .max(Comparator.comparingInt(Map.Entry::getValue))
                    .orElseThrow()
                    .getKey();
            concepts.add(id);
            facts.name(id, written.get(key), NameKind.EXACT, name);
        });
        return new SourceReport(
                name,
                concepts.size(),
                counts.size(),
                Map.of("mentions of several ids or of none", several, "shorter than 3 letters", tooShort));
    }
}
