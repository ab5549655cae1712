package io.osler.ner.text;

import java.util.ArrayList;
import java.util.List;

/**
 * A text cut at its line breaks, white space at the cuts left out. A break is all that Python's {@code splitlines}
 * takes for one: brat reads its files so, and none of them may stand in a line.
 */
public final class LineFragments {
    private static final String BREAKS = "\n\r\u000B\f\u001C\u001D\u001E\u0085\u2028\u2029";

    /**
     * Half-open, in UTF-16 units of the text that was cut.
     *
     * @param begin first
     * @param end   after the last, greater than {@code begin}
     */
    public record Fragment(int begin, int end) {}

    private LineFragments() {}

    /** In order; blank lines have none. */
    public static List<Fragment> of(String text) {
        List<Fragment> fragments = new ArrayList<>();
        int begin = 0;
        for (int i = 0; i <= text.length(); i++) {
            if (i == text.length() || BREAKS.indexOf(text.charAt(i)) >= 0) {
                addTrimmed(fragments, text, begin, i);
                begin = i + 1;
            }
        }
        return fragments;
    }

    /** White space goes where a break is, and stays where the text as a whole begins and ends. */
    private static void addTrimmed(List<Fragment> fragments, String text, int lineBegin, int lineEnd) {
        if (text.substring(lineBegin, lineEnd).isBlank()) {
            return;
        }
        int begin = lineBegin;
        int end = lineEnd;
        while (begin > 0 && Character.isWhitespace(text.charAt(begin))) {
            begin++;
        }
        while (end < text.length() && Character.isWhitespace(text.charAt(end - 1))) {
            end--;
        }
        fragments.add(new Fragment(begin, end));
    }
}
