package io.osler.kb.vector;

import io.osler.kb.KbException;
import io.osler.kb.TextEncoder;

/**
 * What the vectors of an index are.
 *
 * @param encoder   {@link TextEncoder#name} of what made them
 * @param dimension numbers in a vector
 * @param rows      vectors
 * @param form      how they are stored
 * @param subject   a number that says what the rows are of, such as a knowledge base's fingerprint; 0 when nobody said
 * @param bytes     of the file
 */
public record VectorFacts(String encoder, int dimension, int rows, VectorForm form, long subject, long bytes) {
    /**
     * Checks that this encoder's vectors may be compared with these.
     *
     * @param place what is being checked, for the message
     * @throws KbException VECTORS_UNFIT when they come from another encoder or differ in dimension
     */
    public void requireFit(TextEncoder other, String place) {
        if (!encoder.equals(other.name())) {
            throw new KbException(
                    KbException.Code.VECTORS_UNFIT,
                    place,
                    "vectors of encoder '%s', expected '%s'; use that encoder or build the vectors anew"
                            .formatted(encoder, other.name()));
        }
        requireDimension(other.dimension(), place);
    }

    /**
     * Checks that the rows are of this.
     *
     * @throws KbException VECTORS_UNFIT when they were made for something else, or for an earlier state of it
     */
    public void requireSubject(long expected, String place) {
        if (subject != expected) {
            throw new KbException(
                    KbException.Code.VECTORS_UNFIT,
                    place,
                    "vectors of something else (%016x, expected %016x); build them anew".formatted(subject, expected));
        }
    }

    void requireDimension(int given, String place) {
        if (given != dimension) {
            throw new KbException(
                    KbException.Code.VECTORS_UNFIT,
                    place,
                    "a vector of %d numbers, expected %d; use the encoder '%s' that made the index"
                            .formatted(given, dimension, encoder));
        }
    }
}
