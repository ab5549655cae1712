package io.osler.ner.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.osler.ner.head.Reliability;
import org.junit.jupiter.api.Test;

class ReliabilityTextTest {
    @Test
    void aRowForEachTenthWithMentions() {
        Reliability.Counter counter = new Reliability.Counter();
        for (int i = 0; i < 4; i++) {
            counter.add(0.25, i == 0);
            counter.add(1, i > 1);
        }
        assertThat(ReliabilityText.of(counter.reliability()).lines())
                .containsExactly(
                        "confidence  right  0" + " ".repeat(38) + "1  mentions",
                        "      0.25   0.25  " + "#".repeat(10) + "|" + " ".repeat(29) + "         4",
                        "      1.00   0.50  " + "#".repeat(20) + " ".repeat(19) + "|" + "         4");
        assertThat(ReliabilityText.of(new Reliability.Counter().reliability())).isEmpty();
    }
}
