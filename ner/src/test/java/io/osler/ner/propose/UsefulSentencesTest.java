package io.osler.ner.propose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class UsefulSentencesTest {
    private static final List<String> TEXTS = List.of(
            "Blood pressure was 120/80 at noon.",
            "Blood pressure was 135/95 at noon.",
            "She was given zorvan for the rash.",
            "She was given zorvan for the cough.",
            "The nurse called twice.");

    private static final UsefulSentences SENTENCES = new UsefulSentences(TEXTS, 7);

    @Test
    void theMostUsefulComeFirstAndRepetitionsNever() {
        double[] useful = {5, 4, 3, 2, 1};
        assertThat(SENTENCES.choose(useful, List.of(), 9, 0))
                .as("digits aside the second says what the first says")
                .containsExactly(0, 2, 3, 4);
        assertThat(SENTENCES.choose(useful, List.of(), 2, 0)).containsExactly(0, 2);
    }

    @Test
    void diversityGoesBeforeUsefulness() {
        double[] useful = {1, 1, 5, 4, 3};
        assertThat(SENTENCES.choose(useful, List.of(), 2, 0)).containsExactly(2, 3);
        assertThat(SENTENCES.choose(useful, List.of(), 2, 0.5)).containsExactly(2, 4);
    }

    @Test
    void whatIsKnownIsNotProposedAgain() {
        double[] useful = {5, 4, 3, 2, 1};
        List<String> known = List.of("Blood pressure was 110/70 at noon.", "...", "She was given zorvan for the rash.");
        assertThat(SENTENCES.choose(useful, known, 9, 0)).containsExactly(3, 4);
    }

    @Test
    void theSameSeedMakesTheSameChoice() {
        double[] equal = new double[TEXTS.size()];
        List<Integer> chosen = SENTENCES.choose(equal, List.of(), 4, 0.3);
        assertThat(new UsefulSentences(TEXTS, 7).choose(equal, List.of(), 4, 0.3))
                .isEqualTo(chosen);
        assertThat(new UsefulSentences(TEXTS, 8).choose(equal, List.of(), 4, 0.3))
                .isNotEqualTo(chosen);
    }

    @Test
    void whatSharesWordsWithManyIsTypical() {
        double[] typical = SENTENCES.typical(place -> false);
        assertThat(Arrays.stream(typical).min().orElseThrow()).isEqualTo(typical[4]);
    }

    @Test
    void whatSeemsToHoldAMentionIsAhead() {
        double[] typical = SENTENCES.typical(place -> false);
        double[] promising = SENTENCES.typical(place -> place == 4);
        assertThat(promising[4] - typical[4])
                .isCloseTo(Arrays.stream(typical).max().orElseThrow() / 2, within(1e-12));
        assertThat(Arrays.copyOf(promising, 4)).isEqualTo(Arrays.copyOf(typical, 4));
    }

    @Test
    void wrongNumbersAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SENTENCES.choose(new double[2], List.of(), 1, 0))
                .withMessage("there are 2 numbers for 5 sentences, expected as many");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SENTENCES.choose(new double[5], List.of(), 0, 0))
                .withMessage("count is 0, expected at least 1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SENTENCES.choose(new double[5], List.of(), 1, Double.NaN))
                .withMessage("diversity is NaN, expected 0 to 1");
        assertThat(new UsefulSentences(List.of(), 7).choose(new double[0], List.of(), 3, 0.3))
                .isEmpty();
    }
}
