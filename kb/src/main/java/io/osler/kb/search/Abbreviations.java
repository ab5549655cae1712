package io.osler.kb.search;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Finds definitions of abbreviations in a text: {@code chronic kidney disease (CKD)} and {@code CKD (chronic kidney
 * disease)}. Every letter and digit of the short form must stand in the long form in the same order, the first one at
 * the beginning of a word; the long form is the shortest that serves.
 *
 * @see <a href="https://psb.stanford.edu/psb-online/proceedings/psb03/schwartz.pdf">Schwartz and Hearst 2003, A simple
 *     algorithm for identifying abbreviation definitions in biomedical text</a>
 */
public final class Abbreviations {
    private static final int SHORT_MIN = 2;
    private static final int SHORT_MAX = 10;
    private static final int SHORT_WORDS_MAX = 2;
    /** A parenthesis that is still open after so many characters is none. */
    private static final int INSIDE_MAX = 300;

    private final String text;
    private final List<Abbreviation> found = new ArrayList<>();

    private Abbreviations(String text) {
        this.text = text;
    }

    /** Definitions from left to right. */
    public static List<Abbreviation> in(String text) {
        Abbreviations search = new Abbreviations(text);
        for (int open = text.indexOf('('); open >= 0; open = text.indexOf('(', open + 1)) {
            int close = search.closing(open);
            if (close > 0) {
                search.definition(open, close).ifPresent(search.found::add);
            }
        }
        return search.found;
    }

    /** Where the parenthesis closes; -1 when it does not, or holds another. */
    private int closing(int open) {
        int end = Math.min(text.length(), open + INSIDE_MAX);
        for (int i = open + 1; i < end; i++) {
            char c = text.charAt(i);
            if (c == ')') {
                return i;
            }
            if (c == '(') {
                return -1;
            }
        }
        return -1;
    }

    private Optional<Abbreviation> definition(int open, int close) {
        int begin = afterSpace(open + 1, close);
        int end = beforeSpace(begin, firstOf(",;", begin, close));
        if (isShortForm(begin, end)) {
            Optional<Abbreviation> definition = longBefore(open, begin, end);
            if (definition.isPresent()) {
                return definition;
            }
        }
        return shortBefore(open, begin, beforeSpace(begin, close));
    }

    /** {@code long form (SHORT)}. */
    private Optional<Abbreviation> longBefore(int open, int begin, int end) {
        int letters = end - begin;
        int words = Math.min(letters + 5, letters * 2);
        int to = beforeSpace(0, open);
        while (to > 0 && isOpening(text.charAt(to - 1))) {
            to = beforeSpace(0, to - 1);
        }
        int from = wordsBefore(to, words);
        int longBegin = match(begin, end, from, to);
        return longBegin < 0 ? Optional.empty() : checked(begin, end, longBegin, to);
    }

    /** {@code SHORT (long form)}. */
    private Optional<Abbreviation> shortBefore(int open, int begin, int end) {
        int to = beforeSpace(0, open);
        int from = wordsBefore(to, 1);
        if (!isShortForm(from, to)) {
            return Optional.empty();
        }
        int longBegin = match(from, to, begin, end);
        // What stands before the long form inside the parenthesis would be part of it.
        return longBegin != begin ? Optional.empty() : checked(from, to, longBegin, end);
    }

    private Optional<Abbreviation> checked(int shortBegin, int shortEnd, int longBegin, int longEnd) {
        boolean longer = longEnd - longBegin > shortEnd - shortBegin;
        String form = text.substring(shortBegin, shortEnd);
        boolean apart = !(" " + text.substring(longBegin, longEnd) + " ").contains(" " + form + " ");
        return longer && apart
                ? Optional.of(new Abbreviation(shortBegin, shortEnd, longBegin, longEnd))
                : Optional.empty();
    }

    /** Two to ten characters, at most two words, a letter among them, beginning with a letter or digit. */
    private boolean isShortForm(int begin, int end) {
        if (end - begin < SHORT_MIN || end - begin > SHORT_MAX || !Character.isLetterOrDigit(text.charAt(begin))) {
            return false;
        }
        int words = 1;
        boolean letter = false;
        for (int i = begin; i < end; i++) {
            char c = text.charAt(i);
            letter |= Character.isLetter(c);
            words += Character.isWhitespace(c) ? 1 : 0;
            if (c == '(' || c == '[' || c == '=') {
                return false;
            }
        }
        return letter && words <= SHORT_WORDS_MAX;
    }

    /** From the right, each sign of the short form finds its place; where the long form begins, or -1. */
    private int match(int shortBegin, int shortEnd, int from, int to) {
        int at = to;
        for (int s = shortEnd - 1; s >= shortBegin; s--) {
            char c = Character.toLowerCase(text.charAt(s));
            if (!Character.isLetterOrDigit(c)) {
                continue;
            }
            do {
                at--;
            } while (at >= from
                    && (Character.toLowerCase(text.charAt(at)) != c || (s == shortBegin && !beginsWord(at, from))));
            if (at < from) {
                return -1;
            }
        }
        // The word that holds the first match may have a hyphenated beginning, which belongs to the long form.
        while (at > from && !Character.isWhitespace(text.charAt(at - 1)) && !isOpening(text.charAt(at - 1))) {
            at--;
        }
        return at;
    }

    private boolean beginsWord(int at, int from) {
        return at == from || !Character.isLetterOrDigit(text.charAt(at - 1));
    }

    private static boolean isOpening(char c) {
        return c == '(' || c == '[' || c == '"' || c == '\u201C';
    }

    /** Where the last {@code count} words before {@code to} begin; a sentence's end, a semicolon or a blank line stops. */
    private int wordsBefore(int to, int count) {
        int at = to;
        int begin = to;
        for (int words = 0; words < count && at > 0; words++) {
            while (at > 0 && Character.isWhitespace(text.charAt(at - 1))) {
                at--;
            }
            if (words > 0 && at > 0 && stops(at - 1)) {
                return begin;
            }
            while (at > 0 && !Character.isWhitespace(text.charAt(at - 1))) {
                at--;
            }
            begin = at;
        }
        return begin;
    }

    private boolean stops(int last) {
        char c = text.charAt(last);
        boolean blankLine = text.startsWith("\n\n", last + 1);
        return blankLine || c == ';' || c == '.' || c == '?' || c == '!' || c == ':';
    }

    private int firstOf(String signs, int from, int to) {
        for (int i = from; i < to; i++) {
            if (signs.indexOf(text.charAt(i)) >= 0) {
                return i;
            }
        }
        return to;
    }

    private int afterSpace(int from, int to) {
        int at = from;
        while (at < to && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
        return at;
    }

    private int beforeSpace(int from, int to) {
        int at = to;
        while (at > from && Character.isWhitespace(text.charAt(at - 1))) {
            at--;
        }
        return at;
    }
}
