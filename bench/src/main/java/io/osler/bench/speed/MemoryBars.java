package io.osler.bench.speed;

import io.osler.engine.Engine;
import io.osler.engine.GenerationRequest;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** Whether an engine that runs for long grows: resident memory before and after many small requests. */
final class MemoryBars {
    private static final int REQUESTS_AT_FIRST = 1_000;
    private static final int REQUESTS_AT_ONCE = 500;
    private static final int PROMPT_TOKENS_LEAST = 3;
    private static final int PROMPT_TOKENS_MOST = 8;
    private static final double GROWTH_BYTES_MAX = 64e6;

    /** The pool's pages are taken as they are first used: so small that the first requests have used it all. */
    private static final long CACHE_BYTES = 64L << 20;

    private final BenchModel model;
    private final int requests;
    private final BarSheet sheet;
    private final SplittableRandom random = new SplittableRandom(7);

    MemoryBars(BenchModel model, int requests, BarSheet sheet) {
        this.model = model;
        this.requests = requests;
        this.sheet = sheet;
    }

    void measure() {
        String figure = "resident memory gained over %d small requests".formatted(requests);
        if (Double.isNaN(MachineFacts.residentBytes())) {
            sheet.missing(figure, "no VmRSS in /proc/self/status here");
            return;
        }
        try (Engine engine =
                model.open(options -> options.withCacheBytes(CACHE_BYTES).withContextTokensMax(64))) {
            ask(engine, REQUESTS_AT_FIRST);
            double before = MachineFacts.residentBytes();
            ask(engine, requests);
            sheet.atMost(figure, (MachineFacts.residentBytes() - before) / 1e6, "MB", GROWTH_BYTES_MAX / 1e6);
        }
    }

    private void ask(Engine engine, int count) {
        int vocabulary = engine.model().config().shape().vocabulary();
        for (int done = 0; done < count; done += REQUESTS_AT_ONCE) {
            List<GenerationRequest> batch = IntStream.range(0, Math.min(REQUESTS_AT_ONCE, count - done))
                    .mapToObj(i -> request(vocabulary))
                    .toList();
            engine.generateAll(batch);
        }
    }

    private GenerationRequest request(int vocabulary) {
        int length = random.nextInt(PROMPT_TOKENS_LEAST, PROMPT_TOKENS_MOST + 1);
        return GenerationRequest.of(random.ints(length, 0, vocabulary).toArray())
                .withTokensMax(1);
    }
}
