package io.osler.bench.speed;

import io.osler.kb.vector.VectorForm;
import io.osler.kb.vector.VectorHit;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.AuxCounters;
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
 * Exact search in gigabytes of rows a second, by form and threads, beside what the machine reads when it does nothing but
 * add: {@code gigabytes} of {@code search} over that of {@code read} is the share of the bandwidth that is used.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(
        value = 1,
        jvmArgsPrepend = {"--add-modules=jdk.incubator.vector", "-Xmx4g"})
public class VectorScanBenchmark {
    @Param({"1", "2"})
    private int threads;

    /** The rows of one form, and the queries that go over them together. */
    @State(Scope.Benchmark)
    public static class Rows {
        @Param({"F32", "F16", "INT8_F32"})
        private VectorForm form;

        @Param({"1", "8"})
        private int queries;

        private VectorScanWork work;

        @Setup
        public void write(VectorScanBenchmark benchmark) {
            work = new VectorScanWork(form, VectorScanWork.ROWS, benchmark.threads, queries);
        }

        @TearDown
        public void delete() {
            work.close();
        }
    }

    /** As many bytes as float32 rows have. */
    @State(Scope.Benchmark)
    public static class Memory {
        private ReadBandwidth bandwidth;

        @Setup
        public void fill(VectorScanBenchmark benchmark) {
            bandwidth = new ReadBandwidth(
                    (long) VectorScanWork.ROWS * VectorScanWork.DIMENSION * Float.BYTES, benchmark.threads);
        }

        @TearDown
        public void close() {
            bandwidth.close();
        }
    }

    /** Counted beside the calls; JMH divides by the time. */
    @AuxCounters(AuxCounters.Type.OPERATIONS)
    @State(Scope.Thread)
    public static class Read {
        public double gigabytes;

        @Setup(Level.Iteration)
        public void reset() {
            gigabytes = 0;
        }
    }

    @Benchmark
    public List<List<VectorHit>> search(Rows rows, Read read) {
        read.gigabytes += rows.work.bytes() / 1e9;
        return rows.work.search();
    }

    @Benchmark
    public long read(Memory memory, Read read) {
        read.gigabytes += memory.bandwidth.bytes() / 1e9;
        return memory.bandwidth.pass();
    }
}
