package io.osler.ner.head;

import io.osler.models.TextSpan;
import io.osler.ner.text.Words;
import java.util.ArrayList;
import java.util.List;

/**
 * The words a head tags: those of {@link Words}, cut once more at hyphens and slashes, for annotators do
 * ({@code VHL} of {@code VHL-associated}).
 */
final class HeadWords {
    private HeadWords() {}

    /** The words in order; together they hold every character that is not a space. */
    static List<TextSpan> of(String text) {
        List<TextSpan> words = new ArrayList<>();
        for (TextSpan word : Words.of(text)) {
            int begin = word.begin();
            for (int at = word.begin() + 1; at < word.end() - 1; at++) {
                if (joins(text.charAt(at)) && begin < at) {
                    words.add(new TextSpan(begin, at));
                    words.add(new TextSpan(at, at + 1));
                    begin = at + 1;
                }
            }
            words.add(new TextSpan(begin, word.end()));
        }
        return words;
    }

    private static boolean joins(char sign) {
        return sign == '-' || sign == '/' || sign == '\u2010';
    }
}
