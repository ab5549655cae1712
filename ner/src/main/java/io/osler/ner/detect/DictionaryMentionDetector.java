package io.osler.ner.detect;

import io.osler.kb.KnowledgeBase;
import io.osler.kb.ScanOptions;
import io.osler.kb.Sense;
import io.osler.kb.search.NameMatch;
import io.osler.models.TextSpan;
import io.osler.ner.Mention;
import java.util.List;
import java.util.Optional;

/**
 * Finds the names of a knowledge base, at each place the longest, and no model is asked: fast, always the same, blind to
 * what no vocabulary lists. A name that may mean several things takes the label of the likeliest one that has a label;
 * confidence is that sense's score. Also reads whole notes: then short forms that a note explains once are found
 * everywhere in it.
 */
public final class DictionaryMentionDetector implements MentionDetector {
    private final KnowledgeBase names;
    private final LabelTypes labels;
    private final ScanOptions options;

    /**
     * @param names stays open as long as this is used
     */
    public DictionaryMentionDetector(KnowledgeBase names, LabelTypes labels) {
        this.names = names;
        this.labels = labels;
        this.options = ScanOptions.DEFAULTS.withTypes(labels.types());
    }

    /**
     * A name that was found.
     *
     * @param mention as {@link #detect} tells it
     * @param origin  the vocabulary that states the name
     */
    public record Hit(Mention mention, String origin) {}

    /** @throws IllegalArgumentException when the knowledge base has none of the types that the labels stand for */
    @Override
    public List<Mention> detect(String text) {
        return hits(text).stream().map(Hit::mention).toList();
    }

    /** As {@link #detect}, with where names come from. */
    public List<Hit> hits(String text) {
        return names.scan(text, options).stream()
                .flatMap(match -> hit(match).stream())
                .toList();
    }

    private Optional<Hit> hit(NameMatch<List<Sense>> match) {
        TextSpan span = new TextSpan(match.begin(), match.end());
        for (Sense sense : match.entry()) {
            Optional<String> label = labels.label(sense);
            if (label.isPresent()) {
                Mention mention = new Mention(span, label.get(), Math.clamp(sense.score(), 0, 1));
                return Optional.of(new Hit(mention, sense.origin()));
            }
        }
        return Optional.empty();
    }
}
