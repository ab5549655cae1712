package io.osler.bench.speed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.osler.ner.propose.ActiveSimulation.Strategy;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class LearningPlotTest {
    @Test
    void figuresOfBarsBecomeLines() {
        List<String> lines = List.of(
                "| a table's line |",
                Bar.report("m: " + LearningPlot.name("NCBI-disease", 1_600, "mnlp"), Spread.of(0.7, 0.72, 0.71), "")
                        .json(),
                Bar.report("m: " + LearningPlot.name("NCBI-disease", 50, "mnlp"), Spread.of(0.5), "")
                        .json(),
                Bar.report("m: " + LearningPlot.name("NCBI-disease", 50, "random"), Spread.of(0.5), "")
                        .json(),
                Bar.report("m: NCBI-disease, words in 50 sentences by random", Spread.of(900), "words")
                        .json());
        assertThat(LearningPlot.lines(PlotCommand.spreads(lines)))
                .isEqualTo(Map.of(
                        "mnlp",
                        List.of(
                                new LearningPlot.Point(50, Spread.of(0.5)),
                                new LearningPlot.Point(1_600, Spread.of(0.7, 0.71, 0.72))),
                        "random",
                        List.of(new LearningPlot.Point(50, Spread.of(0.5)))));
    }

    @Test
    void eachDoublingIsAsFarAndF1CountsUpwards() {
        String svg = LearningPlot.svg(Map.of(
                "mnlp",
                List.of(
                        new LearningPlot.Point(50, Spread.of(0.5)),
                        new LearningPlot.Point(100, Spread.of(0.55)),
                        new LearningPlot.Point(200, Spread.of(0.58, 0.6, 0.59)))));
        // from 60 to 520 at the right; 0.50 lies at 350 below, 0.60 at 30 above
        assertThat(svg)
                .contains("points=\"60.00,350.00 290.00,190.00 520.00,62.00\"")
                .contains("x1=\"520.00\" y1=\"94.00\" x2=\"520.00\" y2=\"30.00\"")
                .contains(">mnlp<");
    }

    @Test
    void aSinglePointIsDrawn() {
        assertThat(LearningPlot.svg(Map.of("random", List.of(new LearningPlot.Point(50, Spread.of(0.5))))))
                .contains("points=\"60.00,190.00\"");
    }

    @Test
    void aPlanForEachDraw() {
        ActiveOptions options = new ActiveOptions();
        new CommandLine(CommandLine.Model.CommandSpec.create().addMixin("active", spec(options)))
                .parseArgs("--active-sizes=20,40", "--active-runs=2", "--active-by=MNLP");
        ActiveOptions.Plan plan = options.plan();
        assertThat(plan.strategies()).containsExactly(Strategy.MNLP);
        assertThat(plan.plans()).extracting("seed").containsExactly(7L, 8L);
        assertThat(plan.plans()).extracting("sizes").containsOnly(List.of(20, 40));
        ActiveOptions none = new ActiveOptions();
        new CommandLine(CommandLine.Model.CommandSpec.create().addMixin("active", spec(none)))
                .parseArgs("--active-runs=0");
        assertThatIllegalArgumentException()
                .isThrownBy(none::plan)
                .withMessage("active-runs is 0, expected at least 1");
    }

    private static CommandLine.Model.CommandSpec spec(ActiveOptions options) {
        return CommandLine.Model.CommandSpec.forAnnotatedObject(options);
    }
}
