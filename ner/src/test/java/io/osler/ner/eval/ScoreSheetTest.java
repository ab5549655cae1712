package io.osler.ner.eval;

import static org.assertj.core.api.Assertions.assertThat;

import io.osler.ner.AnnotatedText;
import io.osler.ner.Mention;
import io.osler.ner.score.SeenMentions;
import io.osler.ner.score.SpanScores;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ScoreSheetTest {
    private static final String TEXT = "fever, FEVER and red eye";
    private static final Mention FEVER = Mention.gold(0, 5, "problem");
    private static final Mention LOUD = Mention.gold(7, 12, "problem");
    private static final Mention EYE = Mention.gold(17, 24, "problem");
    private static final SeenMentions SEEN = new SeenMentions(Set.of("fever"));

    @Test
    void twoPredictionsOnOneGoldSpanBothTouchIt() {
        ScoreSheet sheet =
                sheet(List.of(EYE), List.of(Mention.gold(17, 20, "problem"), Mention.gold(21, 24, "problem")));
        assertThat(sheet.strict()).isEqualTo(new SpanScores(1, 2, 0, 0));
        assertThat(sheet.relaxed()).isEqualTo(new SpanScores(1, 2, 1, 2));
        assertThat(sheet.relaxed().f1()).isEqualTo(1);
    }

    @Test
    void setsFoldRepeatsAndCaseAndPlace() {
        ScoreSheet sheet = sheet(List.of(FEVER, LOUD), List.of(LOUD));
        assertThat(sheet.strict()).isEqualTo(new SpanScores(2, 1, 1, 1));
        assertThat(sheet.set()).isEqualTo(new SpanScores(1, 1, 1, 1));
    }

    @Test
    void wrongTypeOnTheRightSpanIsWrongForBothTypes() {
        ScoreSheet sheet = sheet(List.of(FEVER), List.of(Mention.gold(0, 5, "test")));
        assertThat(sheet.strict().f1()).isZero();
        assertThat(sheet.relaxed().f1()).isZero();
        assertThat(sheet.set().f1()).isZero();
        assertThat(sheet.perType())
                .isEqualTo(Map.of("problem", new SpanScores(1, 0, 0, 0), "test", new SpanScores(0, 1, 0, 0)));
    }

    @Test
    void seenIsToldByTheWordsOfThePool() {
        ScoreSheet sheet = sheet(List.of(FEVER, LOUD, EYE), List.of(LOUD, Mention.gold(13, 16, "problem")));
        assertThat(sheet.seen()).isEqualTo(new SpanScores(2, 1, 1, 1));
        assertThat(sheet.unseen()).isEqualTo(new SpanScores(1, 1, 0, 0));
        assertThat(SeenMentions.of(List.of(new AnnotatedText(TEXT, List.of(LOUD, EYE))))
                        .words())
                .containsExactlyInAnyOrder("fever", "red eye");
    }

    @Test
    void emptySidesAndDuplicates() {
        assertThat(sheet(List.of(), List.of()).strict().f1()).isEqualTo(1);
        assertThat(sheet(List.of(FEVER), List.of()).strict()).isEqualTo(new SpanScores(1, 0, 0, 0));
        assertThat(sheet(List.of(), List.of(FEVER)).strict()).isEqualTo(new SpanScores(0, 1, 0, 0));
        assertThat(sheet(List.of(FEVER), List.of(FEVER, new Mention(FEVER.span(), "problem", 0.2)))
                        .strict())
                .isEqualTo(new SpanScores(1, 1, 1, 1));
    }

    @Test
    void sheetsAddUpTypeByType() {
        ScoreSheet sum = sheet(List.of(FEVER), List.of(FEVER)).plus(sheet(List.of(EYE), List.of()));
        assertThat(sum.strict()).isEqualTo(new SpanScores(2, 1, 1, 1));
        assertThat(sum.perType()).isEqualTo(Map.of("problem", new SpanScores(2, 1, 1, 1)));
        assertThat(ScoreSheet.NONE.plus(sum)).isEqualTo(sum);
    }

    private static ScoreSheet sheet(List<Mention> gold, List<Mention> found) {
        return ScoreSheet.of(new AnnotatedText(TEXT, gold), found, SEEN);
    }
}
