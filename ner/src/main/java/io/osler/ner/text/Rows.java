package io.osler.ner.text;

/** Lines that stand for themselves: rows of a table, drawn rules. They are never joined to the line above or below. */
final class Rows {
    private static final int WIDE_GAP = 4;
    private static final String STOPS = ".:?!,;";

    private Rows() {}

    static boolean is(String note, Line line) {
        return isRule(note, line) || hasColumns(note, line);
    }

    /** No letter and no digit: "-----", "* * *". */
    private static boolean isRule(String note, Line line) {
        return note.substring(line.begin(), line.end()).codePoints().noneMatch(Character::isLetterOrDigit);
    }

    /** A tab, two bars, one wide gap, or two gaps of two spaces and more that do not merely follow a full stop. */
    private static boolean hasColumns(String note, Line line) {
        int bars = 0;
        int gaps = 0;
        int i = line.begin();
        while (i < line.end()) {
            char c = note.charAt(i);
            int next = Whitespace.skip(note, i, line.end());
            if (c == '\t' || next - i >= WIDE_GAP) {
                return true;
            }
            bars += c == '|' ? 1 : 0;
            gaps += next - i > 1 && STOPS.indexOf(note.charAt(i - 1)) < 0 ? 1 : 0;
            i = Math.max(next, i + 1);
        }
        return bars >= 2 || gaps >= 2;
    }
}
