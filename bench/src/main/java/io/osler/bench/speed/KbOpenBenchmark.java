package io.osler.bench.speed;

import io.osler.kb.KnowledgeBase;
import io.osler.kb.build.KnowledgeBaseBuilder;
import java.nio.file.Path;
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

/** Opening and closing a knowledge base of a million generated names, by a JVM that has just built it. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 1, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 1, jvmArgsAppend = "--add-modules=jdk.incubator.vector")
public class KbOpenBenchmark {
    @Param("1000000")
    private int names;

    private TemporaryDirectory directory;
    private Path built;

    @Setup
    public void build() {
        directory = TemporaryDirectory.create();
        built = directory.path().resolve("kb");
        new KnowledgeBaseBuilder().add(new GeneratedNames(names)).build(built);
    }

    @TearDown
    public void delete() {
        directory.close();
    }

    @Benchmark
    public int open() {
        try (KnowledgeBase kb = KnowledgeBase.open(built)) {
            return kb.size();
        }
    }
}
