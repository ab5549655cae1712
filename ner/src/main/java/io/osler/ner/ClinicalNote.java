package io.osler.ner;

/**
 * A note as it was handed in.
 *
 * @param id   what its outputs are called: a file name without ending, for instance
 * @param text never changed: all offsets are offsets of this text
 */
public record ClinicalNote(String id, String text) {}
