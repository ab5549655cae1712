package io.osler.ner.detect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.osler.models.TextSpan;
import io.osler.ner.Mention;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SpanScheduleTest {
    private static Mention span(int begin, int end, double score) {
        return new Mention(new TextSpan(begin, end), "x", score);
    }

    @Test
    void twoGoodShortSpansGoBeforeALongOneThatCoversBoth() {
        List<Mention> spans = List.of(span(0, 10, 0.8), span(0, 4, 0.7), span(5, 10, 0.7), span(12, 14, 0.2));
        assertThat(SpanSchedule.best(spans, 0.3)).containsExactly(span(0, 4, 0.7), span(5, 10, 0.7));
        assertThat(SpanSchedule.best(spans, 0.65)).containsExactly(span(0, 10, 0.8));
        assertThat(SpanSchedule.best(spans, 0.8)).isEmpty();
        assertThat(SpanSchedule.best(List.of(), 0.3)).isEmpty();
    }

    @Test
    void spansThatTouchBothStand() {
        assertThat(SpanSchedule.best(List.of(span(4, 8, 0.9), span(0, 4, 0.9)), 0.5))
                .containsExactly(span(0, 4, 0.9), span(4, 8, 0.9));
    }

    /** Against all sets there are. */
    @Test
    void itIsTheBestOfAllSets() {
        Random random = new Random(3);
        for (int round = 0; round < 200; round++) {
            List<Mention> spans = new ArrayList<>();
            for (int i = 0; i < 1 + random.nextInt(9); i++) {
                int begin = random.nextInt(20);
                spans.add(span(begin, begin + 1 + random.nextInt(6), random.nextDouble()));
            }
            List<Mention> chosen = SpanSchedule.best(spans, 0.3);
            assertThat(worth(chosen)).isCloseTo(bruteForce(spans), within(1e-12));
            assertThat(chosen).isSorted();
        }
    }

    private static double bruteForce(List<Mention> spans) {
        double best = 0;
        for (int set = 0; set < 1 << spans.size(); set++) {
            List<Mention> chosen = new ArrayList<>();
            for (int i = 0; i < spans.size(); i++) {
                if (((set >> i) & 1) == 1) {
                    chosen.add(spans.get(i));
                }
            }
            best = Math.max(best, overlaps(chosen) ? 0 : worth(chosen));
        }
        return best;
    }

    private static boolean overlaps(List<Mention> spans) {
        List<Mention> sorted = spans.stream().sorted().toList();
        return IntStream.range(1, sorted.size())
                .anyMatch(i -> sorted.get(i - 1).span().overlaps(sorted.get(i).span()));
    }

    private static double worth(List<Mention> spans) {
        return spans.stream().mapToDouble(span -> span.confidence() - 0.3).sum();
    }
}
