package io.osler.ner.prompt;

import io.osler.engine.Grammar;
import io.osler.models.TextSpan;
import io.osler.models.text.Tokenizer;
import io.osler.ner.Mention;
import io.osler.ner.text.Words;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The grammar of a list whose items are copied from a sentence, in the order they stand there: an item begins with any
 * word behind the last one and goes on with the words that follow. What stands around items is the subclass's affair.
 *
 * <pre>
 * before an item    begin with a word, each different one a way       |   end the list
 * within an item    copy the next word, as it goes on at any place
 *                   where the item so far stands                      |   end the item
 * </pre>
 *
 * So nothing is ever invented, and no sentence needs more tokens than {@link TextChoice#tokensMax} says.
 */
abstract class CopiedList implements AnswerGrammar {
    /** Words of the longest mention; annotated corpora hold hardly any above 20. */
    private static final int MENTION_WORDS_MAX = 30;

    private final Tokenizer tokenizer;
    private final String sentence;
    private final List<TextSpan> words;
    private final int itemsMax;

    /** @param sentence on one line, not empty */
    CopiedList(Tokenizer tokenizer, String sentence) {
        this.tokenizer = tokenizer;
        this.sentence = sentence;
        this.words = Words.of(sentence);
        // Between two mentions stands a comma at least; the rest is room for the odd sentence where none does.
        this.itemsMax = 2 + words.size() / 2;
    }

    /** The first ways of an answer. */
    abstract List<Way> first();

    /** Most tokens of an answer. */
    abstract int tokensMax();

    /** Where the mentions of a finished list stand. */
    abstract List<Mention> placed(String text, List<ListedMention> items);

    /** How an item's text is spelled. */
    abstract String spelled(String text);

    @Override
    public Grammar start() {
        return choice(first(), tokensMax());
    }

    @Override
    public List<Mention> mentions(List<Grammar.Decision> decisions) {
        double[] logProbabilities = new double[itemsMax() + 1];
        Iterator<Grammar.Decision> decided = decisions.iterator();
        TextChoice at = (TextChoice) start();
        for (List<Grammar.Move> moves = at.moves(); !moves.isEmpty(); moves = at.moves()) {
            int chosen = 0;
            if (moves.size() > 1) {
                Grammar.Decision decision = decided.next();
                chosen = decision.chosen();
                logProbabilities[at.itemsSettled()] += decision.logProbabilities()[chosen];
            }
            at = (TextChoice) moves.get(chosen).next();
        }
        List<Double> confidences = Arrays.stream(logProbabilities)
                .mapToObj(value -> Math.min(1, Math.exp(value)))
                .toList();
        return placed(sentence, at.trail().items(confidences));
    }

    /** What ends an item. */
    @FunctionalInterface
    interface Ending {
        /**
         * @param text of the item
         * @param next the first word behind it
         */
        List<Way> ways(String text, int next);
    }

    /** Whether an item may begin at or behind word {@code from}. */
    boolean canBegin(int from, Trail trail) {
        return trail.size() < itemsMax()
                && words.subList(Math.min(from, words.size()), words.size()).stream()
                        .anyMatch(word -> Words.isWord(word.in(sentence)));
    }

    /** A way for each different word that an item may begin with, from word {@code from} on. */
    List<Way> begins(int from, String before, Trail trail, Ending ending) {
        Map<String, List<Integer>> places = new LinkedHashMap<>();
        for (int i = from; i < words.size(); i++) {
            String word = words.get(i).in(sentence);
            if (Words.isWord(word)) {
                places.computeIfAbsent(word, key -> new ArrayList<>()).add(i);
            }
        }
        List<Way> ways = new ArrayList<>(places.size());
        places.forEach((word, begins) -> ways.add(Way.of(
                before + spelled(word), beyond(begins.getFirst()), 0, trail, () -> inside(begins, 1, trail, ending))));
        return ways;
    }

    /** Within an item of {@code length} words that stands at each of {@code begins}. */
    private List<Way> inside(List<Integer> begins, int length, Trail trail, Ending ending) {
        Map<String, List<Integer>> places = new LinkedHashMap<>();
        for (int begin : begins) {
            int next = begin + length;
            if (next < words.size() && length < MENTION_WORDS_MAX) {
                String gap = sentence.substring(
                        words.get(next - 1).end(), words.get(next).begin());
                places.computeIfAbsent(gap + words.get(next).in(sentence), key -> new ArrayList<>())
                        .add(begin);
            }
        }
        int first = begins.getFirst();
        String text = sentence.substring(
                words.get(first).begin(), words.get(first + length - 1).end());
        List<Way> ways = new ArrayList<>(places.size() + 1);
        places.forEach((word, still) -> ways.add(Way.of(
                spelled(word),
                beyond(still.getFirst() + length),
                0,
                trail,
                () -> inside(still, length + 1, trail, ending))));
        ways.addAll(ending.ways(text, first + length));
        return ways;
    }

    /** What follows a word directly, up to the next space: a token may hold both. */
    private String beyond(int word) {
        int end = words.get(word).end();
        int space = sentence.indexOf(' ', end);
        return spelled(sentence.substring(end, space < 0 ? sentence.length() : space));
    }

    int itemsMax() {
        return itemsMax;
    }

    /** No token is empty, so bytes bound tokens. */
    int bytes(String text) {
        return spelled(text).getBytes(StandardCharsets.UTF_8).length;
    }

    int sentenceBytes() {
        return bytes(sentence);
    }

    int longest(List<Way> ways) {
        return choice(ways, 1).longest();
    }

    private TextChoice choice(List<Way> ways, int tokensMax) {
        return TextChoice.of(tokenizer, tokensMax, ways);
    }

    /** The end of an answer, also as an end of the ways whose length is asked. */
    static List<Way> end() {
        return List.of();
    }
}
