package io.osler.models.store;

/** What a model of the catalogue is for. */
public enum ModelKind {
    /** A decoder that generates and scores text. */
    LLM,
    /** An encoder that turns a text into one vector. */
    ENCODER
}
