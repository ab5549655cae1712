package io.osler.ner.cli;

import io.osler.kb.TextEncoder;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;

/** Another encoder that says how many texts it has done. */
final class CountingEncoder implements TextEncoder {
    private final TextEncoder encoder;
    private final LongConsumer progress;
    private final AtomicLong done = new AtomicLong();

    /** @param progress told after each call how many texts are done in all */
    CountingEncoder(TextEncoder encoder, LongConsumer progress) {
        this.encoder = encoder;
        this.progress = progress;
    }

    @Override
    public String name() {
        return encoder.name();
    }

    @Override
    public int dimension() {
        return encoder.dimension();
    }

    @Override
    public List<float[]> encode(List<String> texts) {
        List<float[]> vectors = encoder.encode(texts);
        progress.accept(done.addAndGet(texts.size()));
        return vectors;
    }
}
