package io.osler.ner.eval;

import io.osler.engine.Embedder;
import io.osler.kb.KnowledgeBase;
import java.nio.file.Path;

/** Where settings' names lead on this machine. What is opened here, the one who asked closes. */
public interface LocalParts {
    /** Whether a model that reads for a head is an encoder, and no language model. */
    boolean isEncoder(String name);

    /** The files of a language model. */
    Path model(String name);

    /** A dictionary: {@code starter}, or the directory of a built one. */
    KnowledgeBase dictionary(String name);

    /** An encoder of sentences. */
    Embedder encoder(String name);
}
