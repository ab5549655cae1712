package io.osler.kb.source;

import java.util.Optional;

/**
 * A vocabulary to build from: reads its files from beginning to end and tells every fact it takes. Open to users' own
 * lists.
 */
public interface TermSource {
    /** A short name for reports and the origin of names, such as {@code doid}. */
    String name();

    /** Where it comes from and under which terms, as the file or its reader knows; shown by {@code kb info}. */
    Optional<String> licenceNote();

    /**
     * Reads once, streaming.
     *
     * @throws io.osler.kb.KbException with file, line and column where the format is broken
     */
    SourceReport read(FactSink facts);
}
