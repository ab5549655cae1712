package io.osler.ner.select;

import io.osler.ner.AnnotatedText;
import java.util.List;

/**
 * Annotated sentences to choose examples from.
 *
 * @param sentences in the order that breaks ties
 * @param documents the document of each sentence, or nothing where documents are not known
 */
public record ExamplePool(List<AnnotatedText> sentences, List<String> documents) {
    public ExamplePool {
        sentences = List.copyOf(sentences);
        documents = List.copyOf(documents);
        if (!documents.isEmpty() && documents.size() != sentences.size()) {
            throw new IllegalArgumentException("%d documents for %d sentences, expected one for each or none"
                    .formatted(documents.size(), sentences.size()));
        }
    }

    /** A pool whose documents are not known. */
    public static ExamplePool of(List<AnnotatedText> sentences) {
        return new ExamplePool(sentences, List.of());
    }

    public int size() {
        return sentences.size();
    }
}
