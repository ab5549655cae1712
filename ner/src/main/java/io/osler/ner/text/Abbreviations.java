package io.osler.ner.text;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** What a full stop after a word may mean. The words stand in {@code abbreviations.txt}; immutable. */
final class Abbreviations {
    static final Abbreviations BUILT_IN = new Abbreviations(WordLists.read("abbreviations.txt"));

    /** How a word followed by a full stop relates to the end of a sentence. */
    enum Kind {
        /** Not an abbreviation: the full stop ends the sentence. */
        NONE,
        /** Always followed by more: "Dr.", "vs.", "e.g.". */
        NEVER_ENDS,
        /** An abbreviation only where a number follows: "No. 5", "Fig. 2"; else a word: "Fever? No." */
        BEFORE_NUMBER,
        /** May end a sentence; what follows decides: "8 a.m. He slept", "2 mg. daily". */
        MAY_END
    }

    private final Map<String, Kind> kinds = new HashMap<>();
    private final Set<String> doseWords;
    private final Set<String> openers;
    private final Set<String> connectors;

    private Abbreviations(Map<String, List<String>> lists) {
        lists.get("never ends").forEach(word -> kinds.put(word, Kind.NEVER_ENDS));
        lists.get("before number").forEach(word -> kinds.put(word, Kind.BEFORE_NUMBER));
        lists.get("may end").forEach(word -> kinds.put(word, Kind.MAY_END));
        doseWords = new HashSet<>(lists.get("dose words"));
        openers = new HashSet<>(lists.get("openers"));
        connectors = new HashSet<>(lists.get("connectors"));
    }

    /** The kind of a word, given without its final full stop, in any case. */
    Kind kind(String word) {
        String lower = word.toLowerCase(Locale.ROOT);
        Kind listed = kinds.get(lower);
        if (listed != null) {
            return listed;
        }
        return isDotted(word) || kinds.get(unit(lower)) == Kind.MAY_END ? Kind.MAY_END : Kind.NONE;
    }

    /** True for a word of the list itself, not one that merely looks like an abbreviation. */
    boolean isListed(String word) {
        return kinds.containsKey(word.toLowerCase(Locale.ROOT));
    }

    /** Words that go on with an order although written in capitals: "500 mg p.o. BID". */
    boolean isDoseWord(String word) {
        String lower = word.toLowerCase(Locale.ROOT);
        return doseWords.contains(lower) || isEveryHours(lower);
    }

    /** Words that open a sentence and are no surname: "He", "The", "No". */
    boolean isOpener(String word) {
        return openers.contains(word.toLowerCase(Locale.ROOT));
    }

    /** Words that hardly end or begin a sentence in lower case: "by", "with", "and". */
    boolean isConnector(String word) {
        return connectors.contains(word);
    }

    /** Parts of one or two letters between full stops: "b.i.d", "U.S", "Ph.D". */
    private static boolean isDotted(String word) {
        if (word.indexOf('.') < 0) {
            return false;
        }
        int letters = 0;
        for (int i = 0; i < word.length(); i++) {
            char c = word.charAt(i);
            letters = c == '.' ? 0 : letters + 1;
            if (letters > 2 || (c != '.' && !Character.isLetter(c))) {
                return false;
            }
        }
        return true;
    }

    /** The unit of an amount: "ml" of "2.5mg/ml", "mg" of "25mg". */
    private static String unit(String lower) {
        int begin = lower.lastIndexOf('/') + 1;
        while (begin < lower.length() && !Character.isLetter(lower.charAt(begin))) {
            begin++;
        }
        return lower.substring(begin);
    }

    /** "q6h", "q12h", "q4-6h". */
    private static boolean isEveryHours(String lower) {
        return lower.length() > 2
                && lower.charAt(0) == 'q'
                && Character.isDigit(lower.charAt(1))
                && lower.charAt(lower.length() - 1) == 'h';
    }
}
