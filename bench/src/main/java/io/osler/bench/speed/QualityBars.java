package io.osler.bench.speed;

import io.osler.ner.Mention;
import io.osler.ner.corpus.Corpora;
import io.osler.ner.corpus.GoldSentence;
import io.osler.ner.corpus.GoldSentences;
import io.osler.ner.corpus.RandomDraw;
import io.osler.ner.corpus.ReadOptions;
import io.osler.ner.head.FittedHead;
import io.osler.ner.head.HeadMentionDetector;
import io.osler.ner.head.HeadOptions;
import io.osler.ner.head.HeadReader;
import io.osler.ner.head.Heads;
import io.osler.ner.head.ReadSentences;
import io.osler.ner.head.Reliability;
import io.osler.ner.score.SeenMentions;
import io.osler.ner.score.SpanScores;
import io.osler.ner.task.Task;
import io.osler.ner.task.Tasks;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.ToDoubleFunction;

/**
 * What fitted heads find: strict F1 on whole test splits, the learning curve, mentions that training never showed,
 * confidences, and how long it takes. The test split judges only: training ends, and confidences are calibrated, by parts
 * of the training split.
 */
final class QualityBars {
    /** What can be measured by itself. */
    enum Figure {
        /** Diseases: 100, 500 and all training sentences. */
        NCBI,
        /** Chemicals and diseases, types counted. */
        BC5CDR,
        /** Genes. */
        BC2GM,
        /** Fitting to 500 sentences, and sentences a second of what was fitted. */
        SPEED,
        /** Diseases: F1 by number of sentences that were chosen, against as many drawn. */
        ACTIVE
    }

    private static final double ERROR_MAX = 0.05;
    private static final double UNSEEN_LEAST = 0.72;
    private static final double F1_OF_100_LEAST = 0.65;
    private static final double F1_OF_500_LEAST = 0.79;
    private static final double FIT_SECONDS_MAX = 120;
    private static final int FITTED = 500;
    private static final int SEED = 7;
    private static final int SEEDS = 3;

    private final BenchReader models;
    private final Optional<Path> data;
    private final ActiveOptions.Plan active;
    private final BarSheet sheet;

    /**
     * @param data   directory with corpora as their owners publish them
     * @param active how the choice of sentences is simulated
     */
    QualityBars(BenchReader models, Optional<Path> data, ActiveOptions.Plan active, BarSheet sheet) {
        this.models = models;
        this.data = data;
        this.active = active;
        this.sheet = sheet;
    }

    void measure(Set<Figure> figures) {
        try (HeadReader reader = models.open()) {
            figures.forEach(figure -> measure(reader, figure));
        }
    }

    private void measure(HeadReader reader, Figure figure) {
        switch (figure) {
            case NCBI -> corpus(reader, "NCBI-disease", "ncbi-disease/iob", "disease", 0.84, List.of(100, FITTED));
            case BC5CDR -> corpus(reader, "BC5CDR", "bc5cdr/iob", "chemical-disease", 0.82, List.of());
            case BC2GM -> corpus(reader, "BC2GM", "bc2gm/iob", "gene", 0.74, List.of());
            case SPEED -> speed(reader);
            case ACTIVE ->
                place("sentences chosen", "ncbi-disease/iob")
                        .ifPresent(place -> new ActiveBars(reader, active, sheet)
                                .measure(
                                        "NCBI-disease",
                                        Tasks.find("disease"),
                                        read(place, "train"),
                                        read(place, "test")));
        }
    }

    private Optional<Path> place(String figure, String corpus) {
        Optional<Path> place = data.map(root -> root.resolve(corpus)).filter(Files::isDirectory);
        if (place.isEmpty()) {
            sheet.missing(figure, "needs --data DIR with " + corpus);
        }
        return place;
    }

    private void corpus(
            HeadReader reader, String name, String corpus, String taskName, double bar, List<Integer> curve) {
        place(name, corpus).ifPresent(place -> {
            Task task = Tasks.find(taskName);
            ReadSentences train = read(reader, task, read(place, "train"), "training");
            ReadSentences test = read(reader, task, read(place, "test"), "test");
            for (int count : curve) {
                List<Judged> some = judged(reader, task, train, test, count);
                sheet.atLeast(
                        "%s test, strict F1 with %,d sentences".formatted(name, count),
                        spread(some, one -> one.strict().f1()),
                        "",
                        count == FITTED ? F1_OF_500_LEAST : F1_OF_100_LEAST);
            }
            List<Judged> all = judged(reader, task, train, test, train.size());
            sheet.atLeast(
                    "%s test, strict F1 with all %,d sentences".formatted(name, train.size()),
                    spread(all, one -> one.strict().f1()),
                    "",
                    bar);
            sheet.report(
                    name + " test, precision", spread(all, one -> one.strict().precision()), "");
            sheet.report(name + " test, recall", spread(all, one -> one.strict().recall()), "");
            sheet.atLeast(
                    "%s test, recall of mentions not in training".formatted(name),
                    spread(all, one -> one.unseen().recall()),
                    "",
                    UNSEEN_LEAST);
            sheet.atMost(
                    name + " test, calibration error",
                    spread(all, one -> one.reliability().error()),
                    "",
                    ERROR_MAX);
        });
    }

    private static Spread spread(List<Judged> runs, ToDoubleFunction<Judged> figure) {
        return Spread.of(runs.stream().mapToDouble(figure).toArray());
    }

    private ReadSentences read(HeadReader reader, Task task, List<GoldSentence> sentences, String what) {
        return ReadSentences.read(reader, task, sentences, HeadOptions.DEFAULTS, what, System.err::println);
    }

    /**
     * How a head did on sentences that neither its training nor its calibration has seen.
     *
     * @param strict      of all mentions
     * @param unseen      of annotated mentions whose words training never showed; its precision says nothing
     * @param reliability of the confidences as users get them
     */
    private record Judged(SpanScores strict, SpanScores unseen, Reliability reliability) {
        /** A line for whom a long run is cut. */
        String words() {
            return String.format(
                    Locale.ROOT,
                    "P %.4f, R %.4f, F1 %.4f, unseen mentions %.4f, calibration error %.4f",
                    strict.precision(),
                    strict.recall(),
                    strict.f1(),
                    unseen.recall(),
                    reliability.error());
        }
    }

    /** Several fits: each draws its own training sentences, deals its own folds and begins with its own weights. */
    private List<Judged> judged(HeadReader reader, Task task, ReadSentences train, ReadSentences test, int count) {
        List<Judged> runs = new ArrayList<>();
        for (int seed = SEED; seed < SEED + SEEDS; seed++) {
            ReadSentences drawn = train.at(RandomDraw.places(train.size(), count, seed));
            HeadOptions options = HeadOptions.DEFAULTS.withTraining(
                    HeadOptions.DEFAULTS.training().withSeed(seed));
            FittedHead head = Heads.fit(reader, task, drawn, train.at(List.of()), options, Optional.empty(), _ -> {});
            runs.add(judge(head, drawn, test));
            System.err.println("%,d sentences, seed %d: %s"
                    .formatted(count, seed, runs.getLast().words()));
        }
        return runs;
    }

    private static Judged judge(FittedHead head, ReadSentences train, ReadSentences test) {
        SeenMentions seen =
                SeenMentions.of(train.gold().stream().map(GoldSentence::gold).toList());
        SpanScores strict = SpanScores.NONE;
        SpanScores unseen = SpanScores.NONE;
        Reliability.Counter confidences = new Reliability.Counter();
        List<GoldSentence> annotated = test.gold();
        for (int i = 0; i < annotated.size(); i++) {
            String text = annotated.get(i).text();
            List<Mention> gold = annotated.get(i).gold().mentions();
            List<Mention> mentions = test.reading(head, i).mentions();
            strict = strict.plus(SpanScores.strict(gold, mentions));
            unseen = unseen.plus(SpanScores.strict(
                    gold.stream().filter(mention -> !seen.has(text, mention)).toList(), mentions));
            for (Mention mention : mentions) {
                boolean right = SpanScores.strict(gold, List.of(mention)).foundMatched() == 1;
                confidences.add(mention.confidence(), right);
            }
        }
        return new Judged(strict, unseen, confidences.reliability());
    }

    private void speed(HeadReader reader) {
        place("fit to 500 sentences", "ncbi-disease/iob").ifPresent(place -> {
            Task task = Tasks.find("disease");
            List<GoldSentence> drawn = RandomDraw.of(read(place, "train"), 2 * FITTED, SEED);
            long begin = System.nanoTime();
            FittedHead head = Heads.fit(
                    reader, task, drawn.subList(0, FITTED), List.of(), HeadOptions.DEFAULTS, Optional.empty(), _ -> {});
            sheet.atMost(
                    "fit to 500 sentences, reading included", (System.nanoTime() - begin) / 1e9, "s", FIT_SECONDS_MAX);
            List<String> others = drawn.subList(FITTED, 2 * FITTED).stream()
                    .map(GoldSentence::text)
                    .toList();
            HeadMentionDetector detector = new HeadMentionDetector(reader, List.of(head), OptionalDouble.empty());
            begin = System.nanoTime();
            detector.detectAll(others).forEach(CompletableFuture::join);
            double seconds = (System.nanoTime() - begin) / 1e9;
            sheet.report("sentences annotated by a head", others.size() / seconds, "sentences/s");
            double characters = others.stream().mapToInt(String::length).sum();
            sheet.report("text annotated by a head", characters / 1e3 / seconds, "kB/s");
        });
    }

    private static List<GoldSentence> read(Path place, String split) {
        return GoldSentences.read(Corpora.split(place, split), ReadOptions.FOR_TASKS)
                .sentences();
    }
}
