package io.osler.kb.build;

import io.osler.kb.file.Names;
import io.osler.kb.search.StopWords;
import java.util.List;

/** Decides how a name may be found in running text. */
final class NameFlags {
    /** Longer names in capitals are words, not acronyms. */
    private static final int ACRONYM_LETTERS_MAX = 5;

    private NameFlags() {}

    /**
     * @param name     as its source writes it
     * @param forms    its words for comparison
     * @param shouting whether its source writes everything in capitals, so that they say nothing
     */
    static int of(String name, List<String> forms, boolean shouting) {
        int flags = 0;
        boolean functionWords = forms.stream().allMatch(StopWords::isFunctionWord);
        boolean acronym = !shouting && isAcronym(name);
        if (acronym) {
            flags |= Names.SAME_CASE;
        }
        if (functionWords) {
            flags |= acronym ? Names.FUNCTION_WORD : Names.NOT_IN_TEXT;
        }
        if (letters(name) == 0 || (forms.size() == 1 && forms.getFirst().length() == 1)) {
            flags |= Names.NOT_IN_TEXT;
        }
        if (endsInPossessive(name)) {
            flags |= Names.POSSESSIVE;
        }
        return flags;
    }

    /** Two to five letters, all capitals, no digit, one word: ALL, MS, T-ALL. */
    private static boolean isAcronym(String name) {
        long letters = letters(name);
        return letters >= 2
                && letters <= ACRONYM_LETTERS_MAX
                && isInCapitals(name)
                && name.chars().noneMatch(c -> Character.isDigit(c) || Character.isWhitespace(c));
    }

    /** No letter is small. */
    static boolean isInCapitals(String name) {
        return name.codePoints().noneMatch(Character::isLowerCase);
    }

    private static long letters(String name) {
        return name.codePoints().filter(Character::isLetter).count();
    }

    private static boolean endsInPossessive(String name) {
        int length = name.length();
        return length > 2
                && (name.charAt(length - 1) | 0x20) == 's'
                && (name.charAt(length - 2) == '\'' || name.charAt(length - 2) == '\u2019');
    }
}
