package io.osler.bench.speed;

import io.osler.engine.ComputeDevice;
import io.osler.engine.Engine;
import io.osler.engine.WeightForm;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** Opening an engine in a JVM that has not done so before: libtorch, program and weights. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 0)
@Measurement(iterations = 1)
@Fork(value = 3, jvmArgsAppend = "--enable-native-access=ALL-UNNAMED")
public class OpenBenchmark {
    @Param("smollm2-135m-instruct")
    private String model;

    @Param("AUTO")
    private WeightForm form;

    private BenchModel found;
    private Engine engine;

    @Setup
    public void find() {
        found = BenchModel.of(model, form, ComputeDevice.CPU);
    }

    @TearDown
    public void close() {
        engine.close();
    }

    @Benchmark
    public Engine open() {
        engine = found.open();
        return engine;
    }
}
