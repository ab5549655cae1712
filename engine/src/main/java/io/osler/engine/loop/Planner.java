package io.osler.engine.loop;

import io.osler.engine.plan.Slice;
import io.osler.engine.plan.StepInput;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * Makes a step of what the running jobs want: answers first, each with as long a draft as pays in a batch of that size,
 * then unread text as far as the budget goes. Nothing is padded; prefill, decoding,
 * drafts and branches share each matrix product.
 */
final class Planner {
    private final int tokensMax;
    private final double stepCostTokens;
    private final int draftTokensMax;
    private final int vocabulary;
    private long number;

    /**
     * @param tokensMax       most tokens of a step
     * @param stepCostTokens  what a step costs whatever is in it, in tokens
     * @param draftTokensMax  most tokens of a draft
     * @param vocabulary      number of token ids
     */
    Planner(int tokensMax, double stepCostTokens, int draftTokensMax, int vocabulary) {
        this.tokensMax = tokensMax;
        this.stepCostTokens = stepCostTokens;
        this.draftTokensMax = draftTokensMax;
        this.vocabulary = vocabulary;
    }

    /**
     * A job's share of a step.
     *
     * @param from   position of the first token read
     * @param row    the first of its rows among those asked: over ids, or over the whole vocabulary
     * @param hidden the first of its rows among those whose hidden states are asked
     */
    record Part(Job<?> job, Ask ask, int from, int row, int hidden) {}

    /** A step, and who it is for. */
    record Step(long number, List<Part> parts, StepInput input) {}

    /** The next step; without parts when nobody wants anything. */
    Step next(List<Job<?>> running) {
        Step step = new Step(++number, new ArrayList<>(), null);
        if (running.isEmpty()) {
            return step;
        }
        // Jobs of one depth at a time; the one that waited longest says which.
        int layers = running.stream()
                .min(Comparator.comparingLong(Job::lastStep))
                .orElseThrow()
                .layers();
        List<Job<?>> able = running.stream()
                .filter(job -> job.layers() == layers)
                .sorted(Comparator.comparing(Planner::isPrefill))
                .toList();
        double share = stepCostTokens / able.size();
        List<Slice> slices = new ArrayList<>();
        int room = tokensMax;
        int answersToCome = (int) able.stream().filter(job -> !isPrefill(job)).count();
        for (Job<?> job : able) {
            answersToCome = Math.max(0, answersToCome - 1); // a token for each, however far this one drafts
            Sequence sequence = job.sequence();
            Sequence.Stretch stretch = room == 0 ? null : sequence.claim(number);
            if (stretch == null) {
                continue;
            }
            int from = sequence.computed();
            int end = Math.min(stretch.endPosition(), from + room - answersToCome);
            try {
                Ask ask = job.work().ask(sequence.length(), from, end, job.draftLength(share, draftTokensMax - 1));
                slices.add(slice(sequence, ask, from, stretch.slot()));
                step.parts.add(new Part(job, ask, from, 0, 0));
                room -= ask.end() - from;
            } catch (RuntimeException | Error e) { // a caller's grammar: nobody else's matter, and the job leaves next
                job.fail(e);
            }
        }
        return assembled(step.parts, slices, layers);
    }

    /** Tokens of grammars come from callers, and come late. */
    private Slice slice(Sequence sequence, Ask ask, int from, int slot) {
        int accepted = ask.end() - ask.draft().length;
        int[] tokens = Arrays.copyOf(sequence.tokens(from, accepted), ask.end() - from);
        System.arraycopy(ask.draft(), 0, tokens, accepted - from, ask.draft().length);
        requireIds(tokens);
        requireIds(ask.ids());
        return new Slice(tokens, from, slot, sequence.past());
    }

    private void requireIds(int[] ids) {
        for (int id : ids) {
            if (id < 0 || id >= vocabulary) {
                throw new IllegalArgumentException(
                        "a grammar has token id %d, expected 0 to %d".formatted(id, vocabulary - 1));
            }
        }
    }

    /** Whether all there is to do is read what was given, rather than answer. */
    private static boolean isPrefill(Job<?> job) {
        return job.sequence().computed() < job.sequence().length() - 1;
    }

    private Step assembled(List<Part> parts, List<Slice> slices, int layers) {
        List<Part> placed = new ArrayList<>();
        Rows asked = new Rows();
        Rows whole = new Rows();
        Rows hidden = new Rows();
        TreeSet<Integer> hiddenLayers = new TreeSet<>();
        int firstRow = 0;
        for (int i = 0; i < parts.size(); i++) {
            Part part = parts.get(i);
            Ask ask = part.ask;
            int shift = firstRow - part.from;
            Rows rows = ask.ofWholeVocabulary() ? whole : asked;
            placed.add(new Part(part.job, ask, part.from, rows.size(), hidden.size()));
            rows.add(ask.rows(), shift);
            hidden.add(ask.hidden(), shift);
            if (ask.hidden().length > 0) {
                Arrays.stream(part.job.hiddenLayers()).forEach(hiddenLayers::add);
            }
            firstRow += slices.get(i).tokens().length;
        }
        StepInput input = new StepInput(
                slices,
                asked.toArray(),
                distinct(placed, part -> part.ask.ids()),
                whole.toArray(),
                hidden.toArray(),
                hiddenLayers.stream().mapToInt(Integer::intValue).toArray(),
                layers);
        return new Step(number, placed, input);
    }

    private static int[] distinct(List<Part> parts, Function<Part, int[]> values) {
        return parts.stream()
                .map(values)
                .flatMapToInt(Arrays::stream)
                .sorted()
                .distinct()
                .toArray();
    }

    /** Rows of the step, gathered. */
    private static final class Rows {
        private final List<Integer> rows = new ArrayList<>();

        void add(int[] positions, int shift) {
            for (int position : positions) {
                rows.add(position + shift);
            }
        }

        int size() {
            return rows.size();
        }

        int[] toArray() {
            return rows.stream().mapToInt(Integer::intValue).toArray();
        }
    }
}
