package io.osler.ner.link;

import io.osler.kb.Sense;
import java.util.List;

/** Finds concepts with names like a mention, where looking names up finds none. Safe for many threads. */
@FunctionalInterface
public interface CandidateSource {
    /** Knows nothing: names are looked up or not found. */
    CandidateSource NONE = (_, _) -> List.of();

    /**
     * @param mention as it stands in the text, short forms written out
     * @param limit   most concepts to return
     * @return the best first, each concept once; scores in [0, 1]
     */
    List<Sense> like(String mention, int limit);
}
