package io.osler.ner.eval;

import static org.assertj.core.api.Assertions.assertThat;

import io.osler.ner.score.SpanScores;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class ExamplePlotTest {
    private static SettingResult result(Setting setting, int rightOfTen) {
        SpanScores strict = new SpanScores(10, 10, rightOfTen, rightOfTen);
        ScoreSheet sheet = new ScoreSheet(strict, strict, strict, strict, strict, Map.of());
        Interval interval = new Interval(0, 1);
        return new SettingResult(setting, "key", 10, sheet, interval, interval, Map.of(), EngineUse.NONE, 1, "");
    }

    private static Setting toy(String selector, int k) {
        return Setting.llm("toy", "tanl", selector, k);
    }

    private static long count(String text, String part) {
        return Pattern.compile(Pattern.quote(part)).matcher(text).results().count();
    }

    @Test
    void everyLineBeginsAtZeroShotAndBaselinesLieAcross() {
        String svg = ExamplePlot.of(List.of(
                result(Setting.pool(), 7),
                result(toy("none", 0), 1),
                result(toy("tfidf", 4), 5),
                result(toy("tfidf", 16), 6),
                result(toy("static", 4), 2)));
        assertThat(count(svg, "line dashes")).as("the pool").isEqualTo(1);
        assertThat(count(svg, "k = 0<")).isEqualTo(1);
        assertThat(count(svg, "k = 16<")).isEqualTo(1);
        assertThat(count(svg, "<path class=\"s2 line\""))
                .as("in the colour of the first setting of the line")
                .isEqualTo(1);
        assertThat(count(svg, "<path class=\"s4 line\"")).isEqualTo(1);
        assertThat(count(svg, "toy tanl zero-shot: 0.100"))
                .as("once on each line")
                .isEqualTo(2);
    }

    @Test
    void withoutTwoPointsThereIsNoPlot() {
        assertThat(ExamplePlot.of(List.of(result(Setting.pool(), 7), result(toy("tfidf", 4), 5))))
                .isEmpty();
        assertThat(ExamplePlot.of(List.of(result(toy("tfidf", 4), 5), result(toy("tfidf", 8), 5))))
                .isNotEmpty();
    }

    @Test
    void ofLongNamesTheEndIsShownAndAllOfItToWhoPointsAtIt() {
        Setting little = Setting.llm("a-model-with-a-name-that-goes-on-and-on-instruct", "tanl", "tfidf", 4);
        Setting more = Setting.llm("a-model-with-a-name-that-goes-on-and-on-instruct", "tanl", "tfidf", 8);
        assertThat(ExamplePlot.of(List.of(result(little, 5), result(more, 5))))
                .contains(">\u2026", "-instruct tanl tfidf</text>")
                .contains("<title>a-model-with-a-name-that-goes-on-and-on-instruct tanl tfidf</title>");
    }
}
