package io.osler.bench.speed;

import io.osler.engine.EngineOptions;
import io.osler.models.config.DecoderShape;
import java.util.function.UnaryOperator;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;

/** 32 sequences over 1,000 tokens that they share, or that look the same and are not. */
public class SharedPrefixBenchmark extends ModelBenchmark {
    @Param({"true", "false"})
    private boolean shared;

    private SharedPrefixWork sequences;

    @Override
    UnaryOperator<EngineOptions> options(DecoderShape shape) {
        return options -> SharedPrefixWork.roomy(options, shape);
    }

    @Override
    void prepare() {
        sequences = new SharedPrefixWork(engine(), shared);
        sequences.read();
    }

    @Benchmark
    public int write(Work work) {
        int tokens = sequences.write();
        work.tokens += tokens;
        return tokens;
    }

    @Benchmark
    public int verify(Work work) {
        int tokens = sequences.verify();
        work.tokens += tokens;
        return tokens;
    }
}
