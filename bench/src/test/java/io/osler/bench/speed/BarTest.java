package io.osler.bench.speed;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class BarTest {
    @Test
    void aBarThatIsJustReachedIsPassed() {
        assertThat(Bar.atLeast("a", Spread.of(3), "x", 3).verdict()).isEqualTo("pass");
        assertThat(Bar.atMost("a", Spread.of(3), "s", 3).verdict()).isEqualTo("pass");
    }

    @Test
    void oneThatIsMissedIsShort() {
        assertThat(Bar.atLeast("a", Spread.of(2.99), "x", 3).verdict()).isEqualTo("short");
        assertThat(Bar.atMost("a", Spread.of(3.01), "s", 3).verdict()).isEqualTo("short");
    }

    @Test
    void theMedianIsJudged() {
        assertThat(Bar.atLeast("a", Spread.of(1, 3, 9), "x", 3).verdict()).isEqualTo("pass");
    }

    @Test
    void aReportHasNoVerdict() {
        assertThat(Bar.report("a", Spread.of(3), "s").row()).isEqualTo("| a | 3 s |  |  |");
    }

    @Test
    void rowsAreMarkdown() {
        assertThat(Bar.atLeast("ratio", Spread.of(3.25, 2, 4), "x", 3).row())
                .isEqualTo("| ratio | 3.25 x (2 to 4) | >= 3 | pass |");
        assertThat(Bar.atMost("logits", Spread.of(4.5e-5), "", 1e-3).row())
                .isEqualTo("| logits | 4.5e-05 | <= 1.0e-03 | pass |");
        assertThat(Bar.atMost("differing", Spread.of(0), "", 0).row()).isEqualTo("| differing | 0 | <= 0 | pass |");
        assertThat(Bar.report("speed", Spread.of(768.4, 768.4), "tok/s").row())
                .isEqualTo("| speed | 768 tok/s |  |  |");
    }

    @Test
    void aMissingFigureSaysWhy() {
        Bar missing = Bar.missing("ratio", "no line of this peer");
        assertThat(missing.row()).isEqualTo("| ratio | - |  | not measured: no line of this peer |");
        assertThat(json(missing).get("figure").isNull()).isTrue();
        assertThat(json(missing).get("verdict").asString()).isEqualTo("not measured: no line of this peer");
    }

    @Test
    void jsonKeepsNumbersInFull() {
        JsonNode json = json(Bar.atLeast("a \"b\"", Spread.of(1.23456, 2, 3), "x", 1.5));
        assertThat(json.get("name").asString()).isEqualTo("a \"b\"");
        assertThat(json.get("figure").asDouble()).isEqualTo(2);
        assertThat(json.get("least").asDouble()).isEqualTo(1.23456);
        assertThat(json.get("most").asDouble()).isEqualTo(3);
        assertThat(json.get("bar").asDouble()).isEqualTo(1.5);
        assertThat(json.get("verdict").asString()).isEqualTo("pass");
    }

    private static JsonNode json(Bar bar) {
        return JsonMapper.shared().readTree(bar.json());
    }
}
