package io.osler.ner.text;

import java.text.BreakIterator;
import java.util.Locale;

/**
 * What a reader takes for one character (Unicode's extended grapheme cluster): only between two of them a text may be
 * cut.
 */
final class Characters {
    /** Below it no unit belongs to the character before, line feed behind carriage return left aside. */
    private static final char FIRST_COMBINING = '\u0300';

    private Characters() {}

    /**
     * True when a sentence may end between the punctuation before {@code at} and what follows: no accent stands on
     * it.
     */
    static boolean endsAfterMark(String text, int at) {
        if (at >= text.length() || text.charAt(at) < FIRST_COMBINING) {
            return true;
        }
        return boundaries(text, at - 1, at + Character.charCount(text.codePointAt(at)))
                .isBoundary(1);
    }

    /**
     * The last end of a whole character at or before {@code limit}. A single character that fills all of
     * {@code [begin, limit)}, say a letter under a thousand accents, is cut at {@code limit}, surrogate pairs spared.
     */
    static int lastEnd(String text, int begin, int limit) {
        int windowEnd = Math.min(text.length(), limit + 2); // enough to see whether something follows and extends
        BreakIterator boundaries = boundaries(text, begin, windowEnd);
        int inWindow = limit - begin;
        int end = boundaries.isBoundary(inWindow) ? inWindow : boundaries.preceding(inWindow);
        if (end > 0) {
            return begin + end;
        }
        boolean splitsPair = Character.isSurrogatePair(text.charAt(limit - 1), text.charAt(limit));
        return splitsPair ? limit - 1 : limit;
    }

    private static BreakIterator boundaries(String text, int begin, int end) {
        BreakIterator boundaries = BreakIterator.getCharacterInstance(Locale.ROOT);
        boundaries.setText(text.substring(begin, end));
        return boundaries;
    }
}
