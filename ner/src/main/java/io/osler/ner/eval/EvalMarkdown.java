package io.osler.ner.eval;

import io.osler.ner.score.SpanScores;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** A run as Markdown tables: each figure with what it is of, so that a table can stand alone. */
public final class EvalMarkdown {
    private EvalMarkdown() {}

    public static String of(EvalResults results) {
        StringBuilder out = new StringBuilder();
        out.append("# Evaluation: %s, task %s\n\n"
                .formatted(results.facts().corpus(), results.facts().task()));
        out.append(facts(results)).append('\n');
        scores(results, out);
        types(results, out);
        differences(results, out);
        fitting(results, out);
        cost(results, out);
        return out.toString();
    }

    /** What the figures are of, in a paragraph. */
    static String facts(EvalResults results) {
        EvalResults.Facts facts = results.facts();
        return "%,d sentences (%s of %s, fingerprint %s) with %,d mentions. Pool: %s, %,d sentences. Intervals: 95 %%, %,d resamples of %s, seed %d.%s\n"
                .formatted(
                        results.sentences().size(),
                        facts.sample(),
                        facts.corpus(),
                        facts.fingerprint(),
                        results.mentions(),
                        facts.poolName(),
                        facts.poolSize(),
                        facts.bootstrap().resamples(),
                        facts.documents() ? "documents" : "sentences",
                        facts.bootstrap().seed(),
                        facts.notes().isEmpty() ? "" : " Reading: " + facts.notes() + ".");
    }

    private static void scores(EvalResults results, StringBuilder out) {
        out.append(
                "| setting | P | R | strict F1 | 95 % | relaxed F1 | set F1 | seen F1 | unseen F1 | unseen 95 % |\n");
        out.append("|---|---|---|---|---|---|---|---|---|---|\n");
        for (SettingResult result : results.settings()) {
            ScoreSheet sheet = result.sheet();
            row(
                    out,
                    result.setting().label(),
                    number(sheet.strict().precision()),
                    number(sheet.strict().recall()),
                    "**%s**".formatted(number(sheet.strict().f1())),
                    interval(result.interval()),
                    number(sheet.relaxed().f1()),
                    number(sheet.set().f1()),
                    number(sheet.seen().f1()),
                    number(sheet.unseen().f1()),
                    interval(result.unseen()));
        }
        out.append(
                "\nSeen: mentions whose words are a mention of the pool, case aside; of the annotated ones %,d seen, %,d not.\n\n"
                        .formatted(
                                results.settings().getFirst().sheet().seen().gold(),
                                results.settings().getFirst().sheet().unseen().gold()));
    }

    private static void types(EvalResults results, StringBuilder out) {
        Set<String> types = types(results);
        if (types.size() < 2) {
            return;
        }
        out.append("## By type: strict F1 (precision / recall)\n\n| setting |");
        types.forEach(type -> out.append(" %s |".formatted(type)));
        out.append("\n|---|").append("---|".repeat(types.size())).append('\n');
        for (SettingResult result : results.settings()) {
            out.append("| ").append(result.setting().label()).append(" |");
            for (String type : types) {
                SpanScores scores = result.sheet().perType().getOrDefault(type, SpanScores.NONE);
                out.append(" %s (%s / %s) |"
                        .formatted(number(scores.f1()), number(scores.precision()), number(scores.recall())));
            }
            out.append('\n');
        }
        out.append('\n');
    }

    static Set<String> types(EvalResults results) {
        TreeSet<String> types = new TreeSet<>(results.facts().labels());
        results.settings()
                .forEach(result -> types.addAll(result.sheet().perType().keySet()));
        return types;
    }

    private static void differences(EvalResults results, StringBuilder out) {
        if (results.settings().size() < 2) {
            return;
        }
        int best = results.best();
        Optional<Integer> baseline = results.baseline();
        out.append("## Differences of strict F1, paired bootstrap\n\n");
        out.append("""
                | setting | less the pool alone | 95 % | p | less the best | 95 % | p |
                |---|---|---|---|---|---|---|
                """);
        for (int place = 0; place < results.settings().size(); place++) {
            int here = place;
            String[] toPool = cells(baseline.flatMap(pool -> results.difference(here, pool)));
            String[] toBest = cells(results.difference(here, best));
            row(
                    out,
                    results.settings().get(place).setting().label(),
                    toPool[0],
                    toPool[1],
                    toPool[2],
                    toBest[0],
                    toBest[1],
                    toBest[2]);
        }
        out.append('\n');
    }

    private static void fitting(EvalResults results, StringBuilder out) {
        List<SettingResult> fitted = fitted(results);
        if (!fitted.isEmpty()) {
            out.append(
                    "## What was fitted, on other documents than these\n\n| setting | and how it did |\n|---|---|\n");
            fitted.forEach(result -> row(out, result.setting().label(), result.fitting()));
            out.append('\n');
        }
    }

    /** Settings for which something was fitted before. */
    static List<SettingResult> fitted(EvalResults results) {
        return results.settings().stream()
                .filter(result -> !result.fitting().isEmpty())
                .toList();
    }

    static String[] cells(Optional<PairedDifference> difference) {
        return difference
                .map(paired -> new String[] {
                    signed(paired.difference()),
                    "%s to %s"
                            .formatted(
                                    signed(paired.interval().low()),
                                    signed(paired.interval().high())),
                    number(paired.p())
                })
                .orElseGet(() -> new String[] {"", "", ""});
    }

    private static void cost(EvalResults results, StringBuilder out) {
        out.append("## What it took, and what went wrong\n\n");
        out.append("| setting | s/sentence | prompt tokens | answer tokens | prefix hits | ungrounded | unparseable |"
                + " repaired | failed | other |\n");
        out.append("|---|---|---|---|---|---|---|---|---|---|\n");
        for (SettingResult result : results.settings()) {
            row(
                    out,
                    result.setting().label(),
                    String.format(Locale.ROOT, "%.4f", result.secondsPerSentence()),
                    String.format(Locale.ROOT, "%.0f", result.promptTokensPerSentence()),
                    String.format(Locale.ROOT, "%.0f", result.answerTokensPerSentence()),
                    String.format(Locale.ROOT, "%.0f %%", 100 * result.use().reusedShare()),
                    Integer.toString(result.count(Outcome.UNGROUNDED)),
                    Integer.toString(result.count(Outcome.UNPARSEABLE)),
                    Integer.toString(result.count(Outcome.REPAIRED)),
                    Integer.toString(result.count(Outcome.FAILED)),
                    others(result));
        }
        out.append("\nTokens are per sentence; prefix hits are the share of prompt tokens read before.\n");
    }

    /** Counts that have no column of their own. */
    static String others(SettingResult result) {
        List<String> known = List.of(Outcome.UNGROUNDED, Outcome.UNPARSEABLE, Outcome.REPAIRED, Outcome.FAILED);
        return String.join(
                ", ",
                result.counts().entrySet().stream()
                        .filter(count -> !known.contains(count.getKey()))
                        .map(EvalMarkdown::words)
                        .toList());
    }

    private static String words(Map.Entry<String, Integer> count) {
        return "%s %d".formatted(count.getKey(), count.getValue());
    }

    private static void row(StringBuilder out, String... cells) {
        out.append("| ").append(String.join(" | ", cells)).append(" |\n");
    }

    static String number(double value) {
        return String.format(Locale.ROOT, "%.3f", value);
    }

    static String signed(double value) {
        return String.format(Locale.ROOT, "%+.3f", value);
    }

    static String interval(Interval interval) {
        return "%s to %s".formatted(number(interval.low()), number(interval.high()));
    }
}
