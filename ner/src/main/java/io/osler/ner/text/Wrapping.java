package io.osler.ner.text;

import java.util.List;

/**
 * Decides whether a line goes on in the next one. Text that an editor wrapped shows it: the first word of the next
 * line would not have fitted. The width is the note's own, its longest line, and is trusted only where some line that
 * is full by this test goes on in lower case, or four lines are full. Immutable, one per note.
 */
final class Wrapping {
    private static final int WIDTH_MIN = 50;
    private static final int WIDTH_MAX = 132;
    private static final int FULL_LINES_MIN = 4;
    private static final int NOT_WRAPPED = Integer.MAX_VALUE;
    /** A number among so many first words makes a line an entry of a list: "aspirin 81 mg daily". */
    private static final int ENTRY_WORDS = 4;

    private final String note;
    private final SentenceEnds sentenceEnds;
    private final Abbreviations abbreviations;
    private final int width;

    Wrapping(String note, List<Line> lines, SentenceEnds sentenceEnds, Abbreviations abbreviations) {
        this.note = note;
        this.sentenceEnds = sentenceEnds;
        this.abbreviations = abbreviations;
        this.width = width(lines);
    }

    /**
     * True when {@code next} goes on with the text of {@code line}.
     *
     * @param first the first line of the paragraph that {@code line} belongs to
     */
    boolean joins(Line first, Line line, Line next) {
        if (ListMarkers.opens(note, next) || Rows.is(note, line) || Rows.is(note, next)) {
            return false;
        }
        if (sentenceEnds.endsWith(note, line.begin(), line.end())) {
            return false;
        }
        return isFull(line, next, width) || isCutOff(line) || isContinuation(first, line, next);
    }

    /** The next line's first word would not have fitted. */
    private boolean isFull(Line line, Line next, int width) {
        return line.width() <= width
                && (long) line.width() + 1 + firstWord(next).length() > width;
    }

    /** Ends with a comma or in the middle of a phrase: "creatinine peaked at". */
    private boolean isCutOff(Line line) {
        int begin = line.end();
        while (begin > line.begin() && line.end() - begin <= WIDTH_MAX && !Whitespace.isWhite(note.charAt(begin - 1))) {
            begin--;
        }
        return note.charAt(line.end() - 1) == ',' || abbreviations.isConnector(note.substring(begin, line.end()));
    }

    private boolean isContinuation(Line first, Line line, Line next) {
        char start = note.charAt(next.begin());
        boolean lower = Character.isLowerCase(start);
        if (isHanging(first, next) && (lower || Character.isDigit(start))) {
            return true;
        }
        return lower && (abbreviations.isConnector(firstWord(next)) || !(isEntry(line) || isEntry(next)));
    }

    /** Indented under the text of a list item. */
    private boolean isHanging(Line first, Line next) {
        return next.indent() > first.indent() && ListMarkers.opens(note, first);
    }

    private boolean isEntry(Line line) {
        int words = 1;
        for (int i = line.begin(); i < line.end() && words <= ENTRY_WORDS; i++) {
            if (Character.isDigit(note.charAt(i))) {
                return true;
            }
            words += Whitespace.isWhite(note.charAt(i)) ? 1 : 0;
        }
        return false;
    }

    private String firstWord(Line line) {
        int end = line.begin();
        while (end < line.end() && end - line.begin() <= WIDTH_MAX && !Whitespace.isWhite(note.charAt(end))) {
            end++;
        }
        return note.substring(line.begin(), end);
    }

    private int width(List<Line> lines) {
        int longest = lines.stream()
                .filter(line -> line.width() <= WIDTH_MAX && !line.isBlank() && !Rows.is(note, line))
                .mapToInt(Line::width)
                .max()
                .orElse(0);
        return longest >= WIDTH_MIN && isWrapped(lines, longest) ? longest : NOT_WRAPPED;
    }

    private boolean isWrapped(List<Line> lines, int width) {
        int full = 0;
        for (int i = 0; i + 1 < lines.size(); i++) {
            Line line = lines.get(i);
            Line next = lines.get(i + 1);
            if (line.isBlank() || next.isBlank() || Rows.is(note, next) || !isFull(line, next, width)) {
                continue;
            }
            full++;
            if (full >= FULL_LINES_MIN || Character.isLowerCase(note.charAt(next.begin()))) {
                return true;
            }
        }
        return false;
    }
}
