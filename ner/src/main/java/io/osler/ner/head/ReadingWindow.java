package io.osler.ner.head;

import io.osler.models.TextSpan;
import java.util.ArrayList;
import java.util.List;

/**
 * Words of a sentence that are read by themselves; states of words outside {@code [from, to)} are not asked for.
 *
 * @param begin first word that is read
 * @param from  first word whose state is taken
 * @param to    after the last word whose state is taken
 * @param end   after the last word that is read
 */
record ReadingWindow(int begin, int from, int to, int end) {
    /** The text that is read, as a part of its sentence. */
    TextSpan span(List<TextSpan> words) {
        return new TextSpan(words.get(begin).begin(), words.get(end - 1).end());
    }

    /**
     * One for most sentences; else overlapping ones, each word taken from the window that shows more around it.
     *
     * @param words     of a sentence
     * @param tokens    of the whole sentence
     * @param tokensMax of a window, one word of more tokens aside
     */
    static List<ReadingWindow> of(List<TextSpan> words, List<TextSpan> tokens, int tokensMax) {
        if (words.isEmpty()) {
            return List.of();
        }
        int[] tokensOf = tokensOf(words, tokens);
        List<ReadingWindow> windows = new ArrayList<>();
        int begin = 0;
        int from = 0;
        while (true) {
            int end = begin;
            int sum = 0;
            while (end < words.size() && (end == begin || sum + tokensOf[end] <= tokensMax)) {
                sum += tokensOf[end++];
            }
            if (end == words.size()) {
                windows.add(new ReadingWindow(begin, from, end, end));
                return windows;
            }
            int next = Math.max(begin + 1, begin + (end - begin) * 3 / 4);
            int to = Math.max(from + 1, (next + end) / 2);
            windows.add(new ReadingWindow(begin, from, Math.min(to, end), end));
            from = Math.min(to, end);
            begin = Math.min(next, from);
        }
    }

    /** How many tokens begin in each word. */
    private static int[] tokensOf(List<TextSpan> words, List<TextSpan> tokens) {
        int[] counts = new int[words.size()];
        int word = 0;
        for (TextSpan token : tokens) {
            while (word + 1 < words.size() && words.get(word + 1).begin() < token.end()) {
                word++;
            }
            counts[word]++;
        }
        return counts;
    }
}
