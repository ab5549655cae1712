package io.osler.ner.text;

import io.osler.models.TextSpan;
import java.util.Arrays;

/**
 * A sentence on one line: each run of white space, line breaks included, becomes one space, as prompts need it. Knows
 * for every character where it stood.
 */
public final class Flattened {
    private final String text;
    private final int[] origin;

    private Flattened(String text, int[] origin) {
        this.text = text;
        this.origin = origin;
    }

    /** The part of {@code note} at {@code span}, trimmed and on one line. */
    public static Flattened of(String note, TextSpan span) {
        StringBuilder text = new StringBuilder(span.length());
        int[] origin = new int[span.length() + 1];
        boolean space = false;
        for (int at = span.begin(); at < span.end(); at++) {
            char unit = note.charAt(at);
            if (isSpace(unit)) {
                space = !text.isEmpty();
                continue;
            }
            if (space) {
                origin[text.length()] = at - 1;
                text.append(' ');
                space = false;
            }
            origin[text.length()] = at;
            text.append(unit);
        }
        return new Flattened(text.toString(), origin);
    }

    public String text() {
        return text;
    }

    /** Where a part of the flat text stands in the note. The part must not begin or end with a space. */
    public TextSpan inNote(TextSpan flat) {
        if (flat.length() == 0) {
            throw new IllegalArgumentException("span is empty at %d, expected text".formatted(flat.begin()));
        }
        return new TextSpan(origin[flat.begin()], origin[flat.end() - 1] + 1);
    }

    /** Where a part of the note stands in the flat text; the part must begin and end with characters that are in it. */
    public TextSpan inFlat(TextSpan note) {
        int begin = Arrays.binarySearch(origin, 0, text.length(), note.begin());
        int last = Arrays.binarySearch(origin, 0, text.length(), note.end() - 1);
        if (begin < 0 || last < begin) {
            throw new IllegalArgumentException(
                    "span [%d, %d) is not in this sentence, or begins or ends with white space"
                            .formatted(note.begin(), note.end()));
        }
        return new TextSpan(begin, last + 1);
    }

    /** White space, and control characters, which no prompt line may hold. */
    private static boolean isSpace(char unit) {
        return Whitespace.isWhite(unit) || Character.isISOControl(unit);
    }
}
