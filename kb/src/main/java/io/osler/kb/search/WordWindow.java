package io.osler.kb.search;

import io.osler.kb.file.Lexicon;
import java.util.Arrays;

/**
 * The words of a text as numbers of a lexicon, cut while they are asked for; only those that a name may still need are
 * kept. Cuts exactly as {@link Words} does, which is its plain twin, but makes no object of an ASCII word. One thread.
 */
final class WordWindow {
    /** Words that are longer go the plain way. */
    private static final int LETTERS_MAX = 64;

    private static final CharClass[] CLASS = new CharClass[128];
    private static final byte[] SMALL = new byte[128];

    static {
        for (int c = 0; c < CLASS.length; c++) {
            CLASS[c] = CharClass.of(c);
            SMALL[c] = (byte) Character.toLowerCase(c);
        }
    }

    private final Lexicon lexicon;
    private final int[] asciiSigns;
    private final String text;
    private final char[] chars;
    private final byte[] letters = new byte[LETTERS_MAX + Long.BYTES];

    private int[] word = new int[64];
    private int[] begin = new int[64];
    private int[] end = new int[64];
    private int[] longEnd = new int[64];
    private int mask = word.length - 1;
    private long first;
    private long cut;

    private int at;
    private int newlines;
    private boolean joined;
    private boolean apostrophe;
    private boolean lastIsWord;

    WordWindow(Lexicon lexicon, int[] asciiSigns, String text) {
        this.lexicon = lexicon;
        this.asciiSigns = asciiSigns;
        this.text = text;
        this.chars = text.toCharArray();
    }

    /** Whether the text has a word of this number, counted from 0. */
    boolean reaches(long number) {
        while (number >= cut && at < chars.length) {
            step();
        }
        return number < cut;
    }

    /** Its number in the lexicon, or {@link Lexicon#NONE}. */
    int word(long number) {
        return word[(int) number & mask];
    }

    int begin(long number) {
        return begin[(int) number & mask];
    }

    int end(long number) {
        return end[(int) number & mask];
    }

    /** After a possessive; known when the next word has been asked for. */
    int longEnd(long number) {
        return longEnd[(int) number & mask];
    }

    /** Words before this one are not asked for any more. */
    void forget(long before) {
        first = before;
    }

    private void step() {
        char c = chars[at];
        if (c >= 128) {
            stepWide();
            return;
        }
        switch (CLASS[c]) {
            case WORD -> asciiWord();
            case WHITE -> white(c == '\n', 1);
            case JOINER -> joiner(c, 1);
            case SIGN -> {
                add(asciiSigns[c], at, at + 1, false);
                at++;
            }
        }
    }

    private void stepWide() {
        int c = text.codePointAt(at);
        int width = Character.charCount(c);
        switch (CharClass.of(c)) {
            case WORD -> plainWord(at);
            case WHITE -> white(false, width);
            case JOINER -> joiner(c, width);
            case SIGN -> {
                boolean broken = Character.getType(c) == Character.SURROGATE;
                String form = broken ? "\uFFFD" : WordForm.of(text.substring(at, at + width));
                add(lexicon.word(form), at, at + width, false);
                at += width;
            }
        }
    }

    private void white(boolean newline, int width) {
        if (newline && ++newlines == 2) {
            add(Lexicon.NONE, at, at + 1, false);
            newlines = 3;
        }
        at += width;
    }

    private void joiner(int c, int width) {
        apostrophe = CharClass.isApostrophe(c) && (apostrophe || !joined);
        joined = true;
        newlines = 0;
        at += width;
    }

    private void asciiWord() {
        int from = at;
        int i = from;
        int most = Math.min(chars.length, from + LETTERS_MAX);
        while (i < most) {
            char c = chars[i];
            if (c >= 128) {
                plainWord(from);
                return;
            }
            if (CLASS[c] != CharClass.WORD) {
                break;
            }
            letters[i - from] = SMALL[c];
            i++;
        }
        int length = i - from;
        if (length == LETTERS_MAX) {
            plainWord(from);
            return;
        }
        at = i;
        if (length == 1 && letters[0] == 's' && isPossessive()) {
            return;
        }
        int singular = WordForm.singular(letters, length);
        Arrays.fill(letters, singular, (length + 7) & ~7, (byte) 0);
        add(lexicon.word(letters, singular), from, i, true);
    }

    private void plainWord(int from) {
        int i = from;
        while (i < chars.length) {
            int c = text.codePointAt(i);
            if (CharClass.of(c) != CharClass.WORD) {
                break;
            }
            i += Character.charCount(c);
        }
        at = i;
        if (i == from + 1 && (chars[from] | 0x20) == 's' && isPossessive()) {
            return;
        }
        String form = WordForm.of(text.substring(from, i));
        if (!form.isEmpty()) {
            add(lexicon.word(form), from, i, true);
        }
    }

    /** Whether the s before the cursor belongs to the word before it, which then reaches to here. */
    private boolean isPossessive() {
        if (!apostrophe || !lastIsWord) {
            return false;
        }
        longEnd[(int) (cut - 1) & mask] = at;
        settle(true);
        return true;
    }

    private void add(int number, int from, int to, boolean isWord) {
        if (cut - first == word.length) {
            grow();
        }
        int slot = (int) cut & mask;
        word[slot] = number;
        begin[slot] = from;
        end[slot] = to;
        longEnd[slot] = to;
        cut++;
        settle(isWord);
    }

    private void settle(boolean isWord) {
        lastIsWord = isWord;
        joined = false;
        apostrophe = false;
        newlines = 0;
    }

    /** A name of more words than there is room for. */
    private void grow() {
        word = grown(word);
        begin = grown(begin);
        end = grown(end);
        longEnd = grown(longEnd);
        mask = word.length - 1;
    }

    private int[] grown(int[] ring) {
        int[] twice = new int[ring.length * 2];
        for (long number = first; number < cut; number++) {
            twice[(int) number & (twice.length - 1)] = ring[(int) number & mask];
        }
        return twice;
    }
}
