package io.osler.bench.speed;

import io.osler.engine.ComputeDevice;
import io.osler.engine.Engine;
import io.osler.engine.WeightForm;
import io.osler.ner.Mention;
import io.osler.ner.detect.MentionDetector;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
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

/**
 * 64 sentences of the workload behind 16 shared examples, which are read before. An engine that has seen a sentence need
 * not read it again, so each shot has a new one.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 1)
@Measurement(iterations = 3)
@Fork(value = 1, jvmArgsAppend = "--enable-native-access=ALL-UNNAMED")
public class FewShotNerBenchmark {
    private static final int SENTENCES = 64;

    @Param("smollm2-135m-instruct")
    private String model;

    @Param("AUTO")
    private WeightForm form;

    private final List<String> sentences = FewShotWork.texts(FewShotWork.sentences(SENTENCES));
    private Engine engine;
    private MentionDetector detector;

    @Setup(Level.Iteration)
    public void open() {
        engine = BenchModel.of(model, form, ComputeDevice.CPU).open();
        FewShotWork work = new FewShotWork(engine);
        work.warm();
        detector = work.detector();
    }

    @TearDown(Level.Iteration)
    public void close() {
        engine.close();
    }

    @Benchmark
    public List<List<Mention>> detect64() {
        return detector.detectAll(sentences).stream()
                .map(CompletableFuture::join)
                .toList();
    }
}
