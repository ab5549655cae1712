package io.osler.bench.speed;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class RatioPlotTest {
    @Test
    void ratiosAreTakenFromTheFigures() {
        List<RatioPlot.Row> rows = PlotCommand.rows(List.of(
                "left out",
                Bar.report("speed", Spread.of(3), "tok/s").json(),
                Bar.missing("other", "no peer").json(),
                Bar.atLeast("ratio", Spread.of(3), "x", 4).json(),
                Bar.report("reported", Spread.of(2), "x").json()));
        assertThat(rows)
                .containsExactly(new RatioPlot.Row("ratio", 3, 4), new RatioPlot.Row("reported", 2, Double.NaN));
    }

    @Test
    void barsGrowFromOne() {
        String svg = RatioPlot.svg(List.of(new RatioPlot.Row("a < b", 4, Double.NaN)));
        // 0.25 to 32 is 7 doublings over 360: 1 lies at 800 + 2/7 of it, and 4 is two doublings long
        assertThat(svg)
                .contains("<rect x=\"902.86\" y=\"13\" width=\"102.86\"")
                .contains("a &lt; b")
                .contains("4.00 x")
                .doesNotContain("#b02a30");
    }

    @Test
    void theBarIsMarkedAndAShortRatioHasItsColour() {
        String svg = RatioPlot.svg(List.of(new RatioPlot.Row("a", 0.5, 2)));
        assertThat(svg).contains("#b02a30", "#c9a227").contains("<rect x=\"851.43\"");
    }
}
