package io.osler.ner.cli;

import java.lang.Character.UnicodeScript;

/**
 * How many columns of a terminal a text takes: marks none, Chinese, Japanese, Korean and emoji two, all else one. Good to
 * a column where terminals disagree among themselves.
 */
final class DisplayWidth {
    private static final String CUT = "…";

    private DisplayWidth() {}

    static int of(String text) {
        return text.codePoints().map(DisplayWidth::of).sum();
    }

    /** The text, or as much of its begin as fits with a sign that it goes on. */
    static String cut(String text, int columns) {
        if (of(text) <= columns) {
            return text;
        }
        StringBuilder begin = new StringBuilder();
        int left = columns - of(CUT);
        for (int codePoint : text.codePoints().toArray()) {
            left -= of(codePoint);
            if (left < 0) {
                break;
            }
            begin.appendCodePoint(codePoint);
        }
        return columns < 1 ? "" : begin + CUT;
    }

    /**
     * On one line, and nothing in it that a terminal would obey: a note may hold escape sequences or marks that turn the
     * direction of what follows.
     */
    static String harmless(String text) {
        StringBuilder clean = new StringBuilder();
        text.codePoints()
                .map(c -> Character.isWhitespace(c) || Character.isISOControl(c) ? ' ' : c)
                .filter(c -> Character.getType(c) != Character.FORMAT)
                .forEach(clean::appendCodePoint);
        return clean.toString().replaceAll(" {2,}", " ").strip();
    }

    private static int of(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.NON_SPACING_MARK, Character.ENCLOSING_MARK, Character.FORMAT -> 0;
            default -> isWide(codePoint) ? 2 : 1;
        };
    }

    private static boolean isWide(int codePoint) {
        if (codePoint >= 0xFF00) {
            return codePoint <= 0xFF60
                    || (codePoint >= 0xFFE0 && codePoint <= 0xFFE6)
                    || codePoint >= 0x20000
                    || Character.isEmojiPresentation(codePoint);
        }
        if (codePoint >= 0x3000 && codePoint <= 0x303E) {
            return true;
        }
        return Character.isEmojiPresentation(codePoint)
                || switch (UnicodeScript.of(codePoint)) {
                    case HAN, HIRAGANA, KATAKANA, HANGUL, BOPOMOFO, YI -> true;
                    default -> false;
                };
    }
}
