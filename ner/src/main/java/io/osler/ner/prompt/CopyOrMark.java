package io.osler.ner.prompt;

import io.osler.engine.Grammar;
import io.osler.models.TextSpan;
import io.osler.models.text.Tokenizer;
import io.osler.ner.Mention;
import io.osler.ner.text.Words;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The grammar of a marked copy: at every word the model may copy it or open a mark before it, inside a mark copy on or
 * close it with a type. Nothing else can come out, so a mention is always a span of the text and the text always whole.
 *
 * <pre>
 * Outside(word)        copy the word -> Outside(word + 1)   |   open, copy the word -> Inside(word + 1)
 * Inside(word, begin)  copy the word -> Inside(word + 1)    |   bar -> Typing
 * Typing               a type, token by token where types begin alike, close -> Outside(word)
 * </pre>
 *
 * <p>Copying stands for every token the text could go on with, not for one tokenisation of it: its evidence is the
 * joint probability of all vocabulary entries that are a prefix of the rest.
 */
public final class CopyOrMark implements AnswerGrammar {
    /** Words of the longest mention; annotated corpora hold hardly any above 20. */
    private static final int MENTION_WORDS_MAX = 30;

    /** Mentions are short: drafting further inside one is mostly read in vain. */
    private static final int INSIDE_DRAFT_TOKENS = 6;

    private final Tokenizer tokenizer;
    private final Vocabulary vocabulary;
    private final String text;
    private final List<TextSpan> words;
    private final int[][] copies;
    private final int[][] evidence;
    private final double openBias;
    private final boolean spaced;
    private final int tokensMax;

    /**
     * Tokens of the marks and types, the same for all sentences of a task.
     *
     * @param openSpaced open sign where a space stands before the mention
     * @param openBare   open sign where none stands
     * @param bar        space and bar
     * @param types      for each label, the likeliest first: space, label, space, close sign
     */
    public record Vocabulary(int[] openSpaced, int[] openBare, int[] bar, Map<String, int[]> types) {
        public static Vocabulary of(Tokenizer tokenizer, Marks marks, List<String> labels) {
            Map<String, int[]> types = new LinkedHashMap<>();
            int[] close = tokenizer.encode(" " + marks.close());
            labels.forEach(label -> types.put(label, joined(tokenizer.encode(" " + label), close)));
            return new Vocabulary(
                    tokenizer.encode(" " + marks.open()),
                    tokenizer.encode(marks.open()),
                    tokenizer.encode(" " + marks.bar()),
                    types);
        }
    }

    /**
     * @param text     the sentence on one line, not empty
     * @param openBias added to the log-odds of opening a mark: above 0 finds more, below 0 is surer
     */
    public CopyOrMark(Tokenizer tokenizer, Vocabulary vocabulary, String text, double openBias) {
        this(tokenizer, vocabulary, text, openBias, true);
    }

    /**
     * @param text     the sentence on one line, not empty
     * @param openBias added to the log-odds of opening a mark: above 0 finds more, below 0 is surer
     * @param spaced   whether the copy begins with a space
     */
    public CopyOrMark(Tokenizer tokenizer, Vocabulary vocabulary, String text, double openBias, boolean spaced) {
        this.spaced = spaced;
        this.tokenizer = tokenizer;
        this.vocabulary = vocabulary;
        this.text = text;
        this.words = Words.of(text);
        this.openBias = openBias;
        this.copies = new int[words.size()][];
        this.evidence = new int[words.size()][];
        for (int i = 0; i < copies.length; i++) {
            String space = isSpaced(i) ? " " : "";
            copies[i] = tokenizer.encode(space + words.get(i).in(text));
            evidence[i] =
                    tokenizer.prefixesOf(space + text.substring(words.get(i).begin()));
        }
        this.tokensMax = tokensMax();
    }

    /** Every word a mention of its own. */
    private int tokensMax() {
        int type = vocabulary.types.values().stream()
                .mapToInt(tokens -> tokens.length)
                .max()
                .orElse(0);
        int marks = Math.max(vocabulary.openSpaced.length, vocabulary.openBare.length) + vocabulary.bar.length + type;
        int max = 0;
        for (int[] copy : copies) {
            max += copy.length + 1 + marks; // a word behind a mark gains a space
        }
        return max;
    }

    @Override
    public Grammar start() {
        return new Outside(0);
    }

    /** Walks the grammar again along what was decided, and reads the mentions off its points. */
    @Override
    public List<Mention> mentions(List<Grammar.Decision> decisions) {
        List<Mention> mentions = new ArrayList<>();
        Iterator<Grammar.Decision> decided = decisions.iterator();
        double logProbability = 0;
        Grammar at = start();
        for (List<Grammar.Move> moves = at.moves(); !moves.isEmpty(); moves = at.moves()) {
            int chosen = 0;
            if (moves.size() > 1) {
                Grammar.Decision decision = decided.next();
                chosen = decision.chosen();
                double own = decision.logProbabilities()[chosen];
                logProbability = at instanceof Outside ? own : logProbability + own;
            }
            Grammar.Move move = moves.get(chosen);
            if (at instanceof Typing typing) {
                double confidence = Math.min(1, Math.exp(logProbability));
                typing.label(move).ifPresent(label -> mentions.add(new Mention(typing.span(), label, confidence)));
            }
            at = move.next();
        }
        return mentions;
    }

    /**
     * A point of a marked copy; {@code word} is the next one to copy. Points between mentions are equal where the same
     * words follow, whatever was marked before.
     */
    public abstract sealed class Point implements Grammar {
        public abstract int word();

        /** The next word in the text; only where there is one. */
        public TextSpan wordSpan() {
            return words.get(word());
        }

        @Override
        public int tokensMax() {
            return tokensMax;
        }

        CopyOrMark grammar() {
            return CopyOrMark.this;
        }
    }

    /** Between mentions. */
    public final class Outside extends Point {
        private final int word;

        private Outside(int word) {
            this.word = word;
        }

        @Override
        public int word() {
            return word;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Outside point && point.grammar() == grammar() && point.word == word;
        }

        @Override
        public int hashCode() {
            return word;
        }

        @Override
        public List<Move> moves() {
            if (word == words.size()) {
                return List.of();
            }
            Move copy = new Move(evidence[word], copies[word], 0, new Outside(word + 1));
            if (!Words.isWord(words.get(word).in(text))) {
                return List.of(copy);
            }
            int[] open = isSpaced(word) ? vocabulary.openSpaced : vocabulary.openBare;
            // Behind the open sign stands a space, whatever stood before the word.
            int[] first = isSpaced(word)
                    ? copies[word]
                    : tokenizer.encode(" " + words.get(word).in(text));
            int[] tokens = joined(open, first);
            return List.of(copy, new Move(Arrays.copyOf(open, 1), tokens, openBias, new Inside(word + 1, word)));
        }
    }

    /** Within a mention that began at word {@code begin}. */
    public final class Inside extends Point {
        private final int word;
        private final int begin;

        private Inside(int word, int begin) {
            this.word = word;
            this.begin = begin;
        }

        @Override
        public int word() {
            return word;
        }

        /** The mention so far, in the flat text. */
        public TextSpan span() {
            return new TextSpan(words.get(begin).begin(), words.get(word - 1).end());
        }

        @Override
        public int draftTokens() {
            return INSIDE_DRAFT_TOKENS;
        }

        @Override
        public List<Move> moves() {
            List<Move> moves = new ArrayList<>(2);
            if (word < words.size() && word - begin < MENTION_WORDS_MAX) {
                moves.add(new Move(evidence[word], copies[word], 0, new Inside(word + 1, begin)));
            }
            int[] bar = vocabulary.bar;
            moves.add(new Move(Arrays.copyOf(bar, 1), bar, 0, new Typing(word, begin, vocabulary.types, 0)));
            return moves;
        }
    }

    /** Behind the bar of the mention of words {@code [begin, word)}, {@code depth} tokens into its type. */
    public final class Typing extends Point {
        private final int word;
        private final int begin;
        private final Map<String, int[]> types;
        private final int depth;

        private Typing(int word, int begin, Map<String, int[]> types, int depth) {
            this.word = word;
            this.begin = begin;
            this.types = types;
            this.depth = depth;
        }

        @Override
        public int word() {
            return word;
        }

        /** The mention, in the flat text. */
        public TextSpan span() {
            return new TextSpan(words.get(begin).begin(), words.get(word - 1).end());
        }

        /** The label that {@code move} completes; empty while several types still begin alike. */
        public Optional<String> label(Move move) {
            return move.next() instanceof Outside
                    ? types.entrySet().stream()
                            .filter(type -> type.getValue()[depth] == move.tokens()[0])
                            .map(Map.Entry::getKey)
                            .findFirst()
                    : Optional.empty();
        }

        @Override
        public List<Move> moves() {
            Map<Integer, Map<String, int[]>> byToken = new LinkedHashMap<>();
            types.forEach((label, tokens) -> byToken.computeIfAbsent(tokens[depth], token -> new LinkedHashMap<>())
                    .put(label, tokens));
            List<Move> moves = new ArrayList<>(byToken.size());
            byToken.forEach((token, group) -> moves.add(move(token, group)));
            return moves;
        }

        private Move move(int token, Map<String, int[]> group) {
            int[] first = {token};
            if (group.size() > 1) {
                return new Move(first, first, 0, new Typing(word, begin, group, depth + 1));
            }
            int[] all = group.values().iterator().next();
            return new Move(first, Arrays.copyOfRange(all, depth, all.length), 0, new Outside(word));
        }
    }

    /** Each word that has a space before it begins with one, and so may the copy. */
    private boolean isSpaced(int word) {
        int begin = words.get(word).begin();
        return begin == 0 ? spaced : text.charAt(begin - 1) == ' ';
    }

    private static int[] joined(int[] first, int[] second) {
        int[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }
}
