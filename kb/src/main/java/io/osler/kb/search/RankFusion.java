package io.osler.kb.search;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reciprocal rank fusion: joins rankings whose scores cannot be compared. A thing's score is the sum, over the rankings it
 * is in, of 1 / (60 + rank), with the first at rank 1.
 *
 * @see <a href="https://doi.org/10.1145/1571941.1572114">Cormack, Clarke and Büttcher 2009</a>
 */
public final class RankFusion {
    /** How little the very first ranks stand out; the paper's value. */
    public static final int RANK_OFFSET = 60;

    private RankFusion() {}

    /**
     * A thing with its fused score.
     *
     * @param score above 0, at most {@link #mostOf} the number of rankings
     */
    public record Ranked<T>(T thing, double score) {}

    /** The score of what comes first in so many rankings. */
    public static double mostOf(int rankings) {
        return (double) rankings / (RANK_OFFSET + 1);
    }

    /**
     * @param rankings each the best first; of a thing that is in one twice the first place counts
     * @return all things, the best first; of equal scores in the order in which the rankings name them
     */
    public static <T> List<Ranked<T>> fuse(List<? extends List<T>> rankings) {
        Map<T, Double> scores = new LinkedHashMap<>();
        for (List<T> ranking : rankings) {
            Map<T, Double> own = new LinkedHashMap<>();
            for (int i = 0; i < ranking.size(); i++) {
                own.putIfAbsent(ranking.get(i), 1.0 / (RANK_OFFSET + i + 1));
            }
            own.forEach((thing, score) -> scores.merge(thing, score, Double::sum));
        }
        List<Ranked<T>> fused = new ArrayList<>();
        scores.forEach((thing, score) -> fused.add(new Ranked<>(thing, score)));
        fused.sort(
                Comparator.comparingDouble((Ranked<T> ranked) -> ranked.score()).reversed());
        return fused;
    }
}
