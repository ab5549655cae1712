package io.osler.bench.speed;

import io.osler.engine.ComputeDevice;
import io.osler.engine.EngineOptions;
import io.osler.engine.WeightForm;
import io.osler.engine.arch.Architecture;
import io.osler.engine.plan.Logits;
import io.osler.engine.plan.StepInput;
import io.osler.engine.torch.TorchDecoder;
import io.osler.models.ModelDirectory;
import io.osler.models.store.ModelStore;
import java.util.Arrays;
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

/** One step of a model by weight form and rows: which form is fastest for how many tokens at once. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 2, time = 2)
@Measurement(iterations = 3, time = 3)
@Fork(value = 1, jvmArgsAppend = "--enable-native-access=ALL-UNNAMED")
public class StepBenchmark {
    private static final int TOKENS_BEFORE = 512;

    @Param("smollm2-135m-instruct")
    private String model;

    @Param({"F32", "BF16", "INT8", "INT4"})
    private WeightForm form;

    @Param({"1", "16", "64", "256"})
    private int rows;

    private ModelDirectory directory;
    private TorchDecoder decoder;
    private int[] tokens;
    private int layers;

    @Setup
    public void open() {
        directory = ModelDirectory.open(ModelStore.open().path(model));
        EngineOptions options = EngineOptions.DEFAULTS.withWeightForm(form).withDevice(ComputeDevice.CPU);
        decoder = TorchDecoder.load(Architecture.of(directory.config()), directory.weights(), options, 1024, 1024);
        int[] before = new int[TOKENS_BEFORE];
        Arrays.setAll(before, i -> 100 + i);
        layers = directory.config().shape().layers();
        decoder.step(StepInput.ofSequence(before, 0, new int[0], layers));
        tokens = Arrays.copyOf(before, rows);
    }

    @TearDown
    public void close() {
        decoder.close();
        directory.close();
    }

    @Benchmark
    public Logits step() {
        return decoder.step(StepInput.ofSequence(tokens, TOKENS_BEFORE, new int[] {rows - 1}, layers))
                .whole();
    }
}
