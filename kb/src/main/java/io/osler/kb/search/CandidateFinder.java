package io.osler.kb.search;

import io.osler.kb.Concept;
import io.osler.kb.ConceptName;
import io.osler.kb.KbException;
import io.osler.kb.KnowledgeBase;
import io.osler.kb.MatchReason;
import io.osler.kb.Sense;
import io.osler.kb.TextEncoder;
import io.osler.kb.vector.RowFilter;
import io.osler.kb.vector.SearchOptions;
import io.osler.kb.vector.VectorHit;
import io.osler.kb.vector.VectorIndex;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Finds the concepts that a name may stand for: first those whose names it is, by look-up; then those it resembles, by
 * words and letters, by vectors, or by both joined with {@link RankFusion}. Safe for any number of threads. Owns the
 * indexes it was opened with, not the knowledge base.
 *
 * <p>Scores lie between 0 and 1 and fall within an answer. What is not looked up scores by its place in the rankings: at
 * most {@value #RESEMBLANCE_MOST} of what the surest looked-up concept has.
 */
public final class CandidateFinder implements AutoCloseable {
    /** A ranking is cut here before it is joined with another. */
    private static final int RANKED_MOST = 50;

    private static final double RESEMBLANCE_MOST = 0.9;

    private final KnowledgeBase kb;
    private final Optional<LexicalIndex> lexical;
    private final Optional<Dense> dense;

    /** Vectors, and what makes a query of a text. */
    private record Dense(TextEncoder encoder, VectorIndex names) {}

    private CandidateFinder(KnowledgeBase kb, Optional<LexicalIndex> lexical, Optional<Dense> dense) {
        this.kb = kb;
        this.lexical = lexical;
        this.dense = dense;
    }

    /** With look-up, and the lexical index where {@link NameIndexes} has built one. */
    public static CandidateFinder open(KnowledgeBase kb) {
        return new CandidateFinder(kb, openLexical(kb), Optional.empty());
    }

    /**
     * With look-up, the lexical index where there is one, and the vectors.
     *
     * @throws KbException VECTORS_UNFIT when there are no vectors, or they are of another encoder or an earlier state of the
     *     knowledge base; and as {@link VectorIndex#open}
     */
    public static CandidateFinder open(KnowledgeBase kb, TextEncoder encoder) {
        return open(kb, encoder, VectorIndex::open);
    }

    /**
     * As {@link #open(KnowledgeBase, TextEncoder)}, with another way to search the vectors.
     *
     * @param opener opens the index of a file of vectors, such as one whose rows a device holds; closed with this
     */
    public static CandidateFinder open(KnowledgeBase kb, TextEncoder encoder, Function<Path, VectorIndex> opener) {
        Optional<LexicalIndex> lexical = openLexical(kb);
        try {
            return new CandidateFinder(kb, lexical, Optional.of(openDense(kb, encoder, opener)));
        } catch (RuntimeException e) {
            lexical.ifPresent(LexicalIndex::close);
            throw e;
        }
    }

    private static Optional<LexicalIndex> openLexical(KnowledgeBase kb) {
        if (!Files.exists(NameIndexes.lexical(kb))) {
            return Optional.empty();
        }
        LexicalIndex index = LexicalIndex.open(NameIndexes.lexical(kb));
        if (index.subject() != kb.fingerprint()) {
            index.close();
            throw new KbException(
                    KbException.Code.DAMAGED,
                    NameIndexes.lexical(kb).toString(),
                    "the lexical index is of an earlier state of the knowledge base; build it anew");
        }
        return Optional.of(index);
    }

    private static Dense openDense(KnowledgeBase kb, TextEncoder encoder, Function<Path, VectorIndex> opener) {
        String place = NameIndexes.vectors(kb).toString();
        if (!Files.exists(NameIndexes.vectors(kb))) {
            throw new KbException(
                    KbException.Code.VECTORS_UNFIT, place, "the knowledge base has no vectors; build them first");
        }
        VectorIndex names = opener.apply(NameIndexes.vectors(kb));
        try {
            names.facts().requireFit(encoder, place);
            names.facts().requireSubject(kb.fingerprint(), place);
            return new Dense(encoder, names);
        } catch (RuntimeException e) {
            names.close();
            throw e;
        }
    }

    /** Candidates of one name; see {@link #findAll}. */
    public List<Sense> find(String name, CandidateOptions options) {
        return findAll(List.of(name), options).getFirst();
    }

    /**
     * Candidates of each name, the best first, each concept once; an empty list where nothing resembles it. Names are
     * encoded together, so many at once are cheaper.
     *
     * @throws IllegalArgumentException when the options name types and the knowledge base has none of them
     */
    public List<List<Sense>> findAll(List<String> names, CandidateOptions options) {
        List<float[]> queries = options.dense() && dense.isPresent() && !names.isEmpty()
                ? dense.get().encoder().encode(names)
                : List.of();
        List<List<Sense>> found = new ArrayList<>(names.size());
        for (int i = 0; i < names.size(); i++) {
            Optional<float[]> query = queries.isEmpty() ? Optional.empty() : Optional.of(queries.get(i));
            found.add(candidates(names.get(i), query, options));
        }
        return found;
    }

    private List<Sense> candidates(String name, Optional<float[]> query, CandidateOptions options) {
        List<Sense> senses = new ArrayList<>(kb.lookUp(name, options.lookUp()));
        Set<Integer> seen = new HashSet<>();
        senses.removeIf(sense -> !seen.add(sense.concept()));
        if (senses.size() >= options.limit()) {
            return senses.subList(0, options.limit());
        }
        Map<Integer, String> byWords = options.lexical() ? byWords(name, options) : Map.of();
        Map<Integer, String> byVectors =
                query.map(vector -> byVectors(vector, options)).orElse(Map.of());
        List<List<Integer>> rankings = Stream.of(byWords, byVectors)
                .filter(ranking -> !ranking.isEmpty())
                .map(ranking -> List.copyOf(ranking.keySet()))
                .toList();
        double most = senses.isEmpty() ? 1 : senses.getLast().score();
        for (RankFusion.Ranked<Integer> ranked : RankFusion.fuse(rankings)) {
            int concept = ranked.thing();
            if (senses.size() < options.limit() && seen.add(concept)) {
                double share = ranked.score() / RankFusion.mostOf(rankings.size());
                String matched = byWords.containsKey(concept) ? byWords.get(concept) : byVectors.get(concept);
                MatchReason reason = reason(byWords.containsKey(concept), byVectors.containsKey(concept));
                senses.add(sense(concept, matched, reason, RESEMBLANCE_MOST * most * share));
            }
        }
        return senses;
    }

    /** Rows of concepts with the name that matched, the best first. */
    private Map<Integer, String> byWords(String name, CandidateOptions options) {
        Map<Integer, String> ranking = new LinkedHashMap<>();
        lexical.ifPresent(index -> index.search(name, depth(options), concept -> isWanted(concept, options))
                .forEach(hit -> ranking.put(hit.key(), hit.text())));
        return ranking;
    }

    private Map<Integer, String> byVectors(float[] query, CandidateOptions options) {
        VectorIndex names = dense.orElseThrow().names();
        RowFilter filter = options.types().isEmpty() ? RowFilter.ALL : (row, concept) -> isWanted(concept, options);
        Map<Integer, String> ranking = new LinkedHashMap<>();
        for (VectorHit hit :
                names.searchKeys(query, SearchOptions.top(depth(options)).withFilter(filter))) {
            ranking.put(hit.key(), nameOf(names, hit));
        }
        return ranking;
    }

    /** Rows of a concept lie together, in the order of its names. */
    private String nameOf(VectorIndex names, VectorHit hit) {
        int name = 0;
        while (hit.row() - name > 0 && names.key(hit.row() - name - 1) == hit.key()) {
            name++;
        }
        return kb.concept(hit.key()).names().get(name).text();
    }

    private static int depth(CandidateOptions options) {
        return Math.max(RANKED_MOST, options.limit());
    }

    private boolean isWanted(int concept, CandidateOptions options) {
        return options.types().isEmpty()
                || !Collections.disjoint(
                        kb.sense(concept, MatchReason.LEXICAL, 0).types(), options.types());
    }

    private static MatchReason reason(boolean byWords, boolean byVectors) {
        if (byWords && byVectors) {
            return MatchReason.HYBRID;
        }
        return byWords ? MatchReason.LEXICAL : MatchReason.DENSE;
    }

    private Sense sense(int row, String matched, MatchReason reason, double score) {
        Concept concept = kb.concept(row);
        ConceptName name = concept.names().stream()
                .filter(each -> each.text().equals(matched))
                .findFirst()
                .orElseThrow();
        return new Sense(
                row,
                concept.id(),
                concept.preferredName(),
                name.text(),
                name.kind(),
                name.origin(),
                reason,
                score,
                concept.types());
    }

    @Override
    public void close() {
        lexical.ifPresent(LexicalIndex::close);
        dense.ifPresent(d -> d.names().close());
    }
}
