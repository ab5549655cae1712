package io.osler.ner.head;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.osler.engine.ComputeDevice;
import io.osler.engine.tagger.TaggerTrainer;
import io.osler.engine.tagger.TaggerTraining;
import io.osler.ner.corpus.GoldSentence;
import io.osler.ner.propose.ActiveSimulation;
import io.osler.ner.propose.ActiveSimulation.Plan;
import io.osler.ner.propose.ActiveSimulation.Point;
import io.osler.ner.propose.ActiveSimulation.Strategy;
import io.osler.ner.propose.Uncertainty;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The simulation of {@code propose}, on invented states. */
class ActiveSimulationTest {
    private static final HeadOptions OPTIONS = HeadOptions.DEFAULTS
            .withSeeds(1)
            .withWidths(8, 8)
            .withTraining(new TaggerTraining(3, 4, 1e-2f, 0.01f, 0.1f, 3, 7));
    private static final ReadSentences POOL = new ReadSentences(
            List.of(InventedStates.READING.plan()), InventedStates.read(InventedStates.sentences(80, 1), 2, 0.8));
    private static final ReadSentences TEST = new ReadSentences(
            List.of(InventedStates.READING.plan()), InventedStates.read(InventedStates.sentences(40, 5), 6, 0.8));

    /** Fits as {@link Heads} does, and remembers what it was given. */
    private static final class Learner implements ActiveSimulation.Learner<FittedHead> {
        private final List<List<Integer>> fitted = new ArrayList<>();

        @Override
        public FittedHead fit(List<Integer> places) {
            fitted.add(List.copyOf(places));
            HeadFitter fitter = new HeadFitter(
                    InventedStates.TAGS, OPTIONS, new TaggerTrainer(ComputeDevice.CPU), Optional.empty(), _ -> {});
            HeadInfo info = new HeadInfo(
                    HeadInfo.FORMAT,
                    List.of(InventedStates.READING),
                    "toy",
                    HeadModel.hash(InventedStates.TASK),
                    InventedStates.TAGS.labels(),
                    HeadFitter.sizes(OPTIONS, InventedStates.TAGS, InventedStates.WIDTH, false),
                    OPTIONS.seeds(),
                    "",
                    places.size(),
                    null);
            return fitter.fit(info, POOL.at(places).sentences(), List.of()).head();
        }

        @Override
        public SentenceReading reading(FittedHead head, int place) {
            return POOL.reading(head, place);
        }

        @Override
        public double f1(FittedHead head) {
            return TEST.strict(head).f1();
        }
    }

    @Test
    void allStrategiesBeginAlikeAndLearnFromAsMany() {
        Learner learner = new Learner();
        List<String> texts = POOL.gold().stream().map(GoldSentence::text).toList();
        List<String> told = new ArrayList<>();
        Map<Strategy, List<Point>> curves = new ActiveSimulation<>(
                        texts, learner, new Plan(List.of(12, 20, 30), 0.3, 7), told::add)
                .run(EnumSet.allOf(Strategy.class));
        assertThat(curves).containsOnlyKeys(Strategy.values());
        assertThat(told).hasSize(6).first().asString().startsWith("random, 20 sentences: F1 ");
        curves.forEach((strategy, points) -> {
            assertThat(points).extracting(Point::sentences).containsExactly(12, 20, 30);
            assertThat(points.getFirst()).isEqualTo(curves.get(Strategy.RANDOM).getFirst());
            assertThat(points.getLast().f1()).as(strategy.label()).isGreaterThan(0.4);
        });
        assertThat(learner.fitted)
                .hasSize(1 + 2 * 3)
                .allSatisfy(places -> assertThat(new HashSet<>(places)).hasSameSizeAs(places));
        assertThat(learner.fitted.get(3))
                .as("chosen, not drawn")
                .isNotEqualTo(learner.fitted.get(1))
                .startsWith(learner.fitted.getFirst().toArray(Integer[]::new));
    }

    @Test
    void aReadingSaysHowUnsureTheHeadIs() {
        FittedHead head = new Learner().fit(List.of(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15));
        for (int place = 20; place < 40; place++) {
            SentenceReading reading = POOL.reading(head, place);
            ReadSentence sentence = POOL.sentences().get(place);
            assertThat(reading.mentions()).isEqualTo(head.mentions(sentence.text(), sentence.states()));
            assertThat(reading.words()).isEqualTo(sentence.states().words().size());
            assertThat(Uncertainty.MNLP.of(reading))
                    .isPositive()
                    .isEqualTo(-reading.logProbability() / reading.words());
            assertThat(Uncertainty.ENTROPY.of(reading)).isPositive();
        }
        assertThat(Uncertainty.MNLP.of(new SentenceReading(List.of(), 0, 0, 0))).isZero();
        assertThat(SentenceReading.entropy(0.5)).isEqualTo(Math.log(2));
        assertThat(SentenceReading.entropy(1)).isZero();
    }

    @Test
    void wrongPlansAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Plan(List.of(50, 50), 0.3, 7))
                .withMessage("sizes are [50, 50], expected rising numbers from 1");
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        new ActiveSimulation<>(List.of("a", "b"), new Learner(), new Plan(List.of(3), 0.3, 7), _ -> {}))
                .withMessage("the pool has 2 sentences, expected at least the 3 that shall be learnt from");
    }
}
