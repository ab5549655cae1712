package io.osler.ner.link;

import io.osler.engine.Embedder;
import io.osler.kb.TextEncoder;
import java.util.List;

/** The engine's embedder as kb asks for one. Whoever opened the embedder closes it. */
public record EmbedderEncoder(Embedder embedder) implements TextEncoder {
    @Override
    public String name() {
        return embedder.name();
    }

    @Override
    public int dimension() {
        return embedder.dimension();
    }

    @Override
    public List<float[]> encode(List<String> texts) {
        return embedder.encode(texts);
    }
}
