package io.osler.ner.text;

import java.util.ArrayList;
import java.util.List;

/**
 * One line of a note, its terminator left out.
 *
 * <pre>
 *   |-- indent --|-- text without white ends --|-- white --|
 * start        begin                          end
 * </pre>
 *
 * @param start index of the line's first unit
 * @param begin index of its first character that is not white; equals {@code end} in a blank line
 * @param end   index after its last character that is not white
 */
record Line(int start, int begin, int end) {
    boolean isBlank() {
        return begin == end;
    }

    int indent() {
        return begin - start;
    }

    /** Units from the margin to the end of the text: what an editor compares with its wrap width. */
    int width() {
        return end - start;
    }

    /** The rest of the line from {@code from} on, at the same margin. */
    Line after(String note, int from) {
        return new Line(start, Whitespace.skip(note, from, end), end);
    }

    /** All lines of a note, the last one too when no terminator follows it. */
    static List<Line> of(String note) {
        List<Line> lines = new ArrayList<>();
        int start = 0;
        for (int i = 0; i < note.length(); i++) {
            if (isTerminator(note.charAt(i))) {
                lines.add(of(note, start, i));
                i += isCrLf(note, i) ? 1 : 0;
                start = i + 1;
            }
        }
        lines.add(of(note, start, note.length()));
        return lines;
    }

    private static Line of(String note, int start, int end) {
        int begin = Whitespace.skip(note, start, end);
        return new Line(start, begin, Whitespace.trimEnd(note, begin, end));
    }

    private static boolean isCrLf(String note, int i) {
        return note.charAt(i) == '\r' && i + 1 < note.length() && note.charAt(i + 1) == '\n';
    }

    private static boolean isTerminator(char c) {
        return switch (c) {
            case '\n', '\r', '\f', '\u000B', '\u0085', '\u2028', '\u2029' -> true;
            default -> false;
        };
    }
}
