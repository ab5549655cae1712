package io.osler.bench.speed;

import io.osler.engine.Generation;
import io.osler.engine.Grammar;
import io.osler.ner.prompt.CopyOrMark;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** What was decided in a marked copy, compared between two runs of the same sentence. */
final class Decisions {
    private Decisions() {}

    /**
     * Points that two runs share and points they decide alike there.
     *
     * @param points that either run came to
     * @param alike  those both came to and decided alike
     */
    record Agreement(int points, int alike) {
        static final Agreement NONE = new Agreement(0, 0);

        Agreement plus(Agreement other) {
            return new Agreement(points + other.points, alike + other.alike);
        }

        double share() {
            return points == 0 ? 1 : (double) alike / points;
        }
    }

    /** The same points in the same order, with the same choices. */
    static boolean identical(Generation one, Generation other) {
        return choices(one).equals(choices(other))
                && one.tokens().stream()
                        .map(Generation.Token::id)
                        .toList()
                        .equals(other.tokens().stream()
                                .map(Generation.Token::id)
                                .toList());
    }

    static Agreement agreement(Generation one, Generation other) {
        Map<String, List<Integer>> left = byPoint(one);
        Map<String, List<Integer>> right = byPoint(other);
        Set<String> points = new HashSet<>(left.keySet());
        points.addAll(right.keySet());
        int alike = Math.toIntExact(points.stream()
                .filter(point -> Objects.equals(left.get(point), right.get(point)))
                .count());
        return new Agreement(points.size(), alike);
    }

    /** Whether every choice was to copy. */
    static boolean opensNoMark(Generation answer) {
        return choices(answer).stream().allMatch(choice -> choice == 0);
    }

    private static List<Integer> choices(Generation answer) {
        return answer.decisions().stream().map(Grammar.Decision::chosen).toList();
    }

    /** Kind of point and word: after a run has gone another way, both come to the same points again. */
    private static Map<String, List<Integer>> byPoint(Generation answer) {
        Map<String, List<Integer>> byPoint = new HashMap<>();
        for (Grammar.Decision decision : answer.decisions()) {
            if (decision.at() instanceof CopyOrMark.Point point) {
                String key = point.getClass().getSimpleName() + point.word();
                byPoint.computeIfAbsent(key, word -> new ArrayList<>()).add(decision.chosen());
            }
        }
        return byPoint;
    }
}
