package io.osler.kb.search;

import io.osler.kb.file.Lexicon;

/**
 * Finds the names of a lexicon in a text: from left to right, at each place the longest that the caller accepts, without
 * overlap. Time is linear in the text but for the names it walks into; memory is the text's characters and a few hundred
 * words, whatever its length. One scanner may serve any number of threads.
 */
public final class TextScanner {
    /** Whether a sequence of words counts here, and what becomes of it. */
    public interface Visitor {
        /**
         * @param node  of {@link Lexicon}, one with names
         * @param begin in UTF-16 units
         * @param end   in UTF-16 units, exclusive
         */
        boolean accepts(int node, int begin, int end);

        /**
         * Hears of the longest accepted sequence at a place.
         *
         * @param longEnd after a possessive 's, where one follows; else {@code end}
         */
        void found(int node, int begin, int end, int longEnd);
    }

    private final Lexicon lexicon;
    private final int[] asciiSigns = new int[128];

    public TextScanner(Lexicon lexicon) {
        this.lexicon = lexicon;
        for (int c = 0; c < asciiSigns.length; c++) {
            asciiSigns[c] = CharClass.of(c) == CharClass.SIGN ? lexicon.word(String.valueOf((char) c)) : Lexicon.NONE;
        }
    }

    public void scan(String text, Visitor visitor) {
        WordWindow words = new WordWindow(lexicon, asciiSigns, text);
        for (long at = 0; words.reaches(at); ) {
            at = longest(words, at, visitor);
        }
    }

    /** Looks for names that begin with one word; where to go on. */
    private long longest(WordWindow words, long at, Visitor visitor) {
        int word = words.word(at);
        int node = word == Lexicon.NONE ? Lexicon.NONE : lexicon.firstNode(word);
        int begin = words.begin(at);
        int best = Lexicon.NONE;
        long bestAt = at;
        for (long i = at; node != Lexicon.NONE; ) {
            if (lexicon.firstName(node) < lexicon.endName(node) && visitor.accepts(node, begin, words.end(i))) {
                best = node;
                bestAt = i;
            }
            i++;
            if (!words.reaches(i) || words.word(i) == Lexicon.NONE) {
                break;
            }
            node = lexicon.child(node, words.word(i));
        }
        if (best == Lexicon.NONE) {
            words.forget(at + 1);
            return at + 1;
        }
        visitor.found(best, begin, words.end(bestAt), words.longEnd(bestAt));
        words.forget(bestAt + 1);
        return bestAt + 1;
    }
}
