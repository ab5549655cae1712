package io.osler.ner.text;

/** White space of clinical notes: what Unicode says, and the invisible characters that exports leave behind. */
final class Whitespace {
    private static final char NEXT_LINE = '\u0085';
    private static final char ZERO_WIDTH_SPACE = '\u200B';
    private static final char BYTE_ORDER_MARK = '\uFEFF';

    private Whitespace() {}

    /** True for one UTF-16 unit; no character outside the basic plane is white. */
    static boolean isWhite(char c) {
        return Character.isWhitespace(c)
                || Character.isSpaceChar(c)
                || c == NEXT_LINE
                || c == ZERO_WIDTH_SPACE
                || c == BYTE_ORDER_MARK;
    }

    /** The first index in {@code [from, end)} that is not white, or {@code end}. */
    static int skip(String text, int from, int end) {
        int i = from;
        while (i < end && isWhite(text.charAt(i))) {
            i++;
        }
        return i;
    }

    /** The index after the last character of {@code [begin, end)} that is not white, or {@code begin}. */
    static int trimEnd(String text, int begin, int end) {
        int i = end;
        while (i > begin && isWhite(text.charAt(i - 1))) {
            i--;
        }
        return i;
    }
}
