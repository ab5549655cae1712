package io.osler.ner.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.osler.ner.AnnotatedText;
import io.osler.ner.corpus.GoldSentence;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EvalSampleTest {
    private static final List<GoldSentence> ROWS = IntStream.range(0, 940)
            .mapToObj(i -> new GoldSentence("" + i, "" + i, new AnnotatedText("Sentence " + i, List.of())))
            .toList();

    @Test
    void theNamedSliceIsThatOfTheStudy() {
        List<GoldSentence> slice = new EvalSample("ncbi-449").of(ROWS);
        assertThat(slice).hasSize(449).doesNotHaveDuplicates();
        assertThat(slice.get(67).id()).isEqualTo("67");
        assertThat(slice.get(68).id()).isEqualTo("559");
        assertThat(slice.getLast().id()).isEqualTo("939");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new EvalSample("ncbi-449").of(ROWS.subList(0, 9)))
                .withMessageContaining("is of a split with 9 sentences, expected the 940");
    }

    @Test
    void aSmallerSampleIsPartOfALargerOneOfTheSameSeed() {
        List<GoldSentence> small = new EvalSample("random:20").of(ROWS);
        assertThat(small).hasSize(20);
        assertThat(new EvalSample("random:100").of(ROWS)).containsAll(small);
        assertThat(new EvalSample("random:20:8").of(ROWS)).isNotEqualTo(small);
        assertThat(new EvalSample("random:5000").of(ROWS)).isEqualTo(ROWS);
    }

    @Test
    void theFirst() {
        assertThat(new EvalSample("first:3").of(ROWS)).isEqualTo(ROWS.subList(0, 3));
        assertThat(new EvalSample("first:3").of(ROWS.subList(0, 2))).hasSize(2);
        assertThat(EvalSample.ALL.of(ROWS)).isEqualTo(ROWS);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "last:3", "first:", "random:x", "first:-1"})
    void anotherFormIsTold(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new EvalSample(text))
                .withMessage("sample is '%s', expected all, first:N, random:N, random:N:SEED or ncbi-449", text);
    }
}
