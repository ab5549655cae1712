package io.osler.kb.search;

import java.util.ArrayList;
import java.util.List;

/** How far a name may be bent, and what must not change: a letter can be a mistype, or another disease. */
final class EditRules {
    /** Names of fewer letters are never bent. */
    static final int LETTERS_MIN = 5;

    /** Names of fewer letters are bent by one letter only. */
    static final int LETTERS_FOR_TWO = 9;

    private EditRules() {}

    /**
     * @param key words joined by a space
     */
    static int editsMax(String key) {
        int letters = key.length();
        if (letters < LETTERS_MIN) {
            return 0;
        }
        return letters < LETTERS_FOR_TWO ? 1 : 2;
    }

    /**
     * Whether two names tell the same by what a mistype seldom explains: words with digits, single letters and Roman
     * numerals are equal (type 1, hepatitis B, factor VIII), and no hyper- stands for a hypo-.
     */
    static boolean agree(String key, String name) {
        List<String> ours = new ArrayList<>();
        List<String> theirs = new ArrayList<>();
        int degree = telling(key, ours);
        int other = telling(name, theirs);
        return ours.equals(theirs) && degree * other >= 0;
    }

    /** Collects the words that must be equal; returns whether the name speaks of too much (1) or too little (-1). */
    private static int telling(String key, List<String> words) {
        int degree = 0;
        for (String word : key.split(" ")) {
            if (word.length() == 1 || isNumber(word)) {
                words.add(word);
            }
            if (word.startsWith("hyper")) {
                degree = 1;
            } else if (word.startsWith("hypo")) {
                degree = -1;
            }
        }
        return degree;
    }

    private static boolean isNumber(String word) {
        boolean roman = true;
        for (int i = 0; i < word.length(); i++) {
            char c = word.charAt(i);
            if (Character.isDigit(c)) {
                return true;
            }
            roman &= c == 'i' || c == 'v' || c == 'x';
        }
        return roman;
    }
}
