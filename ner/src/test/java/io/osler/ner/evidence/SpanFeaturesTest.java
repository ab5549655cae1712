package io.osler.ner.evidence;

import static io.osler.ner.evidence.EvidenceFixture.LABELS;
import static io.osler.ner.evidence.EvidenceFixture.sentence;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.osler.models.TextSpan;
import io.osler.ner.AnnotatedText;
import io.osler.ner.Mention;
import io.osler.ner.detect.DictionaryMentionDetector.Hit;
import io.osler.ner.detect.SentenceReading;
import io.osler.ner.detect.SpanReading;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SpanFeaturesTest {
    private static final String TEXT = "She had severe gout today.";
    private static final List<AnnotatedText> POOL = List.of(
            sentence("gout again", "gout"),
            sentence("severe gout", "severe gout"),
            sentence("had gout had none", "gout"));
    private static final EvidenceNames NAMES = new EvidenceNames(
            text -> List.of(new Hit(
                    new Mention(new TextSpan(text.indexOf("gout"), text.indexOf("gout") + 4), "disease", 0.8), "MSH")),
            "f");
    private static final SpanFeatures FEATURES =
            new SpanFeatures(LABELS, EnumSet.allOf(EvidencePart.class), List.of("MSH", "OMIM"));

    private static SpanReading reading(String words, double open) {
        int at = TEXT.indexOf(words);
        return new SpanReading(
                new TextSpan(at, at + words.length()), "disease", Math.log(open), Math.log(0.5), Math.log(0.75), 0);
    }

    private static List<double[]> rows() {
        SentenceReading reading = new SentenceReading(
                List.of(reading("severe gout", 0.2), reading("gout", 0.6), reading("She", 0.01), reading("today.", 1)),
                Map.of(0, Math.log(0.01), 8, Math.log(0.2), 15, Math.log(0.6)),
                List.of(sentence("it was gout", "gout")));
        return FEATURES.rows(SentenceFacts.of(TEXT, PoolCounts.of(LABELS, POOL), Optional.of(NAMES), reading));
    }

    private static double value(int row, String name) {
        return rows().get(row)[FEATURES.names().indexOf(name)];
    }

    @Test
    void theModelSpeaksInLogOdds() {
        assertThat(value(0, "open")).isCloseTo(Math.log(0.2 / 0.8), within(1e-9));
        assertThat(value(0, "close")).isCloseTo(Math.log(3), within(1e-9));
        assertThat(value(0, "survive")).isCloseTo(Math.log(0.5), within(1e-9));
        assertThat(value(0, "score")).isCloseTo(Math.log(0.075 / 0.925), within(1e-9));
        assertThat(value(0, "rank")).isCloseTo(Math.log(0.25) - Math.log(1.5), within(1e-9));
        assertThat(value(1, "rank")).isZero();
        assertThat(value(3, "open")).as("certain, and finite").isEqualTo(12);
    }

    @Test
    void thePoolTellsOfTheStringItsWordsAndWhatStandsAround() {
        assertThat(value(1, "string seen")).isEqualTo(1);
        assertThat(value(1, "string count")).isEqualTo(2);
        assertThat(value(1, "string"))
                .isCloseTo(Math.log(2.05 / 1.95), within(1e-9))
                .isGreaterThan(value(2, "string"));
        assertThat(value(0, "string seen")).isEqualTo(1);
        assertThat(value(2, "string seen")).isZero();
        assertThat(value(2, "first unseen")).isEqualTo(1);
        assertThat(value(0, "first unseen")).isZero();
        assertThat(value(1, "in a string")).isEqualTo(1);
        assertThat(value(0, "around a string")).isEqualTo(1);
        assertThat(value(0, "in a string")).isZero();
        assertThat(value(1, "before inside")).isGreaterThan(value(0, "before inside"));
        assertThat(value(0, "words")).isCloseTo(Math.log(2), within(1e-9));
    }

    @Test
    void examplesAndNamesAreToldWithTheirVocabulary() {
        assertThat(value(1, "marked in examples")).isGreaterThan(0).isGreaterThan(value(0, "marked in examples"));
        assertThat(value(1, "name")).isEqualTo(0.8);
        assertThat(value(1, "name of MSH")).isEqualTo(1);
        assertThat(value(1, "name of OMIM")).isZero();
        assertThat(value(0, "is a name")).isZero();
        assertThat(value(0, "around a name")).isEqualTo(1);
        assertThat(rows()).allSatisfy(row -> assertThat(row).doesNotContain(Double.NaN));
    }

    @Test
    void partsCanBeSilenced() {
        List<String> names = FEATURES.names();
        assertThat(Arrays.stream(FEATURES.columnsOf(EnumSet.of(EvidencePart.LM)))
                        .mapToObj(names::get))
                .containsExactly("words", "open", "survive", "close", "score", "rank");
        assertThat(new SpanFeatures(LABELS, EnumSet.of(EvidencePart.LM), List.of()).names())
                .containsExactly("words", "open", "survive", "close", "score", "rank");
        assertThat(new SpanFeatures(List.of("a", "b"), EnumSet.of(EvidencePart.LM), List.of()).names())
                .contains("label a", "label b", "typed");
        assertThat(EvidencePart.parse("pool+lm")).containsExactly(EvidencePart.LM, EvidencePart.POOL);
        assertThat(EvidencePart.text(EvidencePart.parse("kb+lm"))).isEqualTo("lm+kb");
    }
}
