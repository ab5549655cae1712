package io.osler.bench.speed;

import io.osler.engine.Reading;
import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;

/** 64 texts of 70 tokens, none seen before, to the hidden states of all their tokens. */
public class HiddenStatesBenchmark extends ModelBenchmark {
    private HiddenStatesWork texts;

    @Override
    void prepare() {
        texts = new HiddenStatesWork(engine());
    }

    @Benchmark
    public List<Reading> read(Work work) {
        work.tokens += HiddenStatesWork.TEXTS * HiddenStatesWork.TEXT_TOKENS;
        return texts.read();
    }
}
