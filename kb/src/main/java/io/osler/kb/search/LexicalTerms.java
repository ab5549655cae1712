package io.osler.kb.search;

import java.util.ArrayList;
import java.util.List;

/**
 * What a name is indexed by: its words, and the runs of three characters of each word with a space before and behind it,
 * so that {@code anaemia} and {@code anemia} share most of theirs. Words are in the form of {@link WordForm}.
 *
 * @param words words proper, function words left out unless there are no others
 * @param grams runs of three characters; each as often as it occurs
 */
record LexicalTerms(List<String> words, List<String> grams) {
    private static final int GRAM = 3;

    static LexicalTerms of(String name) {
        List<String> proper = Words.forms(name).stream()
                .filter(form -> CharClass.of(form.codePointAt(0)) == CharClass.WORD)
                .toList();
        List<String> telling =
                proper.stream().filter(form -> !StopWords.ORDER.contains(form)).toList();
        List<String> words = telling.isEmpty() ? proper : telling;
        List<String> grams = new ArrayList<>();
        for (String word : words) {
            String padded = " " + word + " ";
            for (int i = 0; i + GRAM <= padded.length(); i++) {
                grams.add(padded.substring(i, i + GRAM));
            }
        }
        return new LexicalTerms(words, grams);
    }
}
