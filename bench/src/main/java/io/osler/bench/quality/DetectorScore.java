package io.osler.bench.quality;

import io.osler.ner.AnnotatedText;
import io.osler.ner.Mention;
import io.osler.ner.detect.MentionDetector;
import io.osler.ner.score.SpanScores;
import java.util.List;

/**
 * Quality and speed of a detector on annotated sentences: a row of the model-choice table.
 *
 * @param setting            what was measured
 * @param sentences          how many sentences were read
 * @param strict             same span and type
 * @param relaxed            overlap and same type
 * @param secondsPerSentence wall time; the examples that all sentences share are read before the clock starts
 */
public record DetectorScore(
        String setting, int sentences, SpanScores strict, SpanScores relaxed, double secondsPerSentence) {
    public static DetectorScore measure(String setting, MentionDetector detector, List<AnnotatedText> gold) {
        detector.detect(gold.getFirst().text());
        SpanScores strict = SpanScores.NONE;
        SpanScores relaxed = SpanScores.NONE;
        long begin = System.nanoTime();
        for (AnnotatedText sentence : gold) {
            List<Mention> found = detector.detect(sentence.text());
            strict = strict.plus(SpanScores.strict(sentence.mentions(), found));
            relaxed = relaxed.plus(SpanScores.relaxed(sentence.mentions(), found));
        }
        double seconds = (System.nanoTime() - begin) / 1e9;
        return new DetectorScore(setting, gold.size(), strict, relaxed, seconds / gold.size());
    }

    public static String header() {
        return """
                | setting | sentences | strict P | R | F1 | relaxed F1 | s/sentence |
                |---|---|---|---|---|---|---|""";
    }

    public String row() {
        return "| %s | %d | %.3f | %.3f | **%.3f** | %.3f | %.2f |"
                .formatted(
                        setting,
                        sentences,
                        strict.precision(),
                        strict.recall(),
                        strict.f1(),
                        relaxed.f1(),
                        secondsPerSentence);
    }
}
