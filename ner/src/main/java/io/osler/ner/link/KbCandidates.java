package io.osler.ner.link;

import io.osler.kb.Sense;
import io.osler.kb.TextEncoder;
import io.osler.kb.search.CandidateFinder;
import io.osler.kb.search.CandidateOptions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Candidates from a knowledge base's indexes of words, letters and vectors. A place in a ranking says nothing of how good
 * the match is; so what is found is scored again, by the letters that mention and name share, and where an encoder is
 * there, by the mean of that and the cosine of their vectors. Safe for many threads.
 */
public final class KbCandidates implements CandidateSource {
    /** How deep rankings are looked into before they are scored again. */
    private static final int DEPTH = 20;

    private final CandidateFinder finder;
    private final CandidateOptions options;
    private final Optional<TextEncoder> encoder;

    /**
     * @param finder  stays open as long as this is used
     * @param options whether words, vectors or both are asked
     * @param encoder the finder's own, where it has one
     */
    public KbCandidates(CandidateFinder finder, CandidateOptions options, Optional<TextEncoder> encoder) {
        this.finder = finder;
        this.options = options.withLimit(Math.max(DEPTH, options.limit()));
        this.encoder = encoder;
    }

    @Override
    public List<Sense> like(String mention, int limit) {
        List<Sense> found = finder.find(mention, options);
        List<float[]> vectors = vectors(mention, found);
        List<Sense> scored = new ArrayList<>(found.size());
        for (int i = 0; i < found.size(); i++) {
            double letters = Likeness.of(mention, found.get(i).matchedName());
            double score = vectors.isEmpty() ? letters : (letters + cosine(vectors.getFirst(), vectors.get(i + 1))) / 2;
            scored.add(withScore(found.get(i), score));
        }
        scored.sort(Comparator.comparingDouble(Sense::score).reversed());
        return scored.subList(0, Math.min(limit, scored.size()));
    }

    /** The mention's vector, then those of the matched names; none without an encoder. */
    private List<float[]> vectors(String mention, List<Sense> found) {
        if (encoder.isEmpty() || found.isEmpty() || !options.dense()) {
            return List.of();
        }
        List<String> texts = new ArrayList<>(List.of(mention));
        found.forEach(sense -> texts.add(sense.matchedName()));
        return encoder.get().encode(texts);
    }

    private static double cosine(float[] one, float[] other) {
        double product = 0;
        for (int i = 0; i < one.length; i++) {
            product += one[i] * other[i];
        }
        return Math.clamp(product, 0, 1);
    }

    private static Sense withScore(Sense sense, double score) {
        return new Sense(
                sense.concept(),
                sense.id(),
                sense.preferredName(),
                sense.matchedName(),
                sense.kind(),
                sense.origin(),
                sense.reason(),
                score,
                sense.types());
    }
}
