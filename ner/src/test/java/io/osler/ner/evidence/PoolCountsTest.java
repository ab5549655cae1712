package io.osler.ner.evidence;

import static io.osler.ner.evidence.EvidenceFixture.LABELS;
import static io.osler.ner.evidence.EvidenceFixture.sentence;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.osler.ner.AnnotatedText;
import io.osler.ner.Mention;
import io.osler.ner.detect.WordCounts;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class PoolCountsTest {
    private static final List<AnnotatedText> OTHERS = List.of(
            sentence("Gout, then Gout again and lung cancer.", "Gout"), sentence("no gout", "gout"), sentence("cough"));
    private static final List<AnnotatedText> OWN =
            List.of(sentence("her lung cancer is gout", "lung cancer"), sentence("lung cancer", "lung cancer"));

    private static PoolCounts counts(List<AnnotatedText> sentences) {
        return PoolCounts.of(LABELS, sentences);
    }

    @Test
    void stringsAreCountedWhereverTheyStandAndWordsByWhatTheyStandIn() {
        PoolCounts counts = counts(OTHERS);
        assertThat(counts.annotations("gout", 0)).isEqualTo(2);
        assertThat(counts.occurrences("gout")).isEqualTo(3);
        assertThat(counts.share("gout", 0)).isEqualTo(2 / 3.0);
        assertThat(counts.share("lung cancer", 0)).as("never annotated").isZero();
        assertThat(counts.inside().share("GOUT", 0)).isEqualTo(2.1 / 4.5);
        assertThat(counts.inside().hasSeen("lung")).isTrue();
        assertThat(counts.inside().hasSeen("her")).isFalse();
    }

    /** Also not in the negative: that a string stands unannotated elsewhere is told of annotated strings alone. */
    @Test
    void whatAPartSaidIsForgottenAsIfItHadNeverBeenThere() {
        List<AnnotatedText> all = new ArrayList<>(OTHERS);
        all.addAll(OWN);
        PoolCounts left = counts(all).without(OWN);
        PoolCounts never = counts(OTHERS);
        assertThat(plain(left.strings())).isEqualTo(plain(never.strings()));
        assertThat(plain(left.begins().counts())).isEqualTo(plain(never.begins().counts()));
        assertThat(plain(left.inside().counts())).isEqualTo(plain(never.inside().counts()));
        assertThat(left.occurrences("lung cancer")).isZero();
        assertThat(counts(all).occurrences("lung cancer")).isEqualTo(3);
    }

    private static Map<String, List<Integer>> plain(Map<String, int[]> counts) {
        return counts.entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey,
                        of -> Arrays.stream(of.getValue()).boxed().toList()));
    }

    @Test
    void candidatesAreAnnotatedStringsAndRunsOfWordsLikeTheirs() {
        PoolCounts counts = counts(List.of(
                sentence("hereditary ovarian tumour", "hereditary ovarian tumour"),
                sentence("a tumour", "tumour"),
                sentence("a breast scan", "breast scan")));
        String asked = "A hereditary breast tumour, a tumour.";
        SpanWords words = SpanWords.of(asked);
        assertThat(counts.matches(words))
                .extracting(match -> match.span().in(asked))
                .containsExactly("tumour", "tumour");
        assertThat(counts.likelyRuns(words))
                .extracting(run -> run.span().in(asked))
                .containsExactly("hereditary breast tumour", "tumour");
        assertThat(counts.matches(words)).extracting(Mention::confidence).containsOnly(1 / 2.0);
        assertThat(counts.matches(SpanWords.of(""))).isEmpty();
    }

    @Test
    void countsOfAnotherNumberOfLabelsAreRefused() {
        assertThatThrownBy(() -> new WordCounts(2, Map.of("gout", new int[] {3, 1})))
                .hasMessage("a word has 2 counts, expected 3 with 2 labels");
        assertThat(new WordCounts(1).share("never", 0)).isEqualTo(0.07);
    }
}
