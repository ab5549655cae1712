package io.osler.bench.speed;

import io.osler.ner.eval.EvalRow;
import io.osler.ner.eval.Outcome;
import io.osler.ner.eval.RunRecords;
import io.osler.ner.eval.Setting;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The study's figures on NCBI-disease, of runs that are there or of one made here: what comes of the grammar, of examples
 * like the sentence, of a dictionary, and of the best of all few-shot settings; the pool's and the dictionary's own
 * figures beside them. Strict F1; in brackets the interval of a bootstrap, paired where two settings are compared.
 */
final class StudyBars {
    /**
     * What is measured on.
     *
     * @param data directory with corpora and vocabularies as their owners publish them
     * @param runs directories of {@code osler eval}; when there are none, one is made
     * @param own  the one that is made
     */
    record Plan(Optional<Path> data, List<Path> runs, StudyRun own) {}

    private static final double KATE_POINTS_LEAST = 15;
    private static final double FEW_SHOT_F1 = 0.65;
    private static final int KATE_K = 16;
    private static final Set<String> KATE = Set.of("tfidf", "kate", "kate:tfidf", "kate:embedding", "hybrid", "entity");

    private final Plan plan;
    private final BarSheet sheet;
    private StudyScores scores = new StudyScores(List.of());

    StudyBars(Plan plan, BarSheet sheet) {
        this.plan = plan;
        this.sheet = sheet;
    }

    /** @throws io.osler.ner.NerException when a run or a corpus cannot be read */
    void measure() {
        if (plan.data().isEmpty()) {
            sheet.missing("study on NCBI-disease", "needs --data DIR");
            return;
        }
        Path data = plan.data().get();
        StudyCorpus corpus = StudyCorpus.read(data);
        scores = new StudyScores(corpus.sentences());
        List<RunRecords> runs = plan.runs().isEmpty()
                ? List.of(plan.own().run(corpus, data))
                : plan.runs().stream()
                        .map(run -> RunRecords.read(run.resolve(RunRecords.FILE)))
                        .toList();
        grammar(runs);
        Map<Setting, Map<String, EvalRow>> ncbi = new LinkedHashMap<>();
        runs.stream()
                .filter(run -> run.corpus().equals(corpus.fingerprint()))
                .forEach(run -> run.settings().forEach((setting, rows) -> {
                    if (!rows.isEmpty()) {
                        ncbi.merge(setting, rows, (one, other) -> one.size() < other.size() ? other : one);
                    }
                }));
        baselines(ncbi);
        kate(ncbi);
        dirag(ncbi);
        fewShot(ncbi);
    }

    /** Over every corpus: what does not parse or is not there needs no gold. */
    private void grammar(List<RunRecords> runs) {
        for (boolean held : new boolean[] {true, false}) {
            List<Outcome> outcomes = runs.stream()
                    .flatMap(run -> run.settings().entrySet().stream())
                    .filter(entry -> entry.getKey().detector().equals(Setting.LLM)
                            && entry.getKey().grammar() == held)
                    .flatMap(entry -> entry.getValue().values().stream())
                    .map(EvalRow::outcome)
                    .toList();
            for (String count : List.of(Outcome.UNGROUNDED, Outcome.UNPARSEABLE)) {
                int all = outcomes.stream()
                        .mapToInt(outcome -> outcome.counts().getOrDefault(count, 0))
                        .sum();
                String figure = "%s, %s the grammar, %,d sentences"
                        .formatted(count, held ? "with" : "without", outcomes.size());
                if (held && outcomes.isEmpty()) {
                    sheet.missing(figure, "no run asks a model with the grammar");
                } else if (held) {
                    sheet.atMost(figure, all, "", 0);
                } else if (!outcomes.isEmpty()) {
                    sheet.report(figure, all, "");
                }
            }
        }
    }

    private void baselines(Map<Setting, Map<String, EvalRow>> ncbi) {
        ncbi.forEach((setting, rows) -> {
            if (!setting.detector().equals(Setting.LLM)) {
                sheet.report(named(setting, rows.size()), scores.f1(rows), "");
            }
        });
    }

    /** Each at the bias that suits it best, which need not be the same for neighbours and for random examples. */
    private void kate(Map<Setting, Map<String, EvalRow>> ncbi) {
        Map<Setting, Setting> bestOfBiases = new LinkedHashMap<>();
        ncbi.keySet().stream()
                .filter(setting -> setting.k() == KATE_K)
                .forEach(setting -> bestOfBiases.merge(
                        setting.withOpenBias(0),
                        setting,
                        (one, another) -> f1(ncbi, another) > f1(ncbi, one) ? another : one));
        boolean measured = false;
        for (Setting setting : bestOfBiases.values()) {
            if (KATE.contains(setting.selector())) {
                Setting drawnLike = selecting(setting, "");
                for (Setting other : bestOfBiases.values()) {
                    boolean fixed = other.selector().equals("static");
                    if ((fixed || other.selector().equals("random"))
                            && selecting(other, "").equals(drawnLike)) {
                        StudyScores.Difference difference = scores.difference(ncbi.get(setting), ncbi.get(other));
                        String figure = named(setting, other, difference);
                        if (fixed) {
                            sheet.report(figure, difference.points(), "points");
                        } else {
                            sheet.atLeast(figure, difference.points(), "points", KATE_POINTS_LEAST);
                            measured = true;
                        }
                    }
                }
            }
        }
        if (!measured) {
            sheet.missing("KATE less random, k=%d".formatted(KATE_K), "no run has both");
        }
    }

    private double f1(Map<Setting, Map<String, EvalRow>> ncbi, Setting setting) {
        return scores.f1(ncbi.get(setting)).median();
    }

    /** A setting without its bias and what tells ways of choosing examples apart. */
    private static Setting selecting(Setting setting, String selector) {
        return new Setting(
                setting.detector(),
                setting.format(),
                selector,
                setting.k(),
                setting.model(),
                setting.kb(),
                setting.knowledge(),
                setting.grammar(),
                0,
                0,
                without(setting.more(), "order", "encoder"));
    }

    private void dirag(Map<Setting, Map<String, EvalRow>> ncbi) {
        boolean measured = false;
        for (Setting setting : ncbi.keySet()) {
            boolean asked = setting.detector().equals(Setting.LLM)
                    && setting.k() == 0
                    && !setting.knowledge().equals(Setting.NONE);
            Setting plain =
                    setting.withKnowledge(Setting.NONE, Setting.NONE).withMore(without(setting.more(), "definitions"));
            if (asked && ncbi.containsKey(plain)) {
                StudyScores.Difference difference = scores.difference(ncbi.get(setting), ncbi.get(plain));
                Spread points = difference.points();
                String figure = named(setting, plain, difference);
                sheet.report(figure, points, "points");
                sheet.above(figure + ": low end of the interval", Spread.of(points.least()), "points", 0);
                measured = true;
            }
        }
        if (!measured) {
            sheet.missing("DiRAG less no DiRAG, zero-shot", "no run has both");
        }
    }

    private void fewShot(Map<Setting, Map<String, EvalRow>> ncbi) {
        ncbi.entrySet().stream()
                .filter(entry -> entry.getKey().detector().equals(Setting.LLM)
                        && entry.getKey().k() > 0
                        && entry.getKey().knowledge().equals(Setting.NONE))
                .max(Comparator.comparingDouble(
                        entry -> scores.f1(entry.getValue()).median()))
                .ifPresentOrElse(
                        best -> sheet.above(
                                "best of model-only few-shot: "
                                        + named(best.getKey(), best.getValue().size()),
                                scores.f1(best.getValue()),
                                "",
                                FEW_SHOT_F1),
                        () -> sheet.missing("best of model-only few-shot", "no run asks a model with examples"));
    }

    private static Map<String, String> without(Map<String, String> more, String... names) {
        Map<String, String> rest = new HashMap<>(more);
        List.of(names).forEach(rest::remove);
        return rest;
    }

    private static String named(Setting setting, int sentences) {
        return "%s, %,d sentences".formatted(setting.label(), sentences);
    }

    private static String named(Setting one, Setting other, StudyScores.Difference difference) {
        return String.format(
                Locale.ROOT,
                "%s less %s, %,d sentences, %.3f and %.3f",
                one.label(),
                other.label(),
                difference.sentences(),
                difference.f1s()[0],
                difference.f1s()[1]);
    }
}
