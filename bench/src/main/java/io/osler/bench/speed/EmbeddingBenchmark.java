package io.osler.bench.speed;

import io.osler.engine.ComputeDevice;
import io.osler.engine.Embedder;
import io.osler.engine.EmbedderOptions;
import io.osler.engine.EncoderKind;
import io.osler.engine.WeightForm;
import io.osler.models.store.ModelStore;
import io.osler.models.store.PullProgress;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Texts per second of an encoder: 200 clinical sentences at once. The same model and sentences in LangChain4j are
 * {@code LangChain4jPeer}'s, in the profile {@code peers}.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 2, time = 3)
@Measurement(iterations = 5, time = 5)
@Fork(value = 1, jvmArgsAppend = "--enable-native-access=ALL-UNNAMED")
public class EmbeddingBenchmark {
    @Param("all-minilm-l6-v2")
    private String model;

    @Param({"PROGRAM", "ONNX"})
    private EncoderKind kind;

    /** Of the engine's program; an ONNX file has its own. */
    @Param({"INT8", "BF16", "F32"})
    private WeightForm form;

    private Embedder embedder;
    private EmbeddingWork texts;

    @Setup
    public void openEmbedder() {
        Path path = ModelStore.open().pull(model, PullProgress.SILENT).directory();
        embedder = Embedder.open(
                path,
                EmbedderOptions.DEFAULTS.withKind(kind).withWeightForm(form).withDevice(ComputeDevice.CPU));
        texts = new EmbeddingWork(embedder);
    }

    @TearDown
    public void closeEmbedder() {
        embedder.close();
    }

    @Benchmark
    @OperationsPerInvocation(EmbeddingWork.TEXTS)
    public List<float[]> encode() {
        return texts.encode();
    }
}
