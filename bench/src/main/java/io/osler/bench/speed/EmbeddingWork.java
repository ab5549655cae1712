package io.osler.bench.speed;

import io.osler.bench.peers.WorkloadPrompts;
import io.osler.engine.Embedder;
import io.osler.ner.AnnotatedText;
import java.util.List;

/** The workload's sentences, each to its vector. */
final class EmbeddingWork {
    static final int TEXTS = 200;

    private final Embedder embedder;
    private final List<String> texts = WorkloadPrompts.sentences().stream()
            .limit(TEXTS)
            .map(AnnotatedText::text)
            .toList();

    EmbeddingWork(Embedder embedder) {
        this.embedder = embedder;
    }

    List<float[]> encode() {
        return embedder.encode(texts);
    }

    double textsPerSecond() {
        long begin = System.nanoTime();
        encode();
        return TEXTS / ((System.nanoTime() - begin) / 1e9);
    }
}
