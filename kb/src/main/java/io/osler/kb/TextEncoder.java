package io.osler.kb;

import java.util.List;

/**
 * Turns texts into vectors whose dot product says how alike the texts are. kb knows no model: who has one hands it in.
 * Safe for any number of threads.
 */
public interface TextEncoder {
    /** Which model and settings make the vectors; vectors of different names are never compared. */
    String name();

    /** Numbers in a vector. */
    int dimension();

    /** One vector of length 1 for each text, in their order. */
    List<float[]> encode(List<String> texts);
}
