package io.osler.bench.speed;

import static org.assertj.core.api.Assertions.assertThat;

import io.osler.bench.speed.Decisions.Agreement;
import io.osler.engine.Generation;
import io.osler.engine.Grammar;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class DecisionsTest {
    private static final Grammar SOMEWHERE = new Grammar() {
        @Override
        public List<Move> moves() {
            return List.of();
        }

        @Override
        public int tokensMax() {
            return 0;
        }
    };

    @Test
    void theSameChoicesAndTokensAreIdentical() {
        assertThat(Decisions.identical(answer(5, 0, 1), answer(5, 0, 1))).isTrue();
        assertThat(Decisions.identical(answer(5, 0, 1), answer(5, 0, 0))).isFalse();
        assertThat(Decisions.identical(answer(5, 0, 1), answer(6, 0, 1))).isFalse();
    }

    @Test
    void anAnswerThatOnlyCopiesOpensNoMark() {
        assertThat(Decisions.opensNoMark(answer(5, 0, 0))).isTrue();
        assertThat(Decisions.opensNoMark(answer(5, 0, 1))).isFalse();
    }

    @Test
    void agreementIsAShareOfAllPoints() {
        Agreement all = new Agreement(3, 3).plus(new Agreement(5, 3));
        assertThat(all).isEqualTo(new Agreement(8, 6));
        assertThat(all.share()).isEqualTo(0.75);
        assertThat(Agreement.NONE.share()).isEqualTo(1);
    }

    private static Generation answer(int token, int... choices) {
        List<Grammar.Decision> decisions = Arrays.stream(choices)
                .mapToObj(choice -> new Grammar.Decision(SOMEWHERE, choice, new double[0]))
                .toList();
        return new Generation(
                "",
                List.of(new Generation.Token(token, 0)),
                decisions,
                Generation.FinishReason.GRAMMAR,
                new Generation.Usage(1, 0, 1, 1, 0, 0, 0, 0, 0));
    }
}
