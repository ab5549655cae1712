package io.osler.ner.select;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.osler.kb.TextEncoder;
import io.osler.ner.AnnotatedText;
import io.osler.ner.Mention;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExampleSelectorTest {
    private static final ExamplePool POOL = pool(
            "the patient has gout",
            "a rare tumour of bone",
            "gout of the toe",
            "nothing here",
            "gout gout toe pain",
            "Gout  of the TOE");

    /** Vectors by hand: how much of gout, of tumours, of anything else. */
    private static final TextEncoder ENCODER = new TextEncoder() {
        @Override
        public String name() {
            return "by hand";
        }

        @Override
        public int dimension() {
            return 3;
        }

        @Override
        public List<float[]> encode(List<String> texts) {
            return texts.stream()
                    .map(text -> {
                        float gout = text.toLowerCase(Locale.ROOT).split("gout", -1).length - 1;
                        float tumour = text.contains("tumour") ? 2 : 0;
                        float length = (float) Math.sqrt(gout * gout + tumour * tumour + 0.01f);
                        return new float[] {gout / length, tumour / length, 0.1f / length};
                    })
                    .toList();
        }
    };

    private static final SelectorParts PARTS = SelectorParts.NONE
            .withEncoder(ENCODER)
            .withCandidates(text -> Stream.of("gout", "tumour", "tumours")
                    .filter(text::contains)
                    .toList());

    @ParameterizedTest
    @ValueSource(strings = {"kate:tfidf", "kate:embedding", "hybrid", "entity", "random", "farthest:tfidf"})
    void theSentenceItselfIsNeverAnExampleHoweverItIsWritten(String strategy) {
        ExampleSelector selector = selector(strategy + ",k=6");
        for (String query : List.of("gout of the toe", " GOUT OF  the toe")) {
            assertThat(texts(selector, query))
                    .doesNotContain("gout of the toe", "Gout  of the TOE")
                    .doesNotHaveDuplicates();
        }
        // Both copies are near; the asked number is there all the same.
        assertThat(texts(selector(strategy + ",k=2"), "gout of the toe")).hasSize(2);
    }

    @ParameterizedTest
    @CsvSource({
        "kate:tfidf,gout gout toe pain",
        "kate:embedding,gout gout toe pain",
        "hybrid,gout gout toe pain",
        "entity,gout gout toe pain"
    })
    void theNearestStandsLast(String strategy, String nearest) {
        List<String> last = texts(selector(strategy + ",k=3"), "gout gout gout pain of a toe");
        assertThat(last).endsWith(nearest);
        List<String> first = texts(selector(strategy + ",k=3,order=nearest-first"), "gout gout gout pain of a toe");
        Collections.reverse(first);
        assertThat(first).isEqualTo(last);
    }

    @Test
    void inPoolOrderPromptsWithTheSameExamplesBeginAlike() {
        ExampleSelector selector = selector("kate:tfidf,k=3,order=pool");
        List<String> texts = texts(selector, "gout toe pain");
        assertThat(texts)
                .isEqualTo(texts(selector, "pain of gout in a toe"))
                .containsExactly("gout of the toe", "gout gout toe pain", "Gout  of the TOE");
    }

    @Test
    void tiesGoByPlaceInThePool() {
        ExampleSelector selector =
                ExampleSelector.of(SelectionSpec.parse("kate:tfidf,k=2"), pool("a gout", "b gout", "c gout"), PARTS);
        assertThat(texts(selector, "gout")).containsExactly("b gout", "a gout");
    }

    @Test
    void farthestIsTheOtherEnd() {
        assertThat(texts(selector("farthest:embedding,k=2"), "gout"))
                .containsExactlyInAnyOrder("a rare tumour of bone", "nothing here");
        assertThat(texts(selector("farthest:tfidf,k=2"), "gout")).doesNotContain("the patient has gout");
    }

    @Test
    void mentionsCountMoreThanTheWordsAroundThem() {
        ExamplePool pool = ExamplePool.of(List.of(
                new AnnotatedText("seen in the clinic on Monday with tumours", List.of(Mention.gold(34, 41, "p"))),
                new AnnotatedText("seen in the clinic on Monday with gout", List.of(Mention.gold(34, 38, "p")))));
        ExampleSelector selector = ExampleSelector.of(SelectionSpec.parse("entity,k=1"), pool, PARTS);
        assertThat(texts(selector, "no tumour at all")).containsExactly("seen in the clinic on Monday with tumours");
        assertThat(texts(selector, "on Monday with her")).hasSize(1);
    }

    @Test
    void aDrawIsBySeedAndSentenceAlone() {
        ExamplePool pool =
                pool(IntStream.range(0, 200).mapToObj(i -> "sentence " + i).toArray(String[]::new));
        ExampleSelector one = ExampleSelector.of(SelectionSpec.parse("random,k=16,seed=4"), pool, PARTS);
        List<String> queries =
                IntStream.range(0, 40).mapToObj(i -> "query " + i).toList();
        List<List<String>> forwards =
                queries.stream().map(query -> texts(one, query)).toList();
        List<List<String>> backwards = new ArrayList<>(
                queries.reversed().stream().map(query -> texts(one, query)).toList());
        Collections.reverse(backwards);
        assertThat(backwards).isEqualTo(forwards);
        assertThat(new HashSet<>(forwards)).hasSize(40);
        assertThat(forwards).allSatisfy(drawn -> assertThat(drawn).hasSize(16).doesNotHaveDuplicates());
        ExampleSelector other = ExampleSelector.of(SelectionSpec.parse("random,k=16,seed=5"), pool, PARTS);
        assertThat(texts(other, "query 0")).isNotEqualTo(texts(one, "query 0"));
        assertThat(forwards.stream().flatMap(List::stream).distinct().count()).isGreaterThan(180);
    }

    @Test
    void aStaticSetIsTheSameForAllSentences() {
        assertThat(texts(selector("static,k=3,seed=1"), "a"))
                .isEqualTo(texts(selector("static,k=3,seed=1"), "b"))
                .isNotEqualTo(texts(selector("static,k=3,seed=2"), "a"))
                .hasSize(3);
        assertThat(texts(selector("none"), "a")).isEmpty();
        assertThat(texts(selector("kate,k=0"), "a")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"kate:tfidf", "kate:embedding", "hybrid", "entity", "random", "static", "spread"})
    void manyAtOnceAreAsOneByOne(String strategy) {
        ExampleSelector selector = selector(strategy + ",k=3");
        List<String> queries = List.of("gout of the toe", "a tumour", "xyz", "pain");
        assertThat(selector.selectAll(queries))
                .isEqualTo(queries.stream().map(selector::select).toList());
    }

    @Test
    void sentencesOfTheSameDocumentCanBeLeftOut() {
        ExamplePool pool = new ExamplePool(POOL.sentences(), List.of("d1", "d1", "d2", "d2", "d2", "d3"));
        ExampleSelector selector = ExampleSelector.of(SelectionSpec.parse("kate:tfidf,k=3"), pool, PARTS);
        assertThat(texts(selector.outside("d2"), "gout toe"))
                .containsExactly("the patient has gout", "Gout  of the TOE");
        assertThat(texts(selector, "gout toe")).endsWith("gout gout toe pain");
        assertThatThrownBy(() -> new ExamplePool(POOL.sentences(), List.of("d1")))
                .hasMessage("1 documents for 6 sentences, expected one for each or none");
    }

    @Test
    void whatCannotBeIsSaidClearly() {
        assertThatThrownBy(() -> selector("kate:tfidf,k=7"))
                .hasMessage("k is 7, expected at most the pool's 6 sentences");
        assertThatThrownBy(() -> ExampleSelector.of(SelectionSpec.parse("kate"), pool(), PARTS))
                .hasMessage("the pool of examples is empty, expected sentences for selection 'kate:tfidf,k=16';"
                        + " 'none' needs no pool");
        assertThatThrownBy(() -> ExampleSelector.of(SelectionSpec.parse("hybrid,k=2"), POOL, SelectorParts.NONE))
                .hasMessage("selection 'hybrid,k=2' was given no encoder of sentences");
        assertThatThrownBy(() -> ExampleSelector.of(SelectionSpec.parse("entity,k=2"), POOL, SelectorParts.NONE))
                .hasMessage("selection 'entity,k=2' was given no dictionary that finds candidate mentions");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "none",
                "spread,k=4",
                "static,k=4,seed=9",
                "random,k=16,seed=0",
                "kate:tfidf,k=16",
                "kate:embedding,k=8,order=pool",
                "hybrid,k=1,order=nearest-first",
                "entity,k=2",
                "farthest:tfidf,k=3"
            })
    void aSpecIsReadAsItIsWritten(String spec) {
        assertThat(SelectionSpec.parse(spec)).hasToString(spec);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '#',
            value = {
                "kate:words # selection is 'kate:words', expected one of none, spread, static, random, kate:tfidf,"
                        + " kate:embedding, hybrid, entity, farthest:tfidf, farthest:embedding",
                "kate,k=many # k is 'many', expected a whole number, 0 or more",
                "kate,k=-1 # k is '-1', expected a whole number, 0 or more",
                "kate,n=3 # selection option is 'n=3', expected k=NUMBER, seed=NUMBER or order=NAME",
                "kate,k # selection option is 'k', expected k=NUMBER, seed=NUMBER or order=NAME",
                "kate,order=best # order is 'best', expected one of [nearest-last, nearest-first, pool]"
            })
    void aWrongSpecIsRefused(String spec, String message) {
        assertThatThrownBy(() -> SelectionSpec.parse(spec))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
    }

    @Test
    void aSpecHasDefaults() {
        assertThat(SelectionSpec.parse(" kate , k = 3 ".replace(" = ", "="))).hasToString("kate:tfidf,k=3");
        assertThat(SelectionSpec.parse("farthest").k()).isEqualTo(16);
    }

    private static ExampleSelector selector(String spec) {
        return ExampleSelector.of(SelectionSpec.parse(spec), POOL, PARTS);
    }

    private static ExamplePool pool(String... texts) {
        return ExamplePool.of(Stream.of(texts)
                .map(text -> {
                    int gout = text.indexOf("gout");
                    return new AnnotatedText(
                            text, gout < 0 ? List.of() : List.of(Mention.gold(gout, gout + 4, "disease")));
                })
                .toList());
    }

    private static List<String> texts(ExampleSelector selector, String sentence) {
        return new ArrayList<>(
                selector.select(sentence).stream().map(AnnotatedText::text).toList());
    }
}
