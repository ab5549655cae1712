package io.osler.engine.loop;

import io.osler.engine.EngineException;
import io.osler.engine.cache.KvPool;
import io.osler.engine.cache.PrefixTree;
import io.osler.engine.plan.StepInput;
import io.osler.engine.plan.StepOutput;
import io.osler.engine.torch.TorchDecoder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/**
 * Continuous batching: jobs come and go between steps, and each step carries a bit of every one. Runs on the thread that
 * drives the device until {@link #close}.
 */
public final class EngineLoop implements Runnable {
    private final TorchDecoder decoder;
    private final KvPool pool;
    private final PrefixTree tree;
    private final Planner planner;
    private final JobQueue queue;
    private final LoopCounters counters;
    private final DraftLength drafts = new DraftLength();
    private final PrefixKeeper keeper;
    private final int sequencesMax;
    private final List<Job<?>> running = new ArrayList<>();

    public EngineLoop(TorchDecoder decoder, LoopLimits limits) {
        this.decoder = decoder;
        this.pool = new KvPool(decoder.slots());
        this.tree = new PrefixTree(pool);
        this.planner = new Planner(
                limits.stepTokensMax(),
                limits.stepCostTokens(),
                limits.draftTokensMax(),
                decoder.architecture().shape().vocabulary());
        this.queue = new JobQueue(limits.queueMax());
        this.counters = new LoopCounters(pool.slots());
        this.keeper = new PrefixKeeper(decoder, tree);
        this.sequencesMax = limits.sequencesMax();
    }

    @Override
    public void run() {
        EngineException end = JobQueue.closedException();
        try {
            while (admit()) {
                Planner.Step step = planner.next(running);
                if (!step.parts().isEmpty()) {
                    settle(step);
                }
                assert isSound();
            }
        } catch (RuntimeException | Error e) { // ours: who waits must know
            end = new EngineException(
                    EngineException.Code.FAILED, "engine", "broke (%s); open another".formatted(e), e);
            throw e;
        } finally {
            dismissAll(end);
        }
    }

    /** Takes in what has room, sends away what must not go on, sleeps when there is nothing; false at the end. */
    private boolean admit() {
        for (Runnable chore = queue.nextChore(); chore != null; chore = queue.nextChore()) {
            chore.run();
        }
        long now = System.nanoTime();
        queue.all().forEach(job -> dismissIfOver(job, now));
        List.copyOf(running).forEach(job -> dismissIfOver(job, now));
        for (Job<?> job = queue.peek(); job != null && running.size() < sequencesMax; job = queue.peek()) {
            if (!admit(job)) {
                if (!running.isEmpty()) {
                    break; // room comes when one of them ends
                }
                dismiss(job, memoryShort(job));
                continue;
            }
            queue.remove(job);
            job.join(drafts);
            running.add(job);
        }
        List.copyOf(running).forEach(this::finishIfDone);
        counters.loaded(queue.size(), running.size(), pool.freeSlots(), tree.evictedTokens());
        if (running.isEmpty()) {
            queue.awaitJob();
        }
        return !queue.isClosed();
    }

    /** Alone, a job may have all the memory: a prefix of its own in the middle of the pool must not stand in its way. */
    private boolean admit(Job<?> job) {
        if (job.admit(tree, decoder.positionsMax())) {
            return true;
        }
        if (!running.isEmpty()) {
            return false;
        }
        tree.giveUpUnused();
        return job.admit(tree, decoder.positionsMax());
    }

    private void settle(Planner.Step step) {
        long begin = System.nanoTime();
        StepEvent event = StepEvent.begun();
        try {
            StepOutput output = decoder.step(step.input());
            stepped(step, event, begin);
            step.parts().forEach(part -> settle(part, step, output));
        } catch (EngineException e) { // of the device: all who were in it
            stepped(step, event, begin);
            step.parts().forEach(part -> dismiss(part.job(), e));
        }
    }

    /** Told before anybody hears of the step, so that who has its answer finds it counted. */
    private void stepped(Planner.Step step, StepEvent event, long begin) {
        counters.stepped(step, System.nanoTime() - begin);
        event.ended(step);
    }

    /** One job's answer; what goes wrong with it, in a listener for instance, is that job's alone. */
    private void settle(Planner.Part part, Planner.Step step, StepOutput output) {
        Job<?> job = part.job();
        Ask ask = part.ask();
        Sequence sequence = job.sequence();
        job.stepped(step.number(), ask, part.from());
        try {
            int accepted = ask.end() - ask.draft().length;
            if (ask.rows().length + ask.hidden().length > 0) {
                Work.Verdict verdict = job.work().settle(ask, answer(part, step.input(), output));
                sequence.computedTo(accepted + verdict.kept());
                sequence.accept(Arrays.copyOf(ask.draft(), verdict.kept()));
                sequence.accept(verdict.more());
                job.judged(ask.draft().length, verdict.kept());
            } else {
                sequence.computedTo(accepted);
            }
            finishIfDone(job);
        } catch (RuntimeException | Error e) {
            dismiss(job, e);
        }
    }

    private static Answer answer(Planner.Part part, StepInput input, StepOutput output) {
        boolean whole = part.ask().ofWholeVocabulary();
        return new Answer(
                whole ? output.whole() : output.asked(),
                part.row(),
                whole ? new int[0] : input.ids(),
                output.hidden(
                        input,
                        part.hidden(),
                        part.ask().hidden().length,
                        part.job().hiddenLayers()));
    }

    private void finishIfDone(Job<?> job) {
        Sequence sequence = job.sequence();
        if (sequence == null) {
            return;
        }
        Work work = job.work();
        if (work instanceof ReadingWork reading) {
            reading.readTo(sequence.computed());
        }
        if (work.finished().isEmpty() && sequence.length() > sequence.tokensMax()) {
            if (!(work instanceof FreeWork free)) {
                dismiss(job, contextExceeded(sequence));
                return;
            }
            free.endForLength();
        }
        if (work.finished().isPresent()) {
            leave(job);
            try {
                job.complete();
            } catch (RuntimeException | Error e) { // the listener's, when told of the end
                job.fail(e);
            }
        }
    }

    private void dismissIfOver(Job<?> job, long now) {
        Optional<EngineException> verdict = job.verdict(now);
        if (job.isAbandoned() || verdict.isPresent()) {
            dismiss(job, verdict.orElse(null));
        }
    }

    private void dismiss(Job<?> job, Throwable failure) {
        leave(job);
        if (failure != null) {
            job.fail(failure);
        }
    }

    private void leave(Job<?> job) {
        boolean waited = queue.remove(job);
        boolean ran = running.remove(job);
        if (ran) {
            job.leave();
        }
        if (waited || ran) {
            counters.left(job);
            RequestEvent.tell(job);
        }
    }

    private void dismissAll(EngineException end) {
        queue.close();
        running.forEach(job -> job.fail(end)); // first of all: no caller may wait for what can still go wrong
        queue.all().forEach(job -> job.fail(end));
        List.copyOf(running).forEach(this::leave);
        queue.all().forEach(this::leave);
        for (Runnable chore = queue.nextChore(); chore != null; chore = queue.nextChore()) {
            chore.run(); // the pool is still there, and somebody waits for it
        }
    }

    /** Queues a job; throws QUEUE_FULL when too many wait, CLOSED after {@link #close}. Any thread. */
    public <T> Job<T> submit(Job<T> job) {
        requireRoom(job);
        queue.offer(job);
        return job;
    }

    /** Queues a job as soon as there is room for it. Any thread. */
    public <T> Job<T> put(Job<T> job) throws InterruptedException {
        requireRoom(job);
        queue.put(job);
        return job;
    }

    /** Ends the loop after the step that runs; every job still there fails with CLOSED. Any thread. */
    public void close() {
        queue.close();
    }

    /** Has something done on the loop's thread between two steps. Any thread. */
    public <T> CompletableFuture<T> between(Function<PrefixKeeper, T> chore) {
        CompletableFuture<T> done = new CompletableFuture<>();
        queue.chore(() -> {
            try {
                done.complete(chore.apply(keeper));
            } catch (RuntimeException | Error e) {
                done.completeExceptionally(e);
            }
        });
        return done;
    }

    /** What has been done so far. Any thread. */
    public LoopCounters counters() {
        return counters;
    }

    private boolean isSound() {
        checkIntegrity();
        return true;
    }

    /** Throws when the pool's books are wrong; for tests, on the loop's thread or after its end. */
    public void checkIntegrity() {
        tree.checkIntegrity(
                running.stream().map(job -> job.sequence().ownSlots()).toList());
    }

    private void requireRoom(Job<?> job) {
        int context = decoder.positionsMax();
        int answer = job.work() instanceof ReadingWork ? 0 : 1;
        if (job.prompt().length + answer > context) {
            throw new EngineException(
                    EngineException.Code.CONTEXT_EXCEEDED,
                    "prompt",
                    "has %d tokens, the context holds %d; shorten it or open the engine with a larger contextTokensMax"
                            .formatted(job.prompt().length, context));
        }
        if (job.slotsMax(context) > pool.slots()) {
            throw memoryShort(job);
        }
    }

    private EngineException memoryShort(Job<?> job) {
        return new EngineException(
                EngineException.Code.MEMORY_SHORT,
                "prompt of %d tokens and its answer".formatted(job.prompt().length),
                "may need %d tokens of key/value memory, %d are there, pinned ones included; shorten it or open the engine with more cacheBytes"
                        .formatted(job.slotsMax(decoder.positionsMax()), pool.slots()));
    }

    private static EngineException contextExceeded(Sequence sequence) {
        return new EngineException(
                EngineException.Code.CONTEXT_EXCEEDED,
                "prompt and answer",
                "reach %d tokens, there is room for %d; shorten the text or open the engine with a larger contextTokensMax"
                        .formatted(sequence.length(), sequence.tokensMax()));
    }
}
