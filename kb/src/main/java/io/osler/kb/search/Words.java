package io.osler.kb.search;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Cuts names and texts into the words by which they are compared.
 *
 * <p>A run of letters, digits and marks is a word. White space parts words; so do hyphens, slashes and apostrophes, which
 * leave no trace. A possessive 's is dropped. Any other sign is a word of its own, and so is a blank line. This is the
 * plain twin of {@link TextScanner}'s own cutting.
 */
public final class Words {
    private static final Set<String> DETERMINERS = Set.of(
            "a", "an", "the", "this", "that", "these", "those", "his", "her", "its", "their", "our", "my", "your",
            "some", "any");

    private final String text;
    private final List<Word> words = new ArrayList<>();
    private int at;
    private int newlines;
    /** What came since the last word or sign: any joiner; no joiner but apostrophes. */
    private boolean joined;

    private boolean apostrophe;
    private boolean lastIsWord;

    private Words(String text) {
        this.text = text;
    }

    /** Words from left to right, with where they stand. */
    public static List<Word> of(String text) {
        Words cut = new Words(text);
        while (cut.at < text.length()) {
            cut.step();
        }
        return cut.words;
    }

    /** The forms of a name's words; equal for names that differ only in what normalisation ignores. */
    public static List<String> forms(String name) {
        return of(name).stream()
                .map(Word::form)
                .filter(form -> !form.equals(Word.BREAK))
                .toList();
    }

    /** Whether there is no word proper among the forms. */
    public static boolean areSigns(List<String> forms) {
        return forms.stream().noneMatch(form -> CharClass.of(form.codePointAt(0)) == CharClass.WORD);
    }

    /** The words of a name without leading determiners; all of them when nothing else is left. */
    public static List<String> withoutDeterminers(List<String> forms) {
        int from = 0;
        while (from < forms.size() && DETERMINERS.contains(forms.get(from))) {
            from++;
        }
        return from == forms.size() ? forms : forms.subList(from, forms.size());
    }

    /** The words proper without function words, sorted: names that differ in order only have the same. */
    public static List<String> sorted(List<String> forms) {
        return forms.stream()
                .filter(form -> CharClass.of(form.codePointAt(0)) == CharClass.WORD)
                .filter(form -> !StopWords.ORDER.contains(form))
                .sorted()
                .toList();
    }

    private void step() {
        int c = text.codePointAt(at);
        switch (CharClass.of(c)) {
            case WORD -> word();
            case WHITE -> {
                newlines += c == '\n' ? 1 : 0;
                if (newlines == 2) {
                    add(Word.BREAK, at, at + 1, false);
                    newlines = 3; // one break, however many lines are blank
                }
                at += Character.charCount(c);
            }
            case JOINER -> {
                apostrophe = CharClass.isApostrophe(c) && (apostrophe || !joined);
                joined = true;
                newlines = 0;
                at += Character.charCount(c);
            }
            case SIGN -> {
                int end = at + Character.charCount(c);
                boolean broken = Character.getType(c) == Character.SURROGATE;
                add(broken ? "\uFFFD" : WordForm.of(text.substring(at, end)), at, end, false);
                at = end;
            }
        }
    }

    private void word() {
        int begin = at;
        while (at < text.length() && CharClass.of(text.codePointAt(at)) == CharClass.WORD) {
            at += Character.charCount(text.codePointAt(at));
        }
        if (apostrophe && lastIsWord && at == begin + 1 && (text.charAt(begin) | 0x20) == 's') {
            Word owner = words.removeLast();
            words.add(new Word(owner.form(), owner.begin(), owner.end(), at));
            settle(true);
            return;
        }
        String form = WordForm.of(text.substring(begin, at));
        if (!form.isEmpty()) {
            add(form, begin, at, true);
        }
    }

    private void add(String form, int begin, int end, boolean isWord) {
        words.add(new Word(form, begin, end, end));
        settle(isWord);
    }

    private void settle(boolean isWord) {
        lastIsWord = isWord;
        joined = false;
        apostrophe = false;
        newlines = 0;
    }
}
