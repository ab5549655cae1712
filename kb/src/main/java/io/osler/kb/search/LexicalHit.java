package io.osler.kb.search;

/**
 * A name that shares words or letters with a query.
 *
 * @param row   its number in the index, in the order of adding
 * @param key   what it stands for, most often a concept's row
 * @param text  the name
 * @param score of BM25: comparable within one answer
 */
public record LexicalHit(int row, int key, String text, float score) {}
