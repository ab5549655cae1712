package io.osler.ner.link;

import static org.assertj.core.api.Assertions.assertThat;

import io.osler.ner.Mention;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class MentionNamesTest {
    /** Names of the last of some words, each a mention where it stands last in the text. */
    private static List<String> names(String text, String... words) {
        List<Mention> mentions = Stream.of(words)
                .map(word -> Mention.gold(text.lastIndexOf(word), text.lastIndexOf(word) + word.length(), "problem"))
                .toList();
        return MentionNames.of(text, mentions).of(mentions.getLast());
    }

    @Test
    void shortFormsAreWrittenOutAlsoInsideAName() {
        assertThat(names("Chronic blint zorbitis (CBZ). Later CBZ.", "CBZ"))
                .containsExactly("Chronic blint zorbitis", "CBZ");
        assertThat(names("Blint disease (BD). Severe BD crisis.", "Severe BD crisis"))
                .containsExactly("Severe Blint disease crisis", "Severe BD crisis");
        assertThat(names("Blint disease (BD). An ABD.", "ABD")).containsExactly("ABD");
    }

    @Test
    void aMentionInBracketsIsTheOneBeforeIt() {
        assertThat(names("It is zorbic dystrophy (DZX).", "zorbic dystrophy", "DZX"))
                .containsExactly("zorbic dystrophy", "DZX");
        assertThat(names("It is zorbic dystrophy, (DZX).", "zorbic dystrophy", "DZX"))
                .containsExactly("DZX");
    }

    @Test
    void articlesAndWhiteSpaceGo() {
        assertThat(names("Has the red\n  blint.", "the red\n  blint")).containsExactly("red blint");
        assertThat(names("a", "a")).containsExactly("a");
    }

    @Test
    void bracketsGiveTwoNames() {
        assertThat(names("red blint (old zorb) ache", "red blint (old zorb) ache"))
                .containsExactly("red blint (old zorb) ache", "red blint ache", "old zorb");
    }

    @Test
    void shortFormsAreShortAndHaveCapitals() {
        assertThat(List.of("DM", "EDMD", "AdC")).allMatch(MentionNames::isShortForm);
        assertThat(List.of("dm", "Fever", "ABCDEF", "A B")).noneMatch(MentionNames::isShortForm);
    }
}
