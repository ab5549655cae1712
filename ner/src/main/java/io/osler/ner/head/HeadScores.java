package io.osler.ner.head;

import io.osler.ner.score.SpanScores;
import java.util.List;
import java.util.Locale;

/**
 * How a head did on sentences it was not fitted to.
 *
 * @param of          what they were, for people
 * @param sentences   how many
 * @param strict      same begin, end and label
 * @param unseenGold  annotated mentions whose words no training sentence has annotated
 * @param unseenFound those among them that were found
 * @param reliability of confidences, calibrated on other documents than they are judged on
 * @param curve       what heads fitted to fewer sentences reached on the same ones
 */
public record HeadScores(
        String of,
        int sentences,
        SpanScores strict,
        int unseenGold,
        int unseenFound,
        Reliability reliability,
        List<CurvePoint> curve) {
    /**
     * @param sentences fitted to
     * @param f1        strict
     */
    public record CurvePoint(int sentences, double f1) {}

    public HeadScores {
        curve = List.copyOf(curve);
    }

    HeadScores withCurve(List<CurvePoint> points) {
        return new HeadScores(of, sentences, strict, unseenGold, unseenFound, reliability, points);
    }

    /** Recall on mentions that training never showed; 1 when there were none. */
    public double unseenRecall() {
        return unseenGold == 0 ? 1 : (double) unseenFound / unseenGold;
    }

    /** One line for people. */
    public String words() {
        return String.format(
                Locale.ROOT,
                "P %.3f  R %.3f  F1 %.3f (strict, %,d mentions in %,d sentences, %s); unseen mentions: recall %.3f of"
                        + " %,d; calibration error %.3f",
                strict.precision(),
                strict.recall(),
                strict.f1(),
                strict.gold(),
                sentences,
                of,
                unseenRecall(),
                unseenGold,
                reliability.error());
    }
}
