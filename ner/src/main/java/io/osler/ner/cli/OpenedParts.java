package io.osler.ner.cli;

import io.osler.engine.Embedder;
import io.osler.kb.KnowledgeBase;
import io.osler.ner.DefaultModel;
import io.osler.ner.link.EmbedderEncoder;
import io.osler.ner.select.SelectionSpec;
import io.osler.ner.select.SelectorParts;
import java.util.Optional;

/**
 * What a way of selecting examples needs beside the pool, open. Closing it closes all.
 *
 * @param encoder of sentences; empty when none is asked
 * @param names   that find candidates; empty when none are asked
 */
record OpenedParts(Optional<Embedder> encoder, Optional<KnowledgeBase> names) implements AutoCloseable {
    static final OpenedParts NONE = new OpenedParts(Optional.empty(), Optional.empty());

    static OpenedParts open(SelectionSpec spec, KbOption kb, Surroundings surroundings) {
        if (spec.k() == 0) {
            return NONE;
        }
        if (spec.strategy().needsEncoder()) {
            EncoderChooser encoders = new EncoderChooser(surroundings.store().get(), surroundings);
            return new OpenedParts(Optional.of(encoders.open(DefaultModel.ENCODER_ID)), Optional.empty());
        }
        return spec.strategy() == SelectionSpec.Strategy.ENTITY
                ? new OpenedParts(Optional.empty(), Optional.of(kb.open()))
                : NONE;
    }

    SelectorParts parts() {
        SelectorParts parts = SelectorParts.NONE;
        if (encoder.isPresent()) {
            parts = parts.withEncoder(new EmbedderEncoder(encoder.get()));
        }
        return names.isPresent() ? parts.withCandidates(names.get()) : parts;
    }

    @Override
    public void close() {
        encoder.ifPresent(Embedder::close);
        names.ifPresent(KnowledgeBase::close);
    }
}
