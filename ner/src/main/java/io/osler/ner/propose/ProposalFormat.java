package io.osler.ner.propose;

/** What proposals are written as. */
public enum ProposalFormat {
    /** Tasks with predictions, and the labelling configuration. */
    LABEL_STUDIO,
    /** A {@code .txt} and a {@code .ann} for each sentence, and the configuration. */
    BRAT,
    /** A sentence per line, to be corrected by programs of one's own. */
    JSONL
}
