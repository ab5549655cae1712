package io.osler.ner.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.osler.models.TextSpan;
import io.osler.ner.AnnotatedText;
import io.osler.ner.Mention;
import io.osler.ner.corpus.GoldSentence;
import io.osler.ner.head.Reliability;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ReliabilityPlotTest {
    private static Reliability reliability(double... confidences) {
        Reliability.Counter counter = new Reliability.Counter();
        for (double confidence : confidences) {
            counter.add(confidence, confidence > 0.5);
        }
        return counter.reliability();
    }

    @Test
    void aSettingThatIsAlwaysSureHasNoLine() {
        String svg = ReliabilityPlot.of(
                List.of("pool", "a <head>"), List.of(reliability(1, 1, 1), reliability(0.25, 0.75, 0.75)));
        assertThat(svg)
                .contains("<path class=\"s1 line\"", "a &lt;head&gt;, error 0.250</text>")
                .doesNotContain("class=\"s0", "pool");
        // the side is 320 from (44, 12): a quarter of the way to the right, none right; three quarters, all right
        assertThat(svg).contains("d=\"M124.0 332.0L284.0 12.0\"");
        assertThat(ReliabilityPlot.of(List.of("pool"), List.of(reliability(1, 1))))
                .isEmpty();
    }

    @Test
    void onlyTheSameSpanAndTypeIsRight() {
        GoldSentence sentence =
                new GoldSentence("1", "1", new AnnotatedText("red eye", List.of(Mention.gold(0, 7, "sign"))));
        List<Mention> found =
                List.of(new Mention(new TextSpan(0, 7), "sign", 0.9), new Mention(new TextSpan(4, 7), "sign", 0.3));
        Reliability reliability = ReliabilityPlot.reliability(
                List.of(sentence), Map.of("1", new EvalRow("k", "1", Outcome.of(found), 1)));
        assertThat(reliability.bins().get(9)).isEqualTo(new Reliability.Bin(1, 0.9, 1));
        assertThat(reliability.bins().get(3)).isEqualTo(new Reliability.Bin(1, 0.3, 0));
        assertThat(reliability.error()).isCloseTo(0.2, within(1e-9));
    }
}
