package io.osler.ner.text;

import io.osler.models.TextSpan;
import java.util.ArrayList;
import java.util.List;

/** Finds where sentences end inside one paragraph; {@link Stop} judges each mark. Linear in the text. Immutable. */
final class SentenceEnds {
    private final Abbreviations abbreviations;

    SentenceEnds(Abbreviations abbreviations) {
        this.abbreviations = abbreviations;
    }

    /** The sentences of a paragraph, trimmed, in order. It begins and ends with a character that is not white. */
    List<TextSpan> split(String note, TextSpan paragraph) {
        List<TextSpan> sentences = new ArrayList<>();
        int begin = paragraph.begin();
        int i = begin;
        while (i < paragraph.end()) {
            if (!Stop.mayEndAt(note, i, paragraph.end())) {
                i++;
                continue;
            }
            Stop stop = new Stop(note, new TextSpan(begin, paragraph.end()), i, abbreviations);
            int cut = cut(stop);
            if (cut > begin) {
                sentences.add(new TextSpan(begin, Whitespace.trimEnd(note, begin, cut)));
                begin = Whitespace.skip(note, cut, paragraph.end());
            }
            i = Math.max(stop.marksEnd(), begin);
        }
        if (begin < paragraph.end()) {
            sentences.add(new TextSpan(begin, paragraph.end()));
        }
        return sentences;
    }

    /** True when the text ends with a mark that ends a sentence whatever the next line holds. */
    boolean endsWith(String note, int begin, int end) {
        int close = end;
        while (close > begin && Stop.isCloser(note.charAt(close - 1))) {
            close--;
        }
        int mark = close;
        while (mark > begin && Stop.isMark(note.charAt(mark - 1))) {
            mark--;
        }
        return mark < close && new Stop(note, new TextSpan(begin, end), mark, abbreviations).isFinal();
    }

    /** Where to cut at this mark, or 0. A number that counts on, "1. Aspirin 2. Statin", is cut off before it. */
    private static int cut(Stop stop) {
        if (stop.ends()) {
            return stop.close();
        }
        return stop.countsOn() ? stop.wordBegin() : 0;
    }
}
