/**
 * Vectors and the search for those nearest to a query: of a knowledge base's names, or of a pool of examples. Door:
 * {@link io.osler.kb.vector.VectorIndex} to search, {@link io.osler.kb.vector.VectorIndexBuilder} to make one.
 */
package io.osler.kb.vector;
