package io.osler.engine;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.function.ToDoubleFunction;

/**
 * An engine's counts as Micrometer meters, named {@code osler.engine.*} and tagged with the model's file name. Numbers
 * alone, never text.
 *
 * <pre>{@code
 * new EngineMetrics(engine).bindTo(registry);
 * }</pre>
 */
public final class EngineMetrics implements MeterBinder {
    private final Engine engine;

    public EngineMetrics(Engine engine) {
        this.engine = engine;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        counter(registry, "requests", "Requests that left the engine", EngineStats::requests);
        counter(registry, "steps", "Forward passes", EngineStats::steps);
        counter(registry, "tokens.prompt", "Prompt tokens of finished requests", EngineStats::promptTokens);
        counter(registry, "tokens.reused", "Prompt tokens that were in memory already", EngineStats::reusedTokens);
        counter(registry, "tokens.read", "Tokens that went through the model", EngineStats::readTokens);
        counter(registry, "tokens.drafted", "Tokens tried ahead", EngineStats::draftedTokens);
        counter(registry, "tokens.kept", "Tokens tried ahead that held", EngineStats::keptTokens);
        counter(registry, "tokens.evicted", "Prefix tokens given up for others", EngineStats::evictedTokens);
        counter(registry, "busy.seconds", "Time spent in forward passes", stats -> stats.busyNanos() / 1e9);
        gauge(registry, "waiting", "Requests in the queue", EngineStats::waiting);
        gauge(registry, "running", "Requests in the batch", EngineStats::running);
        gauge(registry, "slots", "Tokens the key/value memory holds", EngineStats::slots);
        gauge(registry, "slots.free", "Those nobody uses", EngineStats::freeSlots);
    }

    private void counter(MeterRegistry registry, String name, String what, ToDoubleFunction<EngineStats> value) {
        FunctionCounter.builder("osler.engine." + name, engine, of -> value.applyAsDouble(of.stats()))
                .description(what)
                .tag("model", modelName())
                .register(registry);
    }

    private void gauge(MeterRegistry registry, String name, String what, ToDoubleFunction<EngineStats> value) {
        Gauge.builder("osler.engine." + name, engine, of -> value.applyAsDouble(of.stats()))
                .description(what)
                .tag("model", modelName())
                .register(registry);
    }

    private String modelName() {
        return String.valueOf(engine.model().path().getFileName());
    }
}
