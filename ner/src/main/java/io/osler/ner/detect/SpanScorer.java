package io.osler.ner.detect;

import io.osler.engine.Branch;
import io.osler.engine.Engine;
import io.osler.engine.Grammar;
import io.osler.models.TextSpan;
import io.osler.ner.prompt.CopyOrMark;
import io.osler.ner.select.ExampleSelector;
import io.osler.ner.task.Task;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * Says how likely given spans are mentions of each type, without writing the copy: the model reads the unmarked copy
 * once, and each span is a branch of it, opened before its first word and closed behind its last. All branches share the
 * copy and run together, so a sentence takes two steps however many spans there are.
 *
 * <p>A span's score is the logarithm of the probability of its own choices, each among what {@link CopyOrMark} allows
 * there: to open, to go on at each inner word, to close, the type. Safe for many threads.
 */
public final class SpanScorer {
    private final Engine engine;
    private final CopyQuestions questions;

    /**
     * @param openBias added to the log-odds of opening a mark
     */
    public SpanScorer(Engine engine, Task task, ExampleSelector selector, double openBias) {
        this.engine = engine;
        this.questions = new CopyQuestions(engine, task, selector, openBias);
    }

    /**
     * A span, read as a mention of a type.
     *
     * @param span           in the sentence
     * @param logProbability of being marked just so, natural logarithm
     */
    public record ScoredSpan(TextSpan span, String type, double logProbability) {}

    /**
     * Scores spans of a sentence that begin and end with words, as {@link io.osler.ner.text.Words} cuts them.
     *
     * @return for each span one for each type, in their order
     */
    public List<ScoredSpan> score(String sentence, Collection<TextSpan> spans) {
        CopyQuestions.Question question = questions.of(sentence);
        List<Path> trunk = trunk(question.start());
        int[] copy = trunk.getLast().tokens;
        List<Path> paths = new ArrayList<>();
        for (TextSpan span : spans) {
            paths.addAll(readings(span, trunk));
        }
        int[] text = Arrays.copyOf(question.prompt(), question.prompt().length + copy.length);
        System.arraycopy(copy, 0, text, question.prompt().length, copy.length);
        List<Branch> branches = paths.stream()
                .map(path -> path.branch(question.prompt().length))
                .toList();
        List<float[][]> logits = engine.score(text, branches);
        List<ScoredSpan> scores = new ArrayList<>();
        for (int i = 0; i < paths.size(); i++) {
            Path path = paths.get(i);
            double logProbability =
                    path.logProbability(logits.get(i), branches.get(i).ids());
            scores.add(new ScoredSpan(path.span(), path.label, logProbability));
        }
        return scores;
    }

    /** The unmarked copy: one path for each point between its words. */
    private static List<Path> trunk(Grammar start) {
        List<Path> trunk = new ArrayList<>(List.of(new Path(start)));
        while (!trunk.getLast().at.moves().isEmpty()) {
            trunk.add(trunk.getLast().taken(0));
        }
        return trunk;
    }

    private static List<Path> readings(TextSpan span, List<Path> trunk) {
        return trunk.stream()
                .filter(point -> point.at.moves().size() > 1)
                .filter(point -> ((CopyOrMark.Point) point.at).wordSpan().begin() == span.begin())
                .findFirst()
                .map(point -> point.from().taken(1))
                .flatMap(open -> closed(open, span.end()))
                .orElseThrow(() -> new IllegalArgumentException(
                        "span %d to %d does not begin and end with words of the sentence, expected it to"
                                .formatted(span.begin(), span.end())))
                .types();
    }

    /** Goes on word by word to the end of a mention and closes it; empty when no word ends there. */
    private static Optional<Path> closed(Path open, int end) {
        Path path = open;
        while (path.at instanceof CopyOrMark.Inside inside) {
            int last = path.at.moves().size() - 1;
            if (inside.span().end() == end) {
                return Optional.of(path.taken(last));
            }
            if (inside.span().end() > end || last == 0) {
                return Optional.empty();
            }
            path = path.taken(0);
        }
        return Optional.empty();
    }

    /** A choice met on the way, the row whose logits decide it, and what is taken. */
    private record Choice(int row, List<Grammar.Move> moves, int taken) {
        double logProbability(float[] logits, int[] ids) {
            double[] scores = moves.stream()
                    .mapToDouble(move -> move.bias()
                            + logSumExp(Arrays.stream(move.evidence())
                                    .mapToDouble(id -> logits[Arrays.binarySearch(ids, id)])
                                    .toArray()))
                    .toArray();
            return scores[taken] - logSumExp(scores);
        }

        private static double logSumExp(double[] values) {
            double max = Arrays.stream(values).max().orElseThrow();
            return max
                    + Math.log(Arrays.stream(values)
                            .map(value -> Math.exp(value - max))
                            .sum());
        }
    }

    /**
     * Moves taken one after the other.
     *
     * @param point   tokens of the copy before the first of {@code tokens}
     * @param tokens  of the moves
     * @param choices met, their rows counted from the token before the first
     * @param at      where they lead
     * @param label   what it is read as, once that is settled
     * @param mention the point behind the last word, once passed
     */
    private record Path(
            int point, int[] tokens, List<Choice> choices, Grammar at, String label, CopyOrMark.Inside mention) {
        Path(Grammar start) {
            this(0, new int[0], List.of(), start, "", null);
        }

        /** A path that begins here. */
        Path from() {
            return new Path(tokens.length, new int[0], List.of(), at, "", null);
        }

        TextSpan span() {
            return mention.span();
        }

        Path taken(int index) {
            List<Grammar.Move> moves = at.moves();
            Grammar.Move move = moves.get(index);
            List<Choice> more = new ArrayList<>(choices);
            if (moves.size() > 1) {
                more.add(new Choice(tokens.length, moves, index));
            }
            int[] all = Arrays.copyOf(tokens, tokens.length + move.tokens().length);
            System.arraycopy(move.tokens(), 0, all, tokens.length, move.tokens().length);
            String settled =
                    at instanceof CopyOrMark.Typing typing ? typing.label(move).orElse("") : label;
            CopyOrMark.Inside last = at instanceof CopyOrMark.Inside inside ? inside : mention;
            return new Path(point, all, more, move.next(), settled, last);
        }

        /** The path with each type; where several begin alike, on to where they part. */
        List<Path> types() {
            List<Path> paths = new ArrayList<>();
            for (int i = 0; i < at.moves().size(); i++) {
                Path next = taken(i);
                paths.addAll(next.label.isEmpty() ? next.types() : List.of(next));
            }
            return paths;
        }

        /** The tokens needed to see all choices, and the ids that decide them. */
        Branch branch(int promptTokens) {
            int needed = choices.stream().mapToInt(Choice::row).max().orElse(0);
            int[] ids = choices.stream()
                    .flatMap(choice -> choice.moves.stream())
                    .flatMapToInt(move -> Arrays.stream(move.evidence()))
                    .sorted()
                    .distinct()
                    .toArray();
            return new Branch(promptTokens + point, Arrays.copyOf(tokens, needed), ids);
        }

        double logProbability(float[][] logits, int[] ids) {
            return choices.stream()
                    .mapToDouble(choice -> choice.logProbability(logits[choice.row], ids))
                    .sum();
        }
    }
}
