package io.osler.ner.text;

import io.osler.models.TextSpan;
import java.util.ArrayList;
import java.util.List;

/**
 * Cuts a text on one line into the pieces between which a mention may begin or end: words with what belongs to them
 * ({@code C-reactive}, {@code don't}, {@code 2.5}, {@code 120/80}), runs of one sign ({@code ...}), single other
 * characters. Spaces belong to no piece. A character is never cut.
 */
public final class Words {
    private Words() {}

    /** The pieces in order; together they hold every character that is not a space. */
    public static List<TextSpan> of(String text) {
        List<TextSpan> words = new ArrayList<>();
        int at = 0;
        while (at < text.length()) {
            if (text.charAt(at) == ' ') {
                at++;
                continue;
            }
            int end = isWordPart(text.codePointAt(at)) ? wordEnd(text, at) : signEnd(text, at);
            words.add(new TextSpan(at, end));
            at = end;
        }
        return words;
    }

    /** Whether a piece holds a letter or a digit. */
    public static boolean isWord(String piece) {
        return piece.codePoints().anyMatch(Character::isLetterOrDigit);
    }

    private static int wordEnd(String text, int begin) {
        int at = begin;
        while (at < text.length()) {
            int point = text.codePointAt(at);
            int next = at + Character.charCount(point);
            boolean inside = isWordPart(point) || extendsCharacter(point) || joins(text, at, point, next);
            if (!inside) {
                break;
            }
            at = next;
        }
        return at;
    }

    /** The same sign again and again is one piece; so are the accents and joiners that follow a sign. */
    private static int signEnd(String text, int begin) {
        int sign = text.codePointAt(begin);
        int at = begin + Character.charCount(sign);
        while (at < text.length()) {
            int point = text.codePointAt(at);
            if (point != sign && !extendsCharacter(point)) {
                break;
            }
            at += Character.charCount(point);
        }
        return at;
    }

    /** A sign between two word parts that makes one word of them; between digits points, commas and slashes too. */
    private static boolean joins(String text, int at, int sign, int next) {
        if (at == 0 || next >= text.length()) {
            return false;
        }
        int before = text.codePointBefore(at);
        int after = text.codePointAt(next);
        return switch (sign) {
            case '-', '\u2010', '\u2011', '\'', '\u2019' ->
                Character.isLetterOrDigit(before) && Character.isLetterOrDigit(after);
            case '.', ',', '/', ':' -> Character.isDigit(before) && Character.isDigit(after);
            default -> false;
        };
    }

    private static boolean isWordPart(int point) {
        return Character.isLetterOrDigit(point) || point == '_';
    }

    private static boolean extendsCharacter(int point) {
        return switch (Character.getType(point)) {
            case Character.NON_SPACING_MARK,
                    Character.ENCLOSING_MARK,
                    Character.COMBINING_SPACING_MARK,
                    Character.FORMAT -> true;
            default -> false;
        };
    }
}
