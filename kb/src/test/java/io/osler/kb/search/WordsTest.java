package io.osler.kb.search;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WordsTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "T-cell lymphoma",
                "T - cell lymphoma",
                "T cell  Lymphomas",
                "t\u2010CELL\nlymphoma",
                "T/cell lymphoma",
                "\uFF34-cell lymphoma"
            })
    void spellingsOfOneName(String name) {
        assertThat(Words.forms(name)).containsExactly("t", "cell", "lymphoma");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Crohn's disease",
                "Crohn\u2019s disease",
                "Crohn ' s disease",
                "CROHN'S DISEASE",
                "Crohn disease"
            })
    void aPossessiveIsDropped(String name) {
        assertThat(Words.forms(name)).containsExactly("crohn", "disease");
    }

    @ParameterizedTest
    @ValueSource(strings = {"factor S", "factor-s", "factor. 's", "'s"})
    void anSByItselfIsNoPossessive(String name) {
        assertThat(Words.forms(name)).contains("s");
    }

    @ParameterizedTest
    @CsvSource({
        "tumours, tumour",
        "biopsies, biopsy",
        "masses, mass",
        "reflexes, reflex",
        "rashes, rash",
        "patches, patch",
        "headaches, headache",
        "viruses, virus",
        "sinuses, sinus",
        "causes, cause",
        "diseases, disease",
        "abscess, abscess",
        "virus, virus",
        "arthritis, arthritis",
        "gas, gas",
        "dies, die",
        "ties, tie",
        "ALS, als",
        "Sjögren, sjogren",
        "Ménière, meniere",
        "β, beta",
        "Λ, lambda",
        "ς, sigma",
        "µ, mu",
        "½, 1⁄2",
        "naïves, naive",
        "ﬁbrosis, fibrosis",
        "hyper\u00ADtension, hypertension",
        "й, и",
        "бактерии, бактерии",
        "m², m2",
        "Iß, iß",
    })
    void formOfAWord(String word, String form) {
        assertThat(WordForm.of(word)).isEqualTo(form);
    }

    @Test
    void otherSignsAreWords() {
        assertThat(Words.forms("a (b), c. +5%")).containsExactly("a", "(", "b", ")", ",", "c", ".", "+", "5", "%");
        assertThat(Words.forms("cancer\u2014breast")).containsExactly("cancer", "\u2014", "breast");
        assertThat(Words.forms("\uD83D\uDE00 ok")).containsExactly("\uD83D\uDE00", "ok");
    }

    @Test
    void placesAreThoseOfTheText() {
        assertThat(Words.of("\uFEFFa  Crohn's x"))
                .containsExactly(new Word("a", 1, 2, 2), new Word("crohn", 4, 9, 11), new Word("x", 12, 13, 13));
    }

    @Test
    void aBlankLineParts() {
        assertThat(Words.of("a\n b\r\n \r\n\nc")).extracting(Word::form).containsExactly("a", "b", Word.BREAK, "c");
        assertThat(Words.of("a\n\nb")).hasSize(3);
        assertThat(Words.of("a\nb")).hasSize(2);
        assertThat(Words.forms("a\n\nb")).containsExactly("a", "b");
    }

    @Test
    void invisibleWordsAreNone() {
        assertThat(Words.of("a \u00AD b \u200B")).hasSize(2);
        assertThat(Words.of("")).isEmpty();
    }

    @Test
    void halfASurrogatePairIsASign() {
        assertThat(Words.forms("a\uD83Db")).containsExactly("a", "\uFFFD", "b");
    }

    @Test
    void leadingDeterminersGo() {
        assertThat(Words.withoutDeterminers(List.of("the", "his", "pain"))).containsExactly("pain");
        assertThat(Words.withoutDeterminers(List.of("a"))).containsExactly("a");
    }

    @Test
    void orderAsideOnlyContentCounts() {
        assertThat(Words.sorted(Words.forms("Cancer, of the breast"))).containsExactly("breast", "cancer");
    }
}
