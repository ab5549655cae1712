package io.osler.bench.speed;

import io.osler.engine.ComputeDevice;
import io.osler.engine.Engine;
import io.osler.engine.EngineOptions;
import io.osler.engine.WeightForm;
import io.osler.models.config.DecoderShape;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** What the suites have in common: a model in a weight form, opened anew in each fork, and how it is measured. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 2, time = 3)
@Measurement(iterations = 5, time = 5)
@Fork(value = 1, jvmArgsAppend = "--enable-native-access=ALL-UNNAMED")
public abstract class ModelBenchmark {
    @Param("smollm2-135m-instruct")
    private String model;

    @Param("AUTO")
    private WeightForm form;

    private Engine engine;

    /** What an invocation has done; reported per second beside the invocations themselves. */
    @State(Scope.Thread)
    @AuxCounters(AuxCounters.Type.OPERATIONS)
    public static class Work {
        /** Read or written by the model, whichever the suite is about. */
        public long tokens;

        @Setup(Level.Iteration)
        public void reset() {
            tokens = 0;
        }
    }

    @Setup
    public final void openEngine() {
        BenchModel found = BenchModel.of(model, form, ComputeDevice.CPU);
        engine = found.open(options(found.shape()));
        prepare();
    }

    @TearDown
    public final void closeEngine() {
        engine.close();
    }

    final Engine engine() {
        return engine;
    }

    /** How this suite's engine differs from the default. */
    UnaryOperator<EngineOptions> options(DecoderShape shape) {
        return UnaryOperator.identity();
    }

    /** Called once the engine is open. */
    abstract void prepare();
}
