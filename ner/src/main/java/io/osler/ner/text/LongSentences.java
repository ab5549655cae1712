package io.osler.ner.text;

import io.osler.models.TextSpan;
import java.util.ArrayList;
import java.util.List;

/**
 * Cuts what is too long for one sentence, a line without any full stop for example, so that no prompt grows out of
 * bounds.
 */
final class LongSentences {
    private LongSentences() {}

    /**
     * The span itself, or pieces of at most {@code lengthMax} units: cut at the last white space that leaves a piece
     * short enough, else at the last whole character.
     */
    static List<TextSpan> cut(String note, TextSpan sentence, int lengthMax) {
        List<TextSpan> pieces = new ArrayList<>();
        int begin = sentence.begin();
        while (sentence.end() - begin > lengthMax) {
            int cut = lastWhite(note, begin, begin + lengthMax);
            if (cut == begin) {
                cut = Characters.lastEnd(note, begin, begin + lengthMax);
            }
            pieces.add(new TextSpan(begin, Whitespace.trimEnd(note, begin, cut)));
            begin = Whitespace.skip(note, cut, sentence.end());
        }
        pieces.add(new TextSpan(begin, sentence.end()));
        return pieces;
    }

    /** Index of the last white character in {@code (begin, limit]}, or {@code begin}. */
    private static int lastWhite(String note, int begin, int limit) {
        int i = limit;
        while (i > begin && !Whitespace.isWhite(note.charAt(i))) {
            i--;
        }
        return i;
    }
}
