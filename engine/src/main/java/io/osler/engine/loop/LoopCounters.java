package io.osler.engine.loop;

import io.osler.engine.EngineStats;

/** What the loop has done; written by its thread, read by any. */
public final class LoopCounters {
    private EngineStats stats;

    LoopCounters(int slots) {
        this.stats = new EngineStats(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, slots, slots, 0);
    }

    public synchronized EngineStats stats() {
        return stats;
    }

    synchronized void loaded(int waiting, int running, int freeSlots, long evicted) {
        stats = new EngineStats(
                stats.requests(),
                stats.steps(),
                stats.promptTokens(),
                stats.reusedTokens(),
                stats.readTokens(),
                stats.draftedTokens(),
                stats.keptTokens(),
                stats.busyNanos(),
                waiting,
                running,
                stats.slots(),
                freeSlots,
                evicted);
    }

    synchronized void stepped(Planner.Step step, long nanos) {
        stats = new EngineStats(
                stats.requests(),
                stats.steps() + 1,
                stats.promptTokens(),
                stats.reusedTokens(),
                stats.readTokens() + step.input().rows(),
                stats.draftedTokens(),
                stats.keptTokens(),
                stats.busyNanos() + nanos,
                stats.waiting(),
                stats.running(),
                stats.slots(),
                stats.freeSlots(),
                stats.evictedTokens());
    }

    synchronized void left(Job<?> job) {
        Job.Usage usage = job.usage();
        stats = new EngineStats(
                stats.requests() + 1,
                stats.steps(),
                stats.promptTokens() + usage.promptTokens(),
                stats.reusedTokens() + usage.reusedTokens(),
                stats.readTokens(),
                stats.draftedTokens() + usage.draftedTokens(),
                stats.keptTokens() + usage.keptTokens(),
                stats.busyNanos(),
                stats.waiting(),
                stats.running(),
                stats.slots(),
                stats.freeSlots(),
                stats.evictedTokens());
    }
}
