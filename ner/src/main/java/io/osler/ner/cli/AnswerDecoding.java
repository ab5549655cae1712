package io.osler.ner.cli;

/** How a model's answers become mentions. */
enum AnswerDecoding {
    /** The model writes, choice after choice. */
    GREEDY,
    /** Spans are scored. */
    SPANS
}
