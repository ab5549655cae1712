package io.osler.ner.corpus;

import java.util.List;

/**
 * Documents in their order, and what reading them met.
 *
 * @param documents with ids that differ
 * @param tally     what was passed over, and with a tolerant reader what was wrong
 */
public record Corpus(List<CorpusDocument> documents, ReadTally tally) {
    public Corpus {
        documents = List.copyOf(documents);
    }

    public static Corpus of(List<CorpusDocument> documents) {
        return new Corpus(documents, ReadTally.NOTHING);
    }

    /** How many mentions all documents have together. */
    public int mentions() {
        return documents.stream()
                .mapToInt(document -> document.mentions().size())
                .sum();
    }
}
