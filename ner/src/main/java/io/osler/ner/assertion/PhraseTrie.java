package io.osler.ner.assertion;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * Phrases by their words: the longest one that begins at a word is found in as many steps as it has words. Filled by one
 * thread, then read by any.
 */
final class PhraseTrie {
    /** Stands for any number. */
    static final String NUMBER = "<number>";
    /** Stands for 1900 to 2099. */
    static final String YEAR = "<year>";

    private static final Predicate<String> IS_NUMBER =
            Pattern.compile("\\d+(?:[.,]\\d+)*").asMatchPredicate();
    private static final Predicate<String> IS_YEAR =
            Pattern.compile("(?:19|20)\\d\\d").asMatchPredicate();

    private final Node root = new Node();

    private static final class Node {
        private final Map<String, Node> next = new HashMap<>();
        private final List<Rule> rules = new ArrayList<>();
    }

    /**
     * A phrase found.
     *
     * @param begin index of its first word
     * @param end   after its last
     */
    record Match(int begin, int end, List<Rule> rules) {}

    /** The words of a phrase, each one in the ways it may be written; a way may be several words. */
    void add(List<List<List<String>>> phrase, Rule rule) {
        List<Node> ends = List.of(root);
        for (List<List<String>> ways : phrase) {
            List<Node> longer = new ArrayList<>();
            for (Node node : ends) {
                for (List<String> way : ways) {
                    Node end = node;
                    for (String word : way) {
                        end = end.next.computeIfAbsent(word, _ -> new Node());
                    }
                    longer.add(end);
                }
            }
            ends = longer;
        }
        ends.forEach(node -> node.rules.add(rule));
    }

    /** Phrases of {@code other} get its rules in place of their own; other phrases stay. */
    void replaceBy(PhraseTrie other) {
        replace(root, other.root);
    }

    private static void replace(Node node, Node other) {
        if (!other.rules.isEmpty()) {
            node.rules.clear();
            node.rules.addAll(other.rules);
        }
        other.next.forEach((word, next) -> replace(node.next.computeIfAbsent(word, _ -> new Node()), next));
    }

    /**
     * The longest phrase that begins at a word; null when none does.
     *
     * @param words in lower case
     * @param open  whether a phrase may go on over the word of this index
     */
    Match longest(List<String> words, int begin, IntPredicate open) {
        return longest(root, words, begin, begin, open);
    }

    private static Match longest(Node node, List<String> words, int begin, int at, IntPredicate open) {
        Match best = node.rules.isEmpty() ? null : new Match(begin, at, node.rules);
        if (at == words.size() || (at > begin && !open.test(at))) {
            return best;
        }
        String word = words.get(at);
        best = longer(best, node.next.get(word), words, begin, at, open);
        if (IS_NUMBER.test(word)) {
            best = longer(best, node.next.get(NUMBER), words, begin, at, open);
        }
        return IS_YEAR.test(word) ? longer(best, node.next.get(YEAR), words, begin, at, open) : best;
    }

    private static Match longer(Match best, Node next, List<String> words, int begin, int at, IntPredicate open) {
        Match found = next == null ? null : longest(next, words, begin, at + 1, open);
        return found != null && (best == null || found.end() > best.end()) ? found : best;
    }
}
