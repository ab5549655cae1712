package io.osler.ner.head;

import static org.assertj.core.api.Assertions.assertThat;

import io.osler.models.TextSpan;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ReadingWindowTest {
    /** Words of two letters and a space each. */
    private static List<TextSpan> words(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> new TextSpan(3 * i, 3 * i + 2))
                .toList();
    }

    /** A token for each letter. */
    private static List<TextSpan> letters(List<TextSpan> words) {
        List<TextSpan> tokens = new ArrayList<>();
        for (TextSpan word : words) {
            tokens.add(new TextSpan(word.begin(), word.begin() + 1));
            tokens.add(new TextSpan(word.begin() + 1, word.end()));
        }
        return tokens;
    }

    @Test
    void whatFitsIsReadAtOnce() {
        List<TextSpan> words = words(8);
        assertThat(ReadingWindow.of(words, letters(words), 16)).containsExactly(new ReadingWindow(0, 0, 8, 8));
        assertThat(ReadingWindow.of(words, List.of(), 16)).containsExactly(new ReadingWindow(0, 0, 8, 8));
        assertThat(ReadingWindow.of(List.of(), List.of(), 16)).isEmpty();
        assertThat(new ReadingWindow(2, 3, 4, 5).span(words)).isEqualTo(new TextSpan(6, 14));
    }

    @Test
    void longerSentencesAreReadInOverlappingWindowsThatTakeEachWordOnce() {
        for (int count = 9; count < 60; count++) {
            List<TextSpan> words = words(count);
            int next = 0;
            for (ReadingWindow window : ReadingWindow.of(words, letters(words), 16)) {
                assertThat(window.from()).isEqualTo(next);
                assertThat(window.begin()).isLessThanOrEqualTo(window.from());
                assertThat(window.to()).isBetween(window.from() + 1, window.end());
                assertThat(2 * (window.end() - window.begin())).isLessThanOrEqualTo(16);
                next = window.to();
            }
            assertThat(next).isEqualTo(count);
        }
    }
}
