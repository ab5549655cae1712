package io.osler.ner.text;

/** Marks that open a list item: bullets, "1.", "2)", "(3)", "#4", "a)", "[x]". */
final class ListMarkers {
    private static final String BULLETS = "-–—*+•·‣▪▫●○◦∙►▶✓→>";
    /** Bullets that people also write right before the first word. */
    private static final String TIGHT_BULLETS = "-•‣▪▫●○◦►▶✓";

    private ListMarkers() {}

    /** True when the line opens a list item; a line of the mark alone counts too. */
    static boolean opens(String note, Line line) {
        return !line.isBlank()
                && (isBullet(note, line) || isCheckbox(note, line) || isNumbered(note, line) || isLettered(note, line));
    }

    private static boolean isBullet(String note, Line line) {
        char mark = note.charAt(line.begin());
        if (BULLETS.indexOf(mark) < 0) {
            return false;
        }
        int next = line.begin() + 1;
        return isGapAt(note, line, next) || (TIGHT_BULLETS.indexOf(mark) >= 0 && Character.isLetter(note.charAt(next)));
    }

    private static boolean isCheckbox(String note, Line line) {
        int i = line.begin();
        return note.charAt(i) == '[' && i + 2 < line.end() && note.charAt(i + 2) == ']' && isGapAt(note, line, i + 3);
    }

    private static boolean isNumbered(String note, Line line) {
        char first = note.charAt(line.begin());
        boolean marked = first == '(' || first == '#';
        int digits = line.begin() + (marked ? 1 : 0);
        int i = digits;
        while (i < line.end() && i - digits < 3 && Character.isDigit(note.charAt(i))) {
            i++;
        }
        if (first == '#') {
            return i - digits < 3 && (isGapAt(note, line, i) || isOneOf(note, line, i, ".):"));
        }
        boolean closed = i > digits && i - digits < 3 && isOneOf(note, line, i, first == '(' ? ")" : ".)");
        return closed && (isGapAt(note, line, i + 1) || Character.isLetter(note.charAt(i + 1)));
    }

    /** "a)", "(a)", "a."; not "J." at the head of a line, which is somebody's initial. */
    private static boolean isLettered(String note, Line line) {
        boolean bracketed = note.charAt(line.begin()) == '(';
        int letter = line.begin() + (bracketed ? 1 : 0);
        if (letter >= line.end() || !Character.isLetter(note.charAt(letter))) {
            return false;
        }
        boolean lower = Character.isLowerCase(note.charAt(letter));
        return isOneOf(note, line, letter + 1, bracketed || !lower ? ")" : ").") && isGapAt(note, line, letter + 2);
    }

    private static boolean isOneOf(String note, Line line, int i, String marks) {
        return i < line.end() && marks.indexOf(note.charAt(i)) >= 0;
    }

    private static boolean isGapAt(String note, Line line, int i) {
        return i >= line.end() || Whitespace.isWhite(note.charAt(i));
    }
}
