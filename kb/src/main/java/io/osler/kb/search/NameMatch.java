package io.osler.kb.search;

/**
 * A name found in a text.
 *
 * @param begin in UTF-16 units of the text
 * @param end   in UTF-16 units, exclusive
 * @param entry what the dictionary keeps under this name
 */
public record NameMatch<T>(int begin, int end, T entry) {}
