package io.osler.bench.speed;

import io.osler.engine.Engine;
import io.osler.engine.Reading;
import io.osler.engine.ReadingRequest;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Many short texts, each to the hidden states of all its tokens behind the last layer. */
final class HiddenStatesWork {
    static final int TEXTS = 64;
    static final int TEXT_TOKENS = 70;

    private final Engine engine;
    private final FreshPrompts prompts;

    HiddenStatesWork(Engine engine) {
        this.engine = engine;
        this.prompts = new FreshPrompts(engine);
    }

    /** Reads new texts, none of which the engine has seen. */
    List<Reading> read() {
        int layer = engine.model().config().shape().layers();
        int[] rows = IntStream.range(0, TEXT_TOKENS).toArray();
        return engine.readAll(Stream.generate(() -> ReadingRequest.of(prompts.next(TEXT_TOKENS)))
                .limit(TEXTS)
                .map(request -> request.withHidden(rows, layer))
                .toList());
    }

    double tokensPerSecond() {
        long begin = System.nanoTime();
        read();
        return TEXTS * TEXT_TOKENS / ((System.nanoTime() - begin) / 1e9);
    }
}
