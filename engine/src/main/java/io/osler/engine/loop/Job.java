package io.osler.engine.loop;

import io.osler.engine.EngineException;
import io.osler.engine.cache.PrefixTree;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/**
 * A request on its way: what it wants, its sequence once admitted, and the future its caller waits for. Made on the
 * caller's thread, then the engine's alone, the future apart.
 */
public final class Job<T> {
    private final Work work;
    private final int[] prompt;
    private final int shareable;
    private final int layers;
    private final Function<Usage, T> result;
    private final CompletableFuture<T> future = new CompletableFuture<>();
    private final long submitted = System.nanoTime();
    private final Optional<Duration> timeLimit;

    private Sequence sequence;
    private DraftLength draftLength;
    private long admitted;
    private long firstAnswer;
    private long lastStep = -1;
    private int promptRead;
    private int computed;
    private int read;
    private int steps;
    private int drafted;
    private int kept;

    /** What a job took; times in nanoseconds. */
    public record Usage(
            int promptTokens,
            int reusedTokens,
            int readTokens,
            int steps,
            int draftedTokens,
            int keptTokens,
            long queued,
            long untilAnswer,
            long answering) {}

    /**
     * @param prompt    tokens to begin with
     * @param shareable how many of them, without the last, others may use too
     * @param layers    how many layers to run
     * @param result    what to tell the caller at the end
     */
    Job(Work work, int[] prompt, int shareable, int layers, Optional<Duration> timeLimit, Function<Usage, T> result) {
        this.work = work;
        this.prompt = prompt;
        this.shareable = shareable;
        this.layers = layers;
        this.timeLimit = timeLimit;
        this.result = result;
    }

    /** Completes with the result, or with what went wrong; cancelling it ends the job at the next step. */
    public CompletableFuture<T> future() {
        return future;
    }

    /** Tokens of the prompt. */
    public int[] prompt() {
        return prompt;
    }

    Work work() {
        return work;
    }

    Sequence sequence() {
        return sequence;
    }

    int layers() {
        return layers;
    }

    /** After which layers hidden states are wanted. */
    int[] hiddenLayers() {
        return work instanceof ReadingWork reading ? reading.hiddenLayers() : new int[0];
    }

    long lastStep() {
        return lastStep;
    }

    /** Slots it reserves at most. */
    int slotsMax(int contextTokensMax) {
        return Math.min(work.tokensMax(), contextTokensMax);
    }

    boolean admit(PrefixTree tree, int contextTokensMax) {
        int tokensMax = Math.max(slotsMax(contextTokensMax), prompt.length);
        sequence = Sequence.admit(tree, prompt, shareable, tokensMax, layers);
        if (sequence != null) {
            admitted = System.nanoTime();
        }
        return sequence != null;
    }

    /** Why it must not go on, if so: the caller has left, or its time is over. */
    Optional<EngineException> verdict(long now) {
        Duration passed = Duration.ofNanos(now - submitted); // a limit may be too long to be told in nanoseconds
        boolean late = timeLimit.isPresent() && passed.compareTo(timeLimit.get()) > 0;
        return late
                ? Optional.of(new EngineException(
                        EngineException.Code.DEADLINE_EXCEEDED,
                        "request of %d tokens".formatted(prompt.length),
                        "was not done within %s; allow more time, or send fewer at once".formatted(timeLimit.get())))
                : Optional.empty();
    }

    boolean isAbandoned() {
        return future.isDone();
    }

    /** @param from position of the first token it had in the step */
    void stepped(long step, Ask ask, int from) {
        lastStep = step;
        read += ask.end() - from;
        promptRead += Math.max(0, Math.min(ask.end(), prompt.length) - from);
        steps++;
        drafted += ask.draft().length;
        if (firstAnswer == 0 && ask.rows().length > 0) {
            firstAnswer = System.nanoTime();
        }
    }

    void join(DraftLength everyone) {
        draftLength = new DraftLength(everyone);
    }

    int draftLength(double share, int max) {
        return draftLength.best(share, max);
    }

    void judged(int draftedTokens, int keptTokens) {
        kept += keptTokens;
        if (draftedTokens > 0) {
            draftLength.judged(draftedTokens, keptTokens);
        }
    }

    /** Prompt tokens that are computed and that it did not read: there before, or read by another beside it. */
    private int reused() {
        return Math.max(0, Math.min(computed, prompt.length) - promptRead);
    }

    Usage usage() {
        long now = System.nanoTime();
        long begun = admitted == 0 ? now : admitted;
        long answered = firstAnswer == 0 ? now : firstAnswer;
        return new Usage(
                prompt.length,
                reused(),
                read,
                steps,
                drafted,
                kept,
                begun - submitted,
                Math.max(0, answered - begun),
                now - answered);
    }

    void complete() {
        future.complete(result.apply(usage()));
    }

    void fail(Throwable failure) {
        future.completeExceptionally(failure);
    }

    /** Gives its slots back, if it has any. */
    void leave() {
        if (sequence != null) {
            computed = sequence.computed();
            sequence.finish();
            sequence = null;
        }
    }
}
