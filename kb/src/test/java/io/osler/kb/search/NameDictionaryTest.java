package io.osler.kb.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;

class NameDictionaryTest {
    private final NameDictionary<String> names = NameDictionary.of(Map.of(
            "breast cancer", "D1",
            "cancer", "D2",
            "familial breast cancer syndrome", "D3",
            "T-cell lymphoma", "D4"));

    @Test
    void findsTheLongestNameAtEachPlace() {
        assertThat(names.scan("Breast cancer, skin cancer and Familial  breast\ncancer syndrome"))
                .containsExactly(
                        new NameMatch<>(0, 13, "D1"), new NameMatch<>(20, 26, "D2"), new NameMatch<>(31, 63, "D3"));
    }

    @Test
    void fallsBackToAShorterNameWhenTheLongerOneBreaksOff() {
        assertThat(names.scan("familial breast cancer")).containsExactly(new NameMatch<>(9, 22, "D1"));
    }

    @Test
    void whiteSpaceAroundSignsDoesNotMatter() {
        assertThat(names.scan("a T - cell lymphoma")).containsExactly(new NameMatch<>(2, 19, "D4"));
        assertThat(names.find("t-CELL  lymphoma")).contains("D4");
    }

    @Test
    void namesAreWholeWords() {
        assertThat(names.scan("cancerous precancer")).isEmpty();
    }

    @Test
    void emptyTextsHoldNothing() {
        assertThat(names.scan("")).isEmpty();
        assertThat(names.scan(" \n")).isEmpty();
        assertThat(NameDictionary.of(Map.of()).scan("cancer")).isEmpty();
    }

    @Test
    void aNameWithoutAWordIsRefused() {
        assertThatThrownBy(() -> NameDictionary.of(Map.of("  ", "D5")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a name of 2 characters holds no word");
    }
}
