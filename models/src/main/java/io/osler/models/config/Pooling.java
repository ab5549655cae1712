package io.osler.models.config;

/** How the states of a text's tokens become one vector. */
public enum Pooling {
    /** The state of the first token, which the tokenizer puts there for this. */
    CLS,
    /** The mean over all tokens. */
    MEAN,
    /** The first token's state through the model's own dense layer and tanh. */
    POOLER
}
