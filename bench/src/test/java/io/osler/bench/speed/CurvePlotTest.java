package io.osler.bench.speed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CurvePlotTest {
    @Test
    void recallAndRateOfOneNameMakeAPoint() {
        List<String> lines = List.of(
                "| a table's line |",
                Bar.report("kb: graph, 16 candidates: recall@10", Spread.of(0.97), "")
                        .json(),
                Bar.report("kb: graph, 16 candidates: rate", Spread.of(7000), "queries/s")
                        .json(),
                Bar.report("kb: graph, 32 candidates: recall@10", Spread.of(0.99), "")
                        .json());
        assertThat(CurvePlot.points(PlotCommand.byName(lines)))
                .containsExactly(new CurvePlot.Point("kb: graph, 16 candidates", 0.97, 7000));
    }

    @Test
    void aRecallOfOneLiesAtTheRightEndAndTheRateCountsUpwards() {
        String svg = CurvePlot.svg(List.of(
                new CurvePlot.Point("graph, 16 candidates, one thread", 0.9, 1000),
                new CurvePlot.Point("graph, 32 candidates, one thread", 1, 100)));
        // width 640 less 150 at the right; height 400 less 50 below, 30 above
        assertThat(svg).contains("490.00,350.00\"").contains(",30.00 ").contains(">32 candidates<");
    }

    @Test
    void noPointsWithoutBothHalves() {
        assertThat(CurvePlot.points(Map.of("scan: rate", 3.0))).isEmpty();
    }

    @Test
    void recallCountsWhatWasFound() {
        assertThat(GraphBars.recall(List.of(Set.of(1, 2, 3), Set.of(4)), List.of(Set.of(3, 1, 9), Set.of(5))))
                .isEqualTo(0.5);
    }

    @Test
    void clusteredVectorsHaveLengthOneAndComeAgain() {
        ClusteredVectors vectors = new ClusteredVectors(16, 3);
        float[] row = vectors.row(5);
        double squares = 0;
        for (float value : row) {
            squares += value * value;
        }
        assertThat(squares).isCloseTo(1, within(1e-5));
        assertThat(vectors.rows(4, 2).get(1)).isEqualTo(row);
        assertThat(vectors.row(6)).isNotEqualTo(row);
    }
}
