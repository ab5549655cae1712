package io.osler.bench.speed;

import io.osler.engine.Reading;
import io.osler.engine.ReadingRequest;
import java.util.List;
import java.util.stream.Stream;
import org.openjdk.jmh.annotations.Benchmark;

/** Reading prompts the engine has not seen: one of 512 tokens, or 64 of 8. */
public class PrefillBenchmark extends ModelBenchmark {
    private static final int TOKENS = 512;
    private static final int SHORT_PROMPTS = 64;

    private FreshPrompts prompts;

    @Override
    void prepare() {
        prompts = new FreshPrompts(engine());
    }

    @Benchmark
    public List<Reading> oneLong(Work work) {
        return read(1, work);
    }

    @Benchmark
    public List<Reading> manyShort(Work work) {
        return read(SHORT_PROMPTS, work);
    }

    private List<Reading> read(int count, Work work) {
        int length = TOKENS / count;
        work.tokens += TOKENS;
        return engine().readAll(Stream.generate(() -> ReadingRequest.of(prompts.next(length)))
                .limit(count)
                .map(request -> request.withLogits(new int[] {length - 1}, 0))
                .toList());
    }
}
