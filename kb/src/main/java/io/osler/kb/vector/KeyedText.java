package io.osler.kb.vector;

/**
 * A text to find by likeness.
 *
 * @param key what it stands for: a concept's row, or the number of an example
 */
public record KeyedText(int key, String text) {}
