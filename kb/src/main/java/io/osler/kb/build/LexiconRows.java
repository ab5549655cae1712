package io.osler.kb.build;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Words of names, sorted and numbered, and the trie of names over them. Nodes come level by level, so that the children of
 * a node, and the names of a node, are runs.
 */
final class LexiconRows {
    private final Map<String, Integer> seen = new HashMap<>();
    private List<String> words = List.of();

    /** Of each node, with one more at the end where it is a begin. */
    final Ints firstChild = new Ints();

    final Ints firstName = new Ints();
    final Ints parent = new Ints();
    final Ints word = new Ints();

    /** Numbers of words, provisional until {@link #sortWords}. */
    int[] numbers(List<String> forms) {
        int[] numbers = new int[forms.size()];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = seen.computeIfAbsent(forms.get(i), key -> seen.size());
        }
        return numbers;
    }

    /**
     * Numbers the words in their own order.
     *
     * @return the number of each provisional one
     */
    int[] sortWords() {
        words = new ArrayList<>(seen.keySet());
        words.sort(null);
        int[] sorted = new int[words.size()];
        for (int i = 0; i < sorted.length; i++) {
            sorted[seen.get(words.get(i))] = i;
        }
        seen.clear();
        return sorted;
    }

    List<String> words() {
        return words;
    }

    int nodes() {
        return word.size();
    }

    /**
     * Builds the trie.
     *
     * @param keys numbers of words, ascending as sequences
     * @return the rows of the names in the order of their nodes, as places in {@code keys}
     */
    int[] grow(List<int[]> keys) {
        int[] rows = new int[keys.size()];
        Ints from = new Ints();
        Ints to = new Ints();
        Ints depth = new Ints();
        from.add(0);
        to.add(keys.size());
        depth.add(0);
        parent.add(0);
        word.add(0);
        int names = 0;
        for (int node = 0; node < word.size(); node++) {
            firstChild.add(word.size());
            firstName.add(names);
            int at = from.get(node);
            int end = to.get(node);
            int length = depth.get(node);
            while (at < end && keys.get(at).length == length) {
                rows[names++] = at++;
            }
            while (at < end) {
                int next = keys.get(at)[length];
                int begin = at;
                while (at < end && keys.get(at)[length] == next) {
                    at++;
                }
                parent.add(node);
                word.add(next);
                from.add(begin);
                to.add(at);
                depth.add(length + 1);
            }
        }
        firstChild.add(word.size());
        firstName.add(names);
        return rows;
    }

    boolean hasNames(int node) {
        return firstName.get(node) < firstName.get(node + 1);
    }

    /** A node's words from the first. */
    List<String> forms(int node) {
        ArrayList<String> forms = new ArrayList<>();
        for (int at = node; at > 0; at = parent.get(at)) {
            forms.addFirst(words.get(word.get(at)));
        }
        return forms;
    }
}
