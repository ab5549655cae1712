package io.osler.ner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.osler.models.TextSpan;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfidenceBandTest {
    @ParameterizedTest
    @CsvSource({"0.29, false", "0.3, true", "0.69, true", "0.7, false"})
    void theLowerEndBelongsToIt(double confidence, boolean held) {
        ConfidenceBand band = ConfidenceBand.parse(" 0.3 ,0.7");
        assertThat(band.holds(new Mention(new TextSpan(0, 1), "x", confidence))).isEqualTo(held);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '#',
            value = {
                "0.3 # confidence band is '0.3', expected LOW,HIGH such as 0.3,0.7",
                "a,b # confidence band is 'a,b', expected LOW,HIGH such as 0.3,0.7",
                "0.1,0.2,0.3 # confidence band is '0.1,0.2,0.3', expected LOW,HIGH such as 0.3,0.7",
                "0.7,0.7 # confidence band is 0.7 to 0.7, expected two numbers in [0, 1], the smaller first",
                "-1,0.7 # confidence band is -1.0 to 0.7, expected two numbers in [0, 1], the smaller first",
                "0,NaN # confidence band is 0.0 to NaN, expected two numbers in [0, 1], the smaller first"
            })
    void whatIsNoneIsTold(String text, String message) {
        assertThatThrownBy(() -> ConfidenceBand.parse(text)).hasMessage(message);
    }
}
