package io.osler.kb.search;

/** What a character is to the comparison of names. */
enum CharClass {
    /** Letters, digits and marks: the stuff of words. */
    WORD,
    /** White space, and characters without width. */
    WHITE,
    /** Hyphens, slashes and apostrophes: they part words and leave no trace, so that T-cell = T - cell = T cell. */
    JOINER,
    /** Any other sign, a word of its own: no name reaches across a comma that it does not hold. */
    SIGN;

    /** Invisible inside words; {@link WordForm} drops it. */
    static final char SOFT_HYPHEN = '\u00AD';

    private static final CharClass[] ASCII = new CharClass[128];

    static {
        for (int c = 0; c < ASCII.length; c++) {
            ASCII[c] = classify(c);
        }
    }

    static CharClass of(int codePoint) {
        return codePoint < ASCII.length ? ASCII[codePoint] : classify(codePoint);
    }

    static boolean isApostrophe(int c) {
        return c == '\'' || c == '\u2019' || c == '\u2018' || c == '\u02BC';
    }

    private static CharClass classify(int c) {
        if (isApostrophe(c)) {
            return JOINER;
        }
        if (c == SOFT_HYPHEN) {
            return WORD;
        }
        return switch (Character.getType(c)) {
            case Character.UPPERCASE_LETTER,
                    Character.LOWERCASE_LETTER,
                    Character.TITLECASE_LETTER,
                    Character.MODIFIER_LETTER,
                    Character.OTHER_LETTER,
                    Character.DECIMAL_DIGIT_NUMBER,
                    Character.LETTER_NUMBER,
                    Character.OTHER_NUMBER,
                    Character.NON_SPACING_MARK,
                    Character.COMBINING_SPACING_MARK,
                    Character.ENCLOSING_MARK -> WORD;
            case Character.SPACE_SEPARATOR,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.CONTROL,
                    Character.FORMAT -> WHITE;
            case Character.DASH_PUNCTUATION -> c == '\u2014' || c == '\u2015' ? SIGN : JOINER;
            default -> c == '/' || c == '\u2044' || c == '\u2215' || c == '\u2212' ? JOINER : SIGN;
        };
    }
}
