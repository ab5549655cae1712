package io.osler.ner;

import io.osler.kb.KnowledgeBase;
import io.osler.ner.assertion.AssertionRules;
import io.osler.ner.assertion.Assertions;
import io.osler.ner.detect.DictionaryMentionDetector;
import io.osler.ner.detect.LabelTypes;
import io.osler.ner.text.Sentence;
import io.osler.ner.text.SentenceSplitter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Finds a task's entities by their names alone: the baseline that needs no model, and the way to read millions of notes.
 * Owns the knowledge base it was given; closing it closes that. Safe for many threads, and faster on many.
 */
public final class DictionaryNer implements AutoCloseable {
    private final KnowledgeBase names;
    private final DictionaryMentionDetector detector;
    private final Optional<Assertions> assertions;
    private final SentenceSplitter splitter = new SentenceSplitter();

    public DictionaryNer(KnowledgeBase names, LabelTypes labels) {
        this(names, labels, Optional.of(AssertionRules.BUILT_IN));
    }

    /** @param rules what says whether a mention is denied, doubted or somebody else's; empty for not to ask */
    public DictionaryNer(KnowledgeBase names, LabelTypes labels, Optional<AssertionRules> rules) {
        this.names = names;
        this.assertions = rules.map(Assertions::new);
        this.detector = new DictionaryMentionDetector(names, labels);
    }

    /**
     * Finds the mentions of one note. Headings hold none, and none goes over the end of a sentence, as with
     * {@link ClinicalNer}.
     */
    public Annotations annotate(ClinicalNote note) {
        long begin = System.nanoTime();
        List<Sentence> sentences = splitter.split(note.text());
        List<Mention> inside = new ArrayList<>();
        int at = 0;
        for (Mention mention : detector.detect(note.text())) {
            while (at < sentences.size()
                    && sentences.get(at).span().end() < mention.span().end()) {
                at++;
            }
            if (at < sentences.size() && holds(sentences.get(at), mention)) {
                inside.add(mention);
            }
        }
        List<Mention> asserted =
                assertions.map(each -> each.of(note.text(), sentences, inside)).orElse(inside);
        return new Annotations(note, asserted, sentences.size(), List.of(), System.nanoTime() - begin);
    }

    /** How many sentences a note has. */
    public int sentences(ClinicalNote note) {
        return splitter.split(note.text()).size();
    }

    public KnowledgeBase knowledgeBase() {
        return names;
    }

    @Override
    public void close() {
        names.close();
    }

    private static boolean holds(Sentence sentence, Mention mention) {
        return !sentence.heading()
                && sentence.span().begin() <= mention.span().begin()
                && mention.span().end() <= sentence.span().end();
    }
}
