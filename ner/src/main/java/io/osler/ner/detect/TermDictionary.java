package io.osler.ner.detect;

import io.osler.kb.Concept;
import io.osler.kb.KnowledgeBase;
import io.osler.kb.ScanOptions;
import io.osler.kb.Sense;
import io.osler.kb.search.NameMatch;
import io.osler.models.TextSpan;
import io.osler.ner.prompt.KnowledgeLines.Meaning;
import java.util.List;

/** What terms mean, and which stand in a text. Safe for many threads. */
public interface TermDictionary {
    /** What a term may stand for, the likeliest first; empty when it is not known. */
    List<Meaning> lookUp(String term);

    /**
     * A term that stands in a text.
     *
     * @param meanings the likeliest first, at least one
     */
    record Match(TextSpan span, List<Meaning> meanings) {}

    /** The terms of a text in their order, not overlapping. */
    List<Match> scan(String text);

    /** A knowledge base as a dictionary; it stays the caller's to close. */
    static TermDictionary of(KnowledgeBase kb) {
        return new TermDictionary() {
            @Override
            public List<Meaning> lookUp(String term) {
                return meanings(kb.lookUp(term));
            }

            @Override
            public List<Match> scan(String text) {
                return kb.scan(text, ScanOptions.DEFAULTS).stream()
                        .map(this::match)
                        .toList();
            }

            private Match match(NameMatch<List<Sense>> match) {
                return new Match(new TextSpan(match.begin(), match.end()), meanings(match.entry()));
            }

            private List<Meaning> meanings(List<Sense> senses) {
                return senses.stream()
                        .map(sense -> {
                            Concept concept = kb.concept(sense.concept());
                            return new Meaning(sense.types(), concept.definition());
                        })
                        .toList();
            }
        };
    }
}
