package io.osler.ner.cli;

/** Who finds the mentions of a run. */
enum Detector {
    /** A language model that reads examples and the sentence. */
    LLM,
    /** The names of a knowledge base, by longest match; no model is loaded. */
    DICTIONARY
}
