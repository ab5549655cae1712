package io.osler.kb.search;

import java.text.Normalizer;
import java.util.Locale;

/**
 * The form in which two words are compared: NFKC, small letters, without the accents of Latin, Greek and Cyrillic
 * letters, a single Greek letter spelt out ({@code β} is {@code beta}), a simple English plural made singular. The form
 * is for comparison only; it need not be a word ({@code diabete}).
 *
 * @see <a href="https://www.unicode.org/reports/tr15/">Unicode normalization forms</a>
 */
public final class WordForm {
    /** Shorter words keep their s: gas, his. */
    private static final int PLURAL_LETTERS_MIN = 4;

    private WordForm() {}

    /** The form of one word, as {@link Words} cuts it; empty for a word of invisible characters. */
    public static String of(String word) {
        String small = isAscii(word) ? word.toLowerCase(Locale.ROOT) : folded(word);
        return singular(small);
    }

    private static boolean isAscii(String word) {
        for (int i = 0; i < word.length(); i++) {
            if (word.charAt(i) > 0x7F) {
                return false;
            }
        }
        return true;
    }

    private static String folded(String word) {
        String small = Normalizer.normalize(word, Normalizer.Form.NFKC).toLowerCase(Locale.ROOT);
        String apart = Normalizer.normalize(small, Normalizer.Form.NFD);
        StringBuilder bare = new StringBuilder(apart.length());
        for (int i = 0; i < apart.length(); i++) {
            char c = apart.charAt(i);
            if ((c < 0x300 || c > 0x36F) && c != CharClass.SOFT_HYPHEN) { // combining diacritical marks
                bare.append(c);
            }
        }
        String form = Normalizer.normalize(bare, Normalizer.Form.NFKC);
        return form.length() == 1 ? letterName(form) : form;
    }

    /** The English name of a Greek letter; any other letter as it is. */
    private static String letterName(String letter) {
        char c = letter.charAt(0);
        if (c < 'α' || c > 'ω') {
            return letter;
        }
        String name = Character.getName(c).toLowerCase(Locale.ROOT);
        String last = name.substring(name.lastIndexOf(' ') + 1);
        return last.equals("lamda") ? "lambda" : last; // Unicode's own spelling is not the common one
    }

    private static String singular(String word) {
        byte[] letters = new byte[word.length()];
        for (int i = 0; i < letters.length; i++) {
            char c = word.charAt(i);
            letters[i] =
                    c > 0x7F ? (byte) '?' : (byte) c; // endings are ASCII; other letters only must not look like one
        }
        int length = singular(letters, letters.length);
        if (length == letters.length) {
            return word;
        }
        String stem = word.substring(0, length);
        return letters[length - 1] == 'y' && word.charAt(length - 1) == 'i'
                ? stem.substring(0, length - 1) + 'y'
                : stem;
    }

    /**
     * Makes a plural singular in place: biopsies, biopsy; masses, mass; reflexes, reflex; viruses, virus; tumours, tumour.
     * Words in -us, -is and -ss are no plurals.
     *
     * @param word   small ASCII letters
     * @param length how many of them are the word
     * @return the length of the singular
     */
    static int singular(byte[] word, int length) {
        if (length < PLURAL_LETTERS_MIN || word[length - 1] != 's') {
            return length;
        }
        byte before = word[length - 2];
        if (before == 'u' || before == 'i' || before == 's') {
            return length;
        }
        if (before != 'e' || length < PLURAL_LETTERS_MIN + 1) {
            return length - 1;
        }
        byte third = word[length - 3];
        if (third == 'i') {
            word[length - 3] = 'y';
            return length - 2;
        }
        byte fourth = word[length - 4];
        boolean hissing = third == 'x'
                || (third == 's' && fourth == 's')
                || (third == 'h' && fourth == 's')
                || (third == 's' && fourth == 'u' && isLatin(word, length))
                || (third == 'h' && fourth == 'c' && (word[length - 5] == 't' || word[length - 5] == 'n'));
        return hissing ? length - 2 : length - 1;
    }

    /** Whether -uses is the plural of -us, as in viruses, sinuses and fetuses, and not of -use, as in causes. */
    private static boolean isLatin(byte[] word, int length) {
        byte fifth = word[length - 5];
        return fifth == 'r' || fifth == 'n' || fifth == 't';
    }
}
