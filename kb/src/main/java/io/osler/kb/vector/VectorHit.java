package io.osler.kb.vector;

/**
 * A vector that was found.
 *
 * @param row   its number in the index, in the order of adding
 * @param key   what it stands for: a concept's row, or the number of an example
 * @param score dot product with the query; the cosine where both have length 1
 */
public record VectorHit(int row, int key, float score) {}
