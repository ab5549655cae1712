package io.osler.engine.loop;

import io.osler.engine.Generation.FinishReason;
import io.osler.engine.Generation.Token;
import io.osler.engine.Grammar;
import io.osler.engine.plan.Logits;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Walks a grammar with a model: draft along expected moves, verify every choice of the draft in one step, settle up to
 * the first choice that falls otherwise. What the model said of the choices behind that one was said of another text, but
 * where the walk comes to the same point again it is the best guess there is: it is expected then.
 *
 * <pre>
 * accepted | draft: tokens of expected moves ...
 *          ^ choice      ^ choice      ^ choice            logits at these rows, for the evidence tokens alone
 * </pre>
 */
final class GrammarWork implements Work {
    private static final int[] NONE = {};

    private final int tokensMax;
    private final List<Token> tokens = new ArrayList<>();
    private final List<Grammar.Decision> decisions = new ArrayList<>();
    private final Map<Grammar, Integer> foreseen = new HashMap<>();
    private Grammar at;
    private Draft draft;

    /**
     * @param tokensMax most tokens the sequence can reach
     */
    GrammarWork(Grammar start, int tokensMax) {
        this.at = start;
        this.tokensMax = tokensMax;
    }

    List<Token> tokens() {
        return tokens;
    }

    List<Grammar.Decision> decisions() {
        return decisions;
    }

    @Override
    public int tokensMax() {
        return tokensMax;
    }

    @Override
    public int[] begin() {
        return forced();
    }

    @Override
    public Optional<FinishReason> finished() {
        return at.moves().isEmpty() ? Optional.of(FinishReason.GRAMMAR) : Optional.empty();
    }

    @Override
    public Ask ask(int length, int from, int end, int draftMax) {
        if (end < length) {
            return Ask.nothing(end);
        }
        draft = Draft.from(at, Math.min(draftMax, end - length), foreseen);
        int[] rows = draft.choices.stream()
                .mapToInt(choice -> length - 1 + choice.row)
                .toArray();
        return new Ask(length + draft.tokens.length, draft.tokens, rows, draft.ids(), NONE);
    }

    @Override
    public Verdict settle(Ask ask, Answer answer) {
        for (int i = 0; ; i++) {
            Choice choice = draft.choices.get(i);
            Grammar.Decision decision = choice.decide(answer.logits(), answer.firstRow() + i, answer.ids());
            decisions.add(decision);
            boolean drafted = decision.chosen() == choice.expected && i + 1 < draft.choices.size();
            if (!drafted) {
                foresee(i + 1, answer);
                Grammar.Move move = choice.moves.get(decision.chosen());
                report(Arrays.copyOf(draft.tokens, choice.row));
                report(move.tokens());
                at = move.next();
                return new Verdict(choice.row, joined(move.tokens(), forced()));
            }
        }
    }

    private void foresee(int from, Answer answer) {
        for (int i = from; i < draft.choices.size(); i++) {
            Choice choice = draft.choices.get(i);
            Grammar.Decision decision = choice.decide(answer.logits(), answer.firstRow() + i, answer.ids());
            foreseen.put(choice.at, decision.chosen());
        }
    }

    /** Goes on to the next choice or the end: where there is one move the model need not be asked. */
    private int[] forced() {
        int[] all = NONE;
        for (List<Grammar.Move> moves = at.moves(); moves.size() == 1; moves = at.moves()) {
            all = joined(all, moves.getFirst().tokens());
            at = moves.getFirst().next();
        }
        report(all);
        return all;
    }

    private static int[] joined(int[] first, int[] second) {
        int[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }

    private void report(int[] ids) {
        for (int id : ids) {
            tokens.add(new Token(id, Double.NaN));
        }
    }

    /**
     * The tokens of a step and the choices it can settle.
     *
     * @param tokens  those of expected moves, up to the last choice
     * @param choices at least one; each is asked at the row before its moves' first token, the last accepted token's being 0
     */
    private record Draft(int[] tokens, List<Choice> choices) {
        static Draft from(Grammar start, int tokensMax, Map<Grammar, Integer> foreseen) {
            List<Choice> choices = new ArrayList<>();
            int limit = tokensMax;
            int[] tokens = new int[Math.min(limit, 32)];
            int count = 0;
            Grammar at = start;
            for (List<Grammar.Move> moves = at.moves(); !moves.isEmpty(); moves = at.moves()) {
                int expected = foreseen.getOrDefault(at, 0);
                if (moves.size() > 1) {
                    choices.add(new Choice(at, moves, expected, count));
                }
                limit = (int) Math.min(limit, (long) count + at.draftTokens());
                int[] next = moves.get(expected).tokens();
                if (count + next.length > limit) {
                    break;
                }
                if (count + next.length > tokens.length) {
                    tokens = Arrays.copyOf(tokens, 2 * (count + next.length));
                }
                System.arraycopy(next, 0, tokens, count, next.length);
                count += next.length;
                at = moves.get(expected).next();
            }
            return new Draft(Arrays.copyOf(tokens, choices.getLast().row), choices);
        }

        /** Every token id that speaks for some move of some choice, rising. */
        int[] ids() {
            return choices.stream()
                    .flatMap(choice -> choice.moves.stream())
                    .flatMapToInt(move -> Arrays.stream(move.evidence()))
                    .sorted()
                    .distinct()
                    .toArray();
        }
    }

    /** A point with several moves, the expected one, and the row of the step whose logits decide. */
    private record Choice(Grammar at, List<Grammar.Move> moves, int expected, int row) {
        Grammar.Decision decide(Logits logits, int logitsRow, int[] ids) {
            double[] scores = new double[moves.size()];
            double[] biased = new double[moves.size()];
            for (int i = 0; i < scores.length; i++) {
                scores[i] = logSumExp(logits, logitsRow, moves.get(i).evidence(), ids);
                biased[i] = scores[i] + moves.get(i).bias();
            }
            return new Grammar.Decision(at, argmax(biased), normalised(biased));
        }

        private static double logSumExp(Logits logits, int row, int[] evidence, int[] ids) {
            double max = Double.NEGATIVE_INFINITY;
            double[] values = new double[evidence.length];
            for (int i = 0; i < evidence.length; i++) {
                values[i] = logits.at(row, Arrays.binarySearch(ids, evidence[i]));
                max = Math.max(max, values[i]);
            }
            double sum = 0;
            for (double value : values) {
                sum += Math.exp(value - max);
            }
            return max + Math.log(sum);
        }

        private static int argmax(double[] values) {
            int best = 0;
            for (int i = 1; i < values.length; i++) {
                if (values[i] > values[best]) {
                    best = i;
                }
            }
            return best;
        }

        private static double[] normalised(double[] scores) {
            double max = Arrays.stream(scores).max().orElse(0);
            double log = max
                    + Math.log(Arrays.stream(scores).map(s -> Math.exp(s - max)).sum());
            return Arrays.stream(scores).map(score -> score - log).toArray();
        }
    }
}
