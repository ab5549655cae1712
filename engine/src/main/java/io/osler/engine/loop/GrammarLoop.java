package io.osler.engine.loop;

import io.osler.engine.Generation.Token;
import io.osler.engine.Grammar;
import io.osler.engine.torch.Logits;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Walks a grammar with a model: draft along expected moves, verify every choice of the draft in one step, settle up to
 * the first choice that falls otherwise.
 *
 * <pre>
 * pending | draft: tokens of expected moves ...           one step
 *         ^ choice      ^ choice      ^ choice            logits at these rows, for the evidence tokens alone
 * </pre>
 */
final class GrammarLoop {
    private final KvSequence sequence;
    private final int draftTokensMax;
    private final List<Token> tokens = new ArrayList<>();
    private final List<Grammar.Decision> decisions = new ArrayList<>();

    GrammarLoop(KvSequence sequence, int draftTokensMax) {
        this.sequence = sequence;
        this.draftTokensMax = draftTokensMax;
    }

    List<Token> tokens() {
        return tokens;
    }

    List<Grammar.Decision> decisions() {
        return decisions;
    }

    /** Runs from {@code start} to the end of the grammar; {@code lastOfPrompt} is the token not yet read. */
    void run(Grammar start, int lastOfPrompt) {
        int[] pending = {lastOfPrompt};
        Grammar at = start;
        while (!at.moves().isEmpty()) {
            Draft draft = Draft.from(at, pending, draftTokensMax);
            if (draft.choices.isEmpty()) { // nothing left to decide: the rest is forced
                accept(draft.tokens, pending.length, draft.tokens.length);
                return;
            }
            int base = sequence.length();
            Logits logits = sequence.step(draft.tokens, draft.rows(), draft.ids());
            int accepted = pending.length;
            for (int i = 0; ; i++) {
                Choice choice = draft.choices.get(i);
                Grammar.Decision decision = choice.decide(logits, i, draft.ids());
                decisions.add(decision);
                Grammar.Move move = choice.moves.get(decision.chosen());
                accept(draft.tokens, accepted, choice.row + 1);
                accepted = choice.row + 1;
                boolean drafted = decision.chosen() == 0 && i + 1 < draft.choices.size();
                if (!drafted) {
                    sequence.truncate(base + accepted);
                    pending = move.tokens();
                    at = move.next();
                    accept(pending, 0, pending.length);
                    break;
                }
            }
        }
    }

    private void accept(int[] from, int begin, int end) {
        for (int i = begin; i < end; i++) {
            tokens.add(new Token(from[i], Double.NaN));
        }
    }

    /**
     * The tokens of a step and the choices it can settle.
     *
     * @param tokens  pending ones, then those of expected moves
     * @param choices in order; each is asked at the row before its moves' first token
     */
    private record Draft(int[] tokens, List<Choice> choices) {
        static Draft from(Grammar start, int[] pending, int tokensMax) {
            List<Choice> choices = new ArrayList<>();
            int[] tokens = Arrays.copyOf(pending, pending.length + 16);
            int count = pending.length;
            int limit = count + Math.min(tokensMax, start.draftTokens());
            Grammar at = start;
            for (List<Grammar.Move> moves = at.moves(); !moves.isEmpty(); moves = at.moves()) {
                if (moves.size() > 1) {
                    choices.add(new Choice(at, moves, count - 1));
                    if (count >= limit) {
                        break;
                    }
                }
                int[] next = moves.getFirst().tokens();
                if (count + next.length > tokens.length) {
                    tokens = Arrays.copyOf(tokens, 2 * (count + next.length));
                }
                System.arraycopy(next, 0, tokens, count, next.length);
                count += next.length;
                at = moves.getFirst().next();
            }
            int needed = choices.isEmpty() ? count : choices.getLast().row + 1;
            return new Draft(Arrays.copyOf(tokens, needed), choices);
        }

        int[] rows() {
            return choices.stream().mapToInt(Choice::row).toArray();
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

    /** A point with several moves, and the row of the step whose logits decide it. */
    private record Choice(Grammar at, List<Grammar.Move> moves, int row) {
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
