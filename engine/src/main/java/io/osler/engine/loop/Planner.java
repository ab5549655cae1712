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
 * Makes a step of what the running jobs want: answers first, each with as long a draft as keeps the step near the size
 * at which the machine works best, then unread text as far as the budget goes. Nothing is padded; prefill, decoding,
 * drafts and branches share each matrix product.
 */
final class Planner {
    /** Shorter drafts cost more steps than they save rows. */
    private static final int DRAFT_MIN = 4;

    private final int tokensMax;
    private final int efficientTokens;
    private final int draftTokensMax;
    private long number;

    /**
     * @param tokensMax       most tokens of a step
     * @param efficientTokens from which on more tokens do not make a step's matrix products more efficient
     * @param draftTokensMax  most tokens of a draft
     */
    Planner(int tokensMax, int efficientTokens, int draftTokensMax) {
        this.tokensMax = tokensMax;
        this.efficientTokens = efficientTokens;
        this.draftTokensMax = draftTokensMax;
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
        int answering = (int) able.stream().filter(job -> !isPrefill(job)).count();
        int draftMax = Math.min(draftTokensMax - 1, Math.max(DRAFT_MIN, efficientTokens / Math.max(1, answering)));
        List<Slice> slices = new ArrayList<>();
        int room = tokensMax;
        for (Job<?> job : able) {
            Sequence sequence = job.sequence();
            Sequence.Stretch stretch = room == 0 ? null : sequence.claim(number);
            if (stretch == null) {
                continue;
            }
            int from = sequence.computed();
            int end = Math.min(stretch.endPosition(), from + room);
            Ask ask = job.work().ask(sequence.length(), from, end, Math.max(0, draftMax));
            int accepted = ask.end() - ask.draft().length;
            int[] tokens = Arrays.copyOf(sequence.tokens(from, accepted), ask.end() - from);
            System.arraycopy(ask.draft(), 0, tokens, accepted - from, ask.draft().length);
            slices.add(new Slice(tokens, from, stretch.slot(), sequence.past()));
            step.parts.add(new Part(job, ask, from, 0, 0));
            room -= tokens.length;
        }
        return assembled(step.parts, slices, layers);
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
