package io.osler.ner.text;

import io.osler.models.TextSpan;

/**
 * A run of marks that may end a sentence, and what stands around it. Each look goes a bounded way.
 *
 * <pre>
 *   (She took 2 tab.)   Then she slept.
 *   |           |  ||   |
 *   begin       |  ||   next
 *       wordBegin  |marksEnd
 *               mark  close: after the closing quotes and brackets
 * </pre>
 */
final class Stop {
    private static final String MARKS = ".!?…。！？";
    private static final String WIDE_MARKS = "。！？";
    private static final String CLOSERS = "\"')]}”’»";
    private static final String OPENERS = "\"'([{“‘«";
    private static final String GO_ON = ",;:";
    /** Marks of a web or mail address, path or name of a file. */
    private static final String ADDRESS_MARKS = "@/:\\_.";

    private static final int LOOK_MAX = 64;
    private static final int PLAIN_WORD_MIN = 3;
    private static final int NUMBER_DIGITS_MAX = 2;

    private final String note;
    private final int begin;
    private final int end;
    private final int mark;
    private final int marksEnd;
    private final int close;
    private final int next;
    private final int wordBegin;
    private final String word;
    private final Abbreviations abbreviations;

    /**
     * @param scope from the begin of the sentence under way to the end of its paragraph
     * @param mark  index of the first mark of the run, inside the scope
     */
    Stop(String note, TextSpan scope, int mark, Abbreviations abbreviations) {
        this.note = note;
        this.begin = scope.begin();
        this.end = scope.end();
        this.mark = mark;
        this.abbreviations = abbreviations;
        this.marksEnd = skip(mark, MARKS);
        this.close = skip(marksEnd, CLOSERS);
        this.next = Whitespace.skip(note, close, end);
        this.wordBegin = wordBefore(mark);
        this.word = note.substring(wordBegin, mark);
    }

    static boolean isMark(char c) {
        return MARKS.indexOf(c) >= 0;
    }

    /** A quick look that spares most marks inside words and numbers the long one: "0.5", "b.i.d". */
    static boolean mayEndAt(String note, int mark, int end) {
        char c = note.charAt(mark);
        if (!isMark(c) || mark + 1 == end || WIDE_MARKS.indexOf(c) >= 0) {
            return isMark(c);
        }
        char after = note.charAt(mark + 1);
        return Whitespace.isWhite(after) || isMark(after) || isCloser(after) || Character.isUpperCase(after);
    }

    static boolean isCloser(char c) {
        return CLOSERS.indexOf(c) >= 0;
    }

    /** Index after the run of marks. */
    int marksEnd() {
        return marksEnd;
    }

    /** Index after the quotes and brackets that close behind the marks: where the sentence ends, if it ends here. */
    int close() {
        return close;
    }

    int wordBegin() {
        return wordBegin;
    }

    /** True when a sentence ends here. */
    boolean ends() {
        if (next == end) {
            return true;
        }
        if (mark == begin) {
            return false;
        }
        if (isWide()) {
            return Characters.endsAfterMark(note, close);
        }
        if (next == close) {
            return isMissingSpace();
        }
        return !isOneOf(GO_ON, next) && endsBefore(start());
    }

    /** True when a sentence ends here even if nothing is known of what follows. */
    boolean isFinal() {
        if (isWide()) {
            return true;
        }
        if (isQuestion()) {
            return !standsAlone();
        }
        return !isEllipsis() && !isItemNumber() && !isInitials() && abbreviations.kind(word) == Abbreviations.Kind.NONE;
    }

    /** True for the "2." of "1. Aspirin 2. Statin": the sentence began with the number before. */
    boolean countsOn() {
        if (wordBegin == begin || isEllipsis() || !isSmallNumber(word) || next == close) {
            return false;
        }
        int firstEnd = begin;
        while (firstEnd < wordBegin && firstEnd - begin <= NUMBER_DIGITS_MAX && isDigit(note.charAt(firstEnd))) {
            firstEnd++;
        }
        String first = note.substring(begin, firstEnd);
        return isSmallNumber(first)
                && note.charAt(firstEnd) == '.'
                && Integer.parseInt(word) == Integer.parseInt(first) + 1;
    }

    private boolean endsBefore(int start) {
        if (isQuestion()) {
            return !standsAlone() && (close == marksEnd || !isLower(start));
        }
        if (isEllipsis()) {
            return !isLower(start) && !isDigitAt(start);
        }
        return !isItemNumber() && !countsOn() && fullStopEndsBefore(start);
    }

    private boolean fullStopEndsBefore(int start) {
        if (isInitials() && goesOnAsName(start)) {
            return false;
        }
        return switch (abbreviations.kind(word)) {
            case NEVER_ENDS -> false;
            case BEFORE_NUMBER -> !isDigitAt(start) && plainWordEndsBefore(start);
            case MAY_END ->
                wordBegin > begin && !isLower(start) && !isDigitAt(start) && !abbreviations.isDoseWord(wordAt(start));
            case NONE -> plainWordEndsBefore(start);
        };
    }

    /**
     * Terse notes go on in lower case after a full stop; one or two letters are rather an abbreviation nobody listed.
     */
    private boolean plainWordEndsBefore(int start) {
        if (!isLower(start) || isMixedCase(wordAt(start))) {
            return true;
        }
        boolean plain = word.length() >= PLAIN_WORD_MIN
                || (word.length() > 1 && word.chars().allMatch(Character::isUpperCase))
                || word.chars().anyMatch(Character::isDigit);
        return plain && close == marksEnd;
    }

    /**
     * "No fever.Denies pain": small letters before the full stop, a capital and a small letter after it, no address.
     */
    private boolean isMissingSpace() {
        boolean single = marksEnd == mark + 1 && close == marksEnd && note.charAt(mark) == '.';
        if (!single || close + 1 >= end || word.length() < PLAIN_WORD_MIN) {
            return false;
        }
        return word.chars().allMatch(Character::isLowerCase)
                && abbreviations.kind(word) == Abbreviations.Kind.NONE
                && Character.isUpperCase(note.charAt(close))
                && Character.isLowerCase(note.charAt(close + 1))
                && wordAt(close).chars().noneMatch(c -> ADDRESS_MARKS.indexOf(c) >= 0);
    }

    private boolean isWide() {
        return isOneOf(WIDE_MARKS, marksEnd - 1);
    }

    private boolean isQuestion() {
        return note.substring(mark, Math.min(marksEnd, mark + LOOK_MAX)).chars().anyMatch(c -> c == '?' || c == '!');
    }

    private boolean isEllipsis() {
        return marksEnd - mark > 1 || note.charAt(mark) == '…';
    }

    /** "? pneumonia", "(?) stroke": the mark stands for doubt. */
    private boolean standsAlone() {
        return word.isEmpty();
    }

    /** "1." or "a." at the head of a sentence. */
    private boolean isItemNumber() {
        if (wordBegin != begin) {
            return false;
        }
        String bare = word.startsWith("#") ? word.substring(1) : word;
        return isSmallNumber(bare) || (bare.length() == 1 && Character.isLetter(bare.charAt(0)));
    }

    /** "J" or "J.R", unless it is a listed abbreviation such as "M.D". */
    private boolean isInitials() {
        if (word.isEmpty() || (word.length() > 1 && abbreviations.isListed(word))) {
            return false;
        }
        for (int i = 0; i < word.length(); i++) {
            boolean letter = i % 2 == 0;
            char c = word.charAt(i);
            if (letter ? !Character.isUpperCase(c) : c != '.') {
                return false;
            }
        }
        return true;
    }

    /** "by J. Smith", "Maria J. Smith"; but "hepatitis B. Denies", "98.6 F. HR 80", "Vitamin K. He". */
    private boolean goesOnAsName(int start) {
        if (!isUpper(start) || abbreviations.isOpener(wordAt(start))) {
            return false;
        }
        int previousEnd = Whitespace.trimEnd(note, begin, wordBegin);
        if (previousEnd == begin) {
            return true;
        }
        String previous = note.substring(wordBefore(previousEnd), previousEnd);
        return !previous.isEmpty()
                && (Character.isUpperCase(previous.charAt(0)) || abbreviations.isConnector(previous));
    }

    /** Index where the next word starts, its opening quotes and brackets passed over. */
    private int start() {
        int start = next;
        while (start < end && start - next < LOOK_MAX && isOneOf(OPENERS, start)) {
            start++;
        }
        return start;
    }

    /** The word that starts here, without the punctuation at its end, cut at {@link #LOOK_MAX}. */
    private String wordAt(int start) {
        int wordEnd = start;
        while (wordEnd < end && wordEnd - start < LOOK_MAX && !Whitespace.isWhite(note.charAt(wordEnd))) {
            wordEnd++;
        }
        while (wordEnd > start && !Character.isLetterOrDigit(note.charAt(wordEnd - 1))) {
            wordEnd--;
        }
        return note.substring(start, wordEnd);
    }

    private int wordBefore(int wordEnd) {
        int i = wordEnd;
        while (i > begin
                && wordEnd - i < LOOK_MAX
                && !Whitespace.isWhite(note.charAt(i - 1))
                && !isOneOf(OPENERS, i - 1)) {
            i--;
        }
        return i;
    }

    private int skip(int from, String chars) {
        int i = from;
        while (i < end && isOneOf(chars, i)) {
            i++;
        }
        return i;
    }

    private boolean isOneOf(String chars, int i) {
        return chars.indexOf(note.charAt(i)) >= 0;
    }

    private boolean isLower(int i) {
        return i < end && Character.isLowerCase(note.codePointAt(i));
    }

    private boolean isUpper(int i) {
        return i < end && Character.isUpperCase(note.codePointAt(i));
    }

    private boolean isDigitAt(int i) {
        return i < end && isDigit(note.charAt(i));
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static boolean isSmallNumber(String text) {
        return !text.isEmpty()
                && text.length() <= NUMBER_DIGITS_MAX
                && text.chars().allMatch(c -> isDigit((char) c));
    }

    /** "pH", "mRNA": a small letter that may well start a sentence. */
    private static boolean isMixedCase(String text) {
        return text.length() > 1 && Character.isUpperCase(text.charAt(1));
    }
}
