package io.osler.engine.loop;

import io.osler.engine.EngineStats;

/** What the loop has done; written by its thread, read by any. */
public final class LoopCounters {
    private final int slots;
    private long requests;
    private long steps;
    private long promptTokens;
    private long reusedTokens;
    private long readTokens;
    private long draftedTokens;
    private long keptTokens;
    private long busyNanos;
    private int waiting;
    private int running;
    private int freeSlots;
    private long evictedTokens;

    LoopCounters(int slots) {
        this.slots = slots;
        this.freeSlots = slots;
    }

    public synchronized EngineStats stats() {
        return new EngineStats(
                requests,
                steps,
                promptTokens,
                reusedTokens,
                readTokens,
                draftedTokens,
                keptTokens,
                busyNanos,
                waiting,
                running,
                slots,
                freeSlots,
                evictedTokens);
    }

    /** What is there before a step. */
    synchronized void loaded(int jobsWaiting, int jobsRunning, int slotsFree, long tokensEvicted) {
        waiting = jobsWaiting;
        running = jobsRunning;
        freeSlots = slotsFree;
        evictedTokens = tokensEvicted;
    }

    synchronized void stepped(Planner.Step step, long nanos) {
        steps++;
        readTokens += step.input().rows();
        busyNanos += nanos;
    }

    synchronized void left(Job<?> job) {
        Job.Usage usage = job.usage();
        requests++;
        promptTokens += usage.promptTokens();
        reusedTokens += usage.reusedTokens();
        draftedTokens += usage.draftedTokens();
        keptTokens += usage.keptTokens();
    }
}
