package io.osler.engine.loop;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Timespan;

/** A request that left the engine, in Java Flight Recorder: counts alone, never text. */
@Name("io.osler.Request")
@Label("Model Request")
@Category("Osler")
@Description("One request, when it left the engine")
@StackTrace(false)
final class RequestEvent extends Event {
    @Label("Prompt Tokens")
    int promptTokens;

    @Label("Reused Tokens")
    int reusedTokens;

    @Label("Read Tokens")
    int readTokens;

    @Label("Draft Tokens")
    int draftTokens;

    @Label("Draft Tokens Kept")
    int keptTokens;

    @Label("Steps")
    int steps;

    @Label("Queue Time")
    @Timespan(Timespan.NANOSECONDS)
    long queueTime;

    static void tell(Job<?> job) {
        RequestEvent event = new RequestEvent();
        if (event.shouldCommit()) {
            Job.Usage usage = job.usage();
            event.promptTokens = usage.promptTokens();
            event.reusedTokens = usage.reusedTokens();
            event.readTokens = usage.readTokens();
            event.draftTokens = usage.draftedTokens();
            event.keptTokens = usage.keptTokens();
            event.steps = usage.steps();
            event.queueTime = usage.queued();
            event.commit();
        }
    }
}
