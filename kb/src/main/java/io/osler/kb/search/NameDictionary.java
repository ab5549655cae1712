package io.osler.kb.search;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Names and what they stand for, and the longest-match scan that finds them in a text. Names are compared word by word,
 * in lower case, so that white space does not matter. Immutable, for any number of threads; a scan takes time linear in
 * the text, whatever the size of the dictionary.
 *
 * @param <T> what a name stands for
 */
public final class NameDictionary<T> {
    /** A run of letters, digits and marks, or one other character that is not white. */
    private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{N}\\p{M}]+|[^\\s\\p{L}\\p{N}\\p{M}]");

    private final Map<String, T> entries;
    private final int wordsMax;

    private NameDictionary(Map<String, T> entries, int wordsMax) {
        this.entries = entries;
        this.wordsMax = wordsMax;
    }

    /**
     * @param names each name with its entry; where two names are equal word by word, the later one stays
     * @throws IllegalArgumentException when a name holds no word
     */
    public static <T> NameDictionary<T> of(Map<String, T> names) {
        Map<String, T> entries = HashMap.newHashMap(names.size());
        int longest = 0;
        for (Map.Entry<String, T> name : names.entrySet()) {
            List<int[]> words = words(name.getKey());
            if (words.isEmpty()) {
                throw new IllegalArgumentException("a name of %d characters holds no word"
                        .formatted(name.getKey().length()));
            }
            entries.put(key(name.getKey(), words, 0, words.size()), name.getValue());
            longest = Math.max(longest, words.size());
        }
        return new NameDictionary<>(entries, longest);
    }

    public int size() {
        return entries.size();
    }

    /** What the name stands for. */
    public Optional<T> find(String name) {
        List<int[]> words = words(name);
        return Optional.ofNullable(entries.get(key(name, words, 0, words.size())));
    }

    /** Names in a text, from left to right, at each place the longest; matches do not overlap. */
    public List<NameMatch<T>> scan(String text) {
        List<int[]> words = words(text);
        List<NameMatch<T>> matches = new ArrayList<>();
        int at = 0;
        while (at < words.size()) {
            int end = longestFrom(text, words, at);
            if (end == at) {
                at++;
                continue;
            }
            T entry = entries.get(key(text, words, at, end));
            matches.add(new NameMatch<>(words.get(at)[0], words.get(end - 1)[1], entry));
            at = end;
        }
        return matches;
    }

    /** Index after the last word of the longest name that begins at word {@code from}; {@code from} when none does. */
    private int longestFrom(String text, List<int[]> words, int from) {
        for (int end = Math.min(words.size(), from + wordsMax); end > from; end--) {
            if (entries.containsKey(key(text, words, from, end))) {
                return end;
            }
        }
        return from;
    }

    private static List<int[]> words(String text) {
        List<int[]> words = new ArrayList<>();
        for (Matcher matcher = WORD.matcher(text); matcher.find(); ) {
            words.add(new int[] {matcher.start(), matcher.end()});
        }
        return words;
    }

    private static String key(String text, List<int[]> words, int from, int to) {
        StringBuilder key = new StringBuilder();
        for (int i = from; i < to; i++) {
            key.append(text, words.get(i)[0], words.get(i)[1]).append(' ');
        }
        return key.toString().toLowerCase(Locale.ROOT);
    }
}
