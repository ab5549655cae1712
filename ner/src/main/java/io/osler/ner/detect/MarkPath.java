package io.osler.ner.detect;

import io.osler.engine.Branch;
import io.osler.engine.Grammar;
import io.osler.models.TextSpan;
import io.osler.ner.prompt.CopyOrMark;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Moves of a marked copy taken one after the other, and what decides them.
 *
 * @param point   tokens of the copy before the first of {@code tokens}
 * @param tokens  of the moves
 * @param choices met, their rows counted from the token before the first
 * @param at      where they lead
 * @param label   what it is read as, once that is settled
 * @param mention the point behind the last word, once passed
 */
record MarkPath(int point, int[] tokens, List<Choice> choices, Grammar at, String label, CopyOrMark.Inside mention) {
    MarkPath(Grammar start) {
        this(0, new int[0], List.of(), start, "", null);
    }

    /** A path that begins here. */
    MarkPath from() {
        return new MarkPath(tokens.length, new int[0], List.of(), at, "", null);
    }

    TextSpan span() {
        return mention.span();
    }

    MarkPath taken(int index) {
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
        return new MarkPath(point, all, more, move.next(), settled, last);
    }

    /** The path with each type; where several begin alike, on to where they part. */
    List<MarkPath> types() {
        List<MarkPath> paths = new ArrayList<>();
        for (int i = 0; i < at.moves().size(); i++) {
            MarkPath next = taken(i);
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

    /** Whether the words ended here make a mention that may go on no further. */
    boolean mustClose() {
        return at.moves().size() == 1;
    }

    /** Out of a mention's words to its bar. */
    MarkPath closed() {
        return taken(at.moves().size() - 1);
    }

    double logProbability(float[][] logits, int[] ids) {
        return choices.stream()
                .mapToDouble(choice -> choice.logProbability(logits[choice.row], ids))
                .sum();
    }

    /** The unmarked copy: one path for each point between its words. */
    static List<MarkPath> trunk(Grammar start) {
        List<MarkPath> trunk = new ArrayList<>(List.of(new MarkPath(start)));
        while (!trunk.getLast().at.moves().isEmpty()) {
            trunk.add(trunk.getLast().taken(0));
        }
        return trunk;
    }

    /** A choice met on the way, the row whose logits decide it, and what is taken. */
    record Choice(int row, List<Grammar.Move> moves, int taken) {
        /** The same with another move. */
        Choice otherwise(int move) {
            return new Choice(row, moves, move);
        }

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
}
