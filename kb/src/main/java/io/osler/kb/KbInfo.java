package io.osler.kb;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What a knowledge base says of itself.
 *
 * @param formatVersion of the built directory
 * @param builtAt       when it was built
 * @param concepts      how many
 * @param names         how many, over all concepts and origins
 * @param alternativeIds further ids by which concepts are found
 * @param sources       the vocabularies it was built from, in their order
 * @param bytes         of all its files
 * @param vectors       what the concepts' vectors are, if it has any
 */
public record KbInfo(
        int formatVersion,
        Instant builtAt,
        long concepts,
        long names,
        long alternativeIds,
        List<Source> sources,
        long bytes,
        Optional<Vectors> vectors) {
    public KbInfo {
        sources = List.copyOf(sources);
    }

    /**
     * A vocabulary that went in.
     *
     * @param name        its short name
     * @param licenceNote where it comes from and under which terms, as its reader knows
     * @param concepts    ids it gave names to
     * @param names       names it told
     */
    public record Source(String name, Optional<String> licenceNote, long concepts, long names) {}

    /**
     * Vectors of concepts or names.
     *
     * @param encoder   which model and settings made them
     * @param dimension numbers in each
     * @param rows      how many
     */
    public record Vectors(String encoder, int dimension, long rows) {}
}
