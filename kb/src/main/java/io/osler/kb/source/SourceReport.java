package io.osler.kb.source;

import java.util.Map;
import java.util.TreeMap;

/**
 * What a source took and left.
 *
 * @param source   its name
 * @param concepts ids with at least one name taken
 * @param names    names told
 * @param left     why rows or stanzas were left out, and how many, such as {@code obsolete: 2373}
 */
public record SourceReport(String source, long concepts, long names, Map<String, Long> left) {
    public SourceReport {
        left = java.util.Collections.unmodifiableMap(new TreeMap<>(left));
    }
}
