package io.osler.ner.eval;

import io.osler.ner.corpus.GoldSentence;
import io.osler.ner.files.Fingerprint;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Which documents of the pool are those a sentence itself comes from: where one corpus is pool and test set, or the two
 * have a document in common, retrieval must not show a sentence its neighbours of the same document. Names alone do not
 * tell, since files without names number their sentences: a document is common when a sentence of it is, too.
 *
 * @param pool       the document of each sentence of the pool; empty when none is common
 * @param ofSentence a sentence's own documents, by its text; nothing for most
 */
public record OwnDocuments(List<String> pool, Map<String, Set<String>> ofSentence) {
    public static final OwnDocuments NONE = new OwnDocuments(List.of(), Map.of());

    public OwnDocuments {
        pool = List.copyOf(pool);
        ofSentence = Map.copyOf(ofSentence);
    }

    private record Place(String document, String text) {
        static Place of(GoldSentence sentence) {
            return new Place(sentence.document(), sentence.text());
        }
    }

    /** @param split all that may be asked about, so that it is the same for every sample of it */
    public static OwnDocuments of(List<GoldSentence> split, List<GoldSentence> pool) {
        Set<Place> places = pool.stream().map(Place::of).collect(Collectors.toSet());
        Set<String> common = split.stream()
                .map(Place::of)
                .filter(places::contains)
                .map(Place::document)
                .collect(Collectors.toSet());
        if (common.isEmpty()) {
            return NONE;
        }
        Map<String, Set<String>> own = new HashMap<>();
        for (GoldSentence sentence : split) {
            if (common.contains(sentence.document())) {
                own.computeIfAbsent(sentence.text(), _ -> new HashSet<>()).add(sentence.document());
            }
        }
        return new OwnDocuments(pool.stream().map(GoldSentence::document).toList(), own);
    }

    public Set<String> of(String sentence) {
        return ofSentence.getOrDefault(sentence, Set.of());
    }

    /** Empty when nothing is left out of any sentence's examples. */
    String fingerprint() {
        return pool.isEmpty()
                ? ""
                : Fingerprint.of(String.join("\n", pool) + "\n\n"
                        + ofSentence.values().stream()
                                .flatMap(Set::stream)
                                .distinct()
                                .sorted()
                                .collect(Collectors.joining("\n")));
    }
}
