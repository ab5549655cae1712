package io.osler.ner.corpus;

import java.util.Locale;

/** The files annotated texts are kept in. */
public enum CorpusFormat {
    /** Token and tag on a line; no offsets. */
    IOB2,
    /** A directory with a {@code .txt} and a {@code .ann} for each document. */
    BRAT,
    /** Title, abstract, and mentions by line. */
    PUBTATOR,
    /** BioC collections as JSON. */
    BIOC_JSON,
    /** A document per line; says everything. */
    JSONL,
    /** What Label Studio exports; read only, {@code ner.export} writes tasks for it. */
    LABEL_STUDIO;

    /** {@code iob2}, {@code bioc-json}: as the command line calls it. */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
