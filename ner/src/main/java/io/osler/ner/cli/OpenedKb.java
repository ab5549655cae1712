package io.osler.ner.cli;

import io.osler.engine.ComputeDevice;
import io.osler.engine.Embedder;
import io.osler.kb.KbException;
import io.osler.kb.KnowledgeBase;
import io.osler.kb.TextEncoder;
import io.osler.kb.search.CandidateFinder;
import io.osler.kb.search.CandidateOptions;
import io.osler.kb.search.NameIndexes;
import io.osler.kb.vector.VectorFile;
import io.osler.kb.vector.VectorIndex;
import io.osler.ner.link.CandidateSource;
import io.osler.ner.link.DeviceRows;
import io.osler.ner.link.EmbedderEncoder;
import io.osler.ner.link.KbCandidates;
import java.nio.file.Files;
import java.util.Optional;

/**
 * A knowledge base with the indexes beside it and, when vectors are asked, their encoder. Closing it closes all.
 *
 * @param names    the knowledge base
 * @param finder   by look-up, by words and letters where it was built with them, and by vectors when they are asked
 * @param embedder that made the vectors; empty when they are not asked
 */
record OpenedKb(KnowledgeBase names, CandidateFinder finder, Optional<Embedder> embedder) implements AutoCloseable {
    /**
     * @param dense  whether vectors are asked: their encoder is opened, and pulled when it is not here yet
     * @param device that encodes and, when it is CUDA by name, holds the vectors: a graph or a scan on the CPU is quick
     *               enough that no GPU's memory is taken unasked
     * @throws KbException when a part of it cannot be opened, or vectors are asked and there are none
     */
    static OpenedKb open(KbOption kb, boolean dense, ComputeDevice device, Surroundings surroundings) {
        KnowledgeBase names = kb.open();
        Optional<Embedder> embedder = Optional.empty();
        try {
            if (!dense) {
                return new OpenedKb(names, CandidateFinder.open(names), embedder);
            }
            embedder = Optional.of(encoderOf(names, device, surroundings));
            CandidateFinder finder = CandidateFinder.open(
                    names,
                    new EmbedderEncoder(embedder.get()),
                    device == ComputeDevice.CUDA ? file -> DeviceRows.open(file, device) : VectorIndex::open);
            return new OpenedKb(names, finder, embedder);
        } catch (RuntimeException e) {
            embedder.ifPresent(Embedder::close);
            names.close();
            throw e;
        }
    }

    /** Vectors say which model made them: its id, then in brackets how. */
    private static Embedder encoderOf(KnowledgeBase names, ComputeDevice device, Surroundings surroundings) {
        if (!Files.exists(NameIndexes.vectors(names))) {
            throw new KbException(
                    KbException.Code.VECTORS_UNFIT,
                    names.directory().toString(),
                    "it has no vectors; build it with --embed MODEL");
        }
        String made;
        try (VectorFile file = VectorFile.open(NameIndexes.vectors(names))) {
            made = file.facts().encoder();
        }
        String model = made.contains(" (") ? made.substring(0, made.indexOf(" (")) : made;
        return new EncoderChooser(surroundings.store().get(), surroundings).open(model, device);
    }

    CandidateSource candidates() {
        Optional<TextEncoder> encoder = embedder.map(EmbedderEncoder::new);
        return new KbCandidates(finder, CandidateOptions.DEFAULTS, encoder);
    }

    @Override
    public void close() {
        try (names) {
            finder.close();
            embedder.ifPresent(Embedder::close);
        }
    }
}
