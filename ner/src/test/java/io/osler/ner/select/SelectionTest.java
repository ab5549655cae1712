package io.osler.ner.select;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.osler.models.TextSpan;
import io.osler.ner.AnnotatedText;
import io.osler.ner.Mention;
import io.osler.ner.detect.PoolDictionaryDetector;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class SelectionTest {
    private static final List<AnnotatedText> POOL = Stream.of(
                    "the patient has gout",
                    "a rare tumour of bone",
                    "gout of the toe",
                    "nothing here",
                    "gout gout toe pain")
            .map(text -> new AnnotatedText(text, List.of()))
            .toList();

    @Test
    void theNearestNeighbourStandsLast() {
        assertThat(texts(new TfidfNeighbours(POOL, 2), "pain of a gout toe"))
                .endsWith("gout gout toe pain")
                .hasSize(2);
    }

    @Test
    void theSentenceItselfIsLeftOut() {
        assertThat(texts(new TfidfNeighbours(POOL, 5), "gout of the toe"))
                .doesNotContain("gout of the toe")
                .endsWith("gout gout toe pain");
    }

    @Test
    void sentencesWithNoCommonWordAreNoNeighbours() {
        assertThat(texts(new TfidfNeighbours(POOL, 5), "xyz")).isEmpty();
    }

    @Test
    void anEvenSpreadShowsTheWholePool() {
        assertThat(texts(ExampleSelector.spread(POOL, 5), "x")).hasSize(5);
        assertThat(texts(ExampleSelector.spread(POOL, 50), "x")).hasSize(5);
        assertThat(texts(ExampleSelector.spread(POOL, 1), "x")).containsExactly("gout of the toe");
        assertThat(texts(ExampleSelector.spread(POOL, 0), "x")).isEmpty();
        assertThatThrownBy(() -> ExampleSelector.spread(POOL, -1)).hasMessage("k is -1, expected 0 or more");
    }

    @Test
    void aStringThatIsRarelyAnnotatedIsNotInThePoolsDictionary() {
        List<AnnotatedText> pool = List.of(
                new AnnotatedText("cold gout", List.of(Mention.gold(0, 4, "disease"), Mention.gold(5, 9, "disease"))),
                new AnnotatedText("cold cold cold water", List.of()));
        List<Mention> found = new PoolDictionaryDetector(pool).detect("Gout in the cold");
        assertThat(found).containsExactly(new Mention(new TextSpan(0, 4), "disease", 1));
    }

    private static List<String> texts(ExampleSelector selector, String sentence) {
        return selector.select(sentence).stream().map(AnnotatedText::text).toList();
    }
}
