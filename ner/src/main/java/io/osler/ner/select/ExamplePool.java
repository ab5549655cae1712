package io.osler.ner.select;

import io.osler.ner.AnnotatedText;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

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

    /** The documents a text stands in, for texts of the pool; nothing for others, and where documents are not known. */
    public Function<String, Set<String>> documentsOfText() {
        Map<String, Set<String>> of = new HashMap<>();
        for (int i = 0; i < documents.size(); i++) {
            of.computeIfAbsent(sentences.get(i).text(), _ -> new HashSet<>()).add(documents.get(i));
        }
        return text -> of.getOrDefault(text, Set.of());
    }

    public int size() {
        return sentences.size();
    }
}
