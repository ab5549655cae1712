package io.osler.bench.speed;

import io.osler.ner.corpus.GoldSentence;
import io.osler.ner.eval.Bootstrap;
import io.osler.ner.eval.EvalRow;
import io.osler.ner.eval.Interval;
import io.osler.ner.eval.PairedDifference;
import io.osler.ner.score.SpanScores;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Strict F1 of rows and its differences, with what the bootstrap says of them; documents are drawn where they are known. */
final class StudyScores {
    private final Map<String, GoldSentence> gold;

    StudyScores(List<GoldSentence> sentences) {
        gold = sentences.stream()
                .collect(Collectors.toMap(GoldSentence::id, Function.identity(), (one, _) -> one, LinkedHashMap::new));
    }

    /** Of all rows. */
    Spread f1(Map<String, EvalRow> rows) {
        List<SpanScores> units = units(rows, rows);
        return spread(total(units), Bootstrap.DEFAULT.interval(units), 1);
    }

    /**
     * One less another on the sentences that both have.
     *
     * @param f1s       of the two there
     * @param points    of F1 in hundredths
     * @param sentences that both have
     */
    record Difference(double[] f1s, Spread points, int sentences) {}

    /** @throws IllegalArgumentException when they have no sentence in common */
    Difference difference(Map<String, EvalRow> one, Map<String, EvalRow> other) {
        List<SpanScores> ones = units(one, other);
        List<SpanScores> others = units(other, one);
        PairedDifference paired = Bootstrap.DEFAULT.compare(ones, others);
        int common = (int) one.keySet().stream().filter(other::containsKey).count();
        double[] f1s = {total(ones), total(others)};
        return new Difference(f1s, spread(paired.difference(), paired.interval(), 100), common);
    }

    private static double total(List<SpanScores> units) {
        return units.stream().reduce(SpanScores.NONE, SpanScores::plus).f1();
    }

    private static Spread spread(double value, Interval interval, double by) {
        return new Spread(value * by, interval.low() * by, interval.high() * by);
    }

    /** By document, of the sentences that stand in both. */
    private List<SpanScores> units(Map<String, EvalRow> rows, Map<String, EvalRow> alsoIn) {
        Map<String, SpanScores> units = new LinkedHashMap<>();
        for (String id : new TreeSet<>(rows.keySet())) {
            if (alsoIn.containsKey(id)) {
                GoldSentence sentence = gold.get(id);
                units.merge(
                        sentence.document(),
                        SpanScores.strict(
                                sentence.gold().mentions(),
                                rows.get(id).outcome().mentions()),
                        SpanScores::plus);
            }
        }
        return List.copyOf(units.values());
    }
}
