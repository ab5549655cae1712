package io.osler.ner.eval;

import io.osler.ner.corpus.GoldSentence;
import io.osler.ner.score.SeenMentions;
import io.osler.ner.score.SpanScores;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * The scores of a run.
 *
 * @param facts     where they come from
 * @param sentences that were read, with gold
 * @param pool      what counts as seen
 * @param settings  in the order asked for
 * @param rows      by setting key, then by sentence id
 * @param pairs     by the two settings' places: the first against the second, for all first &lt; second
 */
public record EvalResults(
        Facts facts,
        List<GoldSentence> sentences,
        SeenMentions pool,
        List<SettingResult> settings,
        Map<String, Map<String, EvalRow>> rows,
        Map<Pair, PairedDifference> pairs) {
    /**
     * Where scores come from, for reports.
     *
     * @param corpus      name of the split
     * @param fingerprint of the split
     * @param sample      which of its sentences
     * @param task        what was looked for
     * @param labels      its types
     * @param poolName    where examples come from
     * @param poolSize    sentences of the pool
     * @param notes       what reading the corpora met; empty when nothing
     * @param bootstrap   of the intervals
     * @param documents   whether documents were drawn, not sentences
     */
    public record Facts(
            String corpus,
            String fingerprint,
            String sample,
            String task,
            List<String> labels,
            String poolName,
            int poolSize,
            String notes,
            Bootstrap bootstrap,
            boolean documents) {}

    /**
     * Places of two settings.
     *
     * @param one   the first
     * @param other the second
     */
    public record Pair(int one, int other) {}

    /** Scores all rows of a finished run. */
    public static EvalResults of(Facts facts, EvalRun run, RunFile file, DetectorFactory factory) {
        SeenMentions pool = SeenMentions.of(run.task().examples());
        List<SettingResult> settings = new ArrayList<>();
        Map<String, Map<String, EvalRow>> rows = new LinkedHashMap<>();
        List<double[]> resampled = new ArrayList<>();
        for (Setting setting : run.settings()) {
            String key = run.key(setting, factory);
            rows.put(key, file.rows(key));
            Scored scored = score(run.sentences(), file.rows(key), pool, facts.documents());
            double[] f1 = facts.bootstrap().f1(scored.units(ScoreSheet::strict));
            resampled.add(f1);
            settings.add(scored.result(
                    setting,
                    key,
                    Interval.of(f1),
                    facts.bootstrap().interval(scored.units(ScoreSheet::unseen)),
                    file.fitting(key)));
        }
        return new EvalResults(facts, run.sentences(), pool, settings, rows, pairs(settings, resampled));
    }

    private static Map<Pair, PairedDifference> pairs(List<SettingResult> settings, List<double[]> resampled) {
        Map<Pair, PairedDifference> pairs = new LinkedHashMap<>();
        for (int one = 0; one < settings.size(); one++) {
            for (int other = one + 1; other < settings.size(); other++) {
                double difference = settings.get(one).sheet().strict().f1()
                        - settings.get(other).sheet().strict().f1();
                pairs.put(
                        new Pair(one, other), Bootstrap.compare(difference, resampled.get(one), resampled.get(other)));
            }
        }
        return Collections.unmodifiableMap(pairs);
    }

    /** The setting others are compared with: the pool alone when it was measured. */
    public Optional<Integer> baseline() {
        for (int i = 0; i < settings.size(); i++) {
            if (settings.get(i).setting().detector().equals(Setting.POOL)) {
                return Optional.of(i);
            }
        }
        return Optional.empty();
    }

    /** The place of the setting with the best strict F1. */
    public int best() {
        List<Integer> places = new ArrayList<>();
        for (int i = 0; i < settings.size(); i++) {
            places.add(i);
        }
        return Collections.max(
                places,
                Comparator.comparingDouble(
                        place -> settings.get(place).sheet().strict().f1()));
    }

    /** One setting less another. */
    public Optional<PairedDifference> difference(int one, int other) {
        if (one < other) {
            return Optional.ofNullable(pairs.get(new Pair(one, other)));
        }
        return Optional.ofNullable(pairs.get(new Pair(other, one)))
                .map(turned -> new PairedDifference(
                        0 - turned.difference(), // not a minus sign, which would make a negative zero
                        new Interval(
                                0 - turned.interval().high(),
                                0 - turned.interval().low()),
                        turned.p()));
    }

    /** How many annotated mentions the sentences hold. */
    public int mentions() {
        return sentences.stream()
                .mapToInt(sentence -> sentence.gold().mentions().size())
                .sum();
    }

    /** Sheets by unit of drawing, and totals. */
    private record Scored(
            Map<String, ScoreSheet> units, Map<String, Integer> counts, EngineUse use, long nanos, int sentences) {
        List<SpanScores> units(Function<ScoreSheet, SpanScores> metric) {
            return units.values().stream().map(metric).toList();
        }

        SettingResult result(Setting setting, String key, Interval interval, Interval unseen, String fitting) {
            ScoreSheet total = units.values().stream().reduce(ScoreSheet.NONE, ScoreSheet::plus);
            return new SettingResult(
                    setting, key, sentences, total, interval, unseen, counts, use, nanos / 1e9, fitting);
        }
    }

    private static Scored score(
            List<GoldSentence> sentences, Map<String, EvalRow> rows, SeenMentions pool, boolean documents) {
        Map<String, ScoreSheet> units = new LinkedHashMap<>();
        Map<String, Integer> counts = new TreeMap<>();
        EngineUse use = EngineUse.NONE;
        long nanos = 0;
        for (GoldSentence sentence : sentences) {
            EvalRow row = rows.get(sentence.id());
            if (row == null) {
                throw new IllegalStateException(
                        "sentence %s has no row, expected a finished run".formatted(sentence.id()));
            }
            ScoreSheet sheet = ScoreSheet.of(sentence.gold(), row.outcome().mentions(), pool);
            units.merge(documents ? sentence.document() : sentence.id(), sheet, ScoreSheet::plus);
            row.outcome().counts().forEach((name, count) -> counts.merge(name, count, Integer::sum));
            use = use.plus(row.outcome().use());
            nanos += row.nanos();
        }
        return new Scored(units, counts, use, nanos, sentences.size());
    }
}
