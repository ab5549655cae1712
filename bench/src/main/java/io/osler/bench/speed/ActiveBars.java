package io.osler.bench.speed;

import io.osler.ner.corpus.GoldSentence;
import io.osler.ner.corpus.RandomDraw;
import io.osler.ner.head.FittedHead;
import io.osler.ner.head.HeadOptions;
import io.osler.ner.head.HeadReader;
import io.osler.ner.head.Heads;
import io.osler.ner.head.ReadSentences;
import io.osler.ner.head.SentenceReading;
import io.osler.ner.propose.ActiveSimulation;
import io.osler.ner.propose.ActiveSimulation.Point;
import io.osler.ner.propose.ActiveSimulation.Strategy;
import io.osler.ner.task.Task;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What {@code osler propose} is worth: F1 of heads fitted to sentences chosen by what a head is unsure of, against as many
 * chosen at random. All sentences are read once.
 */
final class ActiveBars {
    private static final long POOL_SEED = 7;

    private final HeadReader reader;
    private final ActiveOptions.Plan plan;
    private final BarSheet sheet;

    ActiveBars(HeadReader reader, ActiveOptions.Plan plan, BarSheet sheet) {
        this.reader = reader;
        this.plan = plan;
        this.sheet = sheet;
    }

    /** @param train the pool is drawn from it */
    void measure(String name, Task task, List<GoldSentence> train, List<GoldSentence> test) {
        List<GoldSentence> pool = RandomDraw.of(train, plan.pool(), POOL_SEED);
        List<GoldSentence> judged = plan.test() == 0 ? test : test.subList(0, Math.min(plan.test(), test.size()));
        ReadSentences read = ReadSentences.read(reader, task, pool, HeadOptions.DEFAULTS, "pool", System.err::println);
        ReadSentences apart =
                ReadSentences.read(reader, task, judged, HeadOptions.DEFAULTS, "test", System.err::println);
        List<String> texts = pool.stream().map(GoldSentence::text).toList();
        List<Map<Strategy, List<Point>>> runs = new ArrayList<>();
        for (ActiveSimulation.Plan run : plan.plans()) {
            Learner learner = new Learner(task, read, apart, run.seed());
            runs.add(new ActiveSimulation<>(texts, learner, run, System.err::println).run(plan.strategies()));
        }
        report(name, runs);
    }

    private void report(String name, List<Map<Strategy, List<Point>>> runs) {
        Map<Strategy, List<Point>> first = new EnumMap<>(runs.getFirst());
        first.forEach((strategy, points) -> {
            for (int at = 0; at < points.size(); at++) {
                int place = at;
                int sentences = points.get(at).sentences();
                sheet.report(
                        LearningPlot.name(name, sentences, strategy.label()),
                        Spread.of(runs.stream()
                                .mapToDouble(run -> run.get(strategy).get(place).f1())
                                .toArray()),
                        "");
                sheet.report(
                        "%s, words in %,d sentences by %s".formatted(name, sentences, strategy.label()),
                        Spread.of(runs.stream()
                                .mapToDouble(run -> run.get(strategy).get(place).words())
                                .toArray()),
                        "words");
            }
        });
    }

    /** Heads as {@code osler fit} makes them of the same sentences. */
    private final class Learner implements ActiveSimulation.Learner<FittedHead> {
        private final Task task;
        private final ReadSentences pool;
        private final ReadSentences test;
        private final HeadOptions options;

        Learner(Task task, ReadSentences pool, ReadSentences test, long seed) {
            this.task = task;
            this.pool = pool;
            this.test = test;
            this.options = HeadOptions.DEFAULTS.withTraining(
                    HeadOptions.DEFAULTS.training().withSeed((int) seed));
        }

        /** In the pool's order: which sentence was chosen first must not deal the folds. */
        @Override
        public FittedHead fit(List<Integer> places) {
            return Heads.fit(
                    reader,
                    task,
                    pool.at(places.stream().sorted().toList()),
                    pool.at(List.of()),
                    options,
                    Optional.empty(),
                    _ -> {});
        }

        @Override
        public SentenceReading reading(FittedHead head, int place) {
            return pool.reading(head, place);
        }

        @Override
        public double f1(FittedHead head) {
            return test.strict(head).f1();
        }
    }
}
