package io.osler.kb.build;

import io.osler.kb.source.SourceReport;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a build made.
 *
 * @param directory    the built knowledge base
 * @param sources      what each source took and left, in their order
 * @param concepts     with at least one name
 * @param names        kept
 * @param alternativeIds further ids that lead to a concept
 * @param left         why facts were left out, and how many, such as {@code parents that are not there: 12}
 * @param noted        what was kept though it looks odd, such as {@code concepts without a definition: 310}
 * @param bytes        of the built file
 * @param time         from the first source to the rename
 */
public record BuildReport(
        Path directory,
        List<SourceReport> sources,
        long concepts,
        long names,
        long alternativeIds,
        Map<String, Long> left,
        Map<String, Long> noted,
        long bytes,
        Duration time) {
    public BuildReport {
        sources = List.copyOf(sources);
        left = Collections.unmodifiableMap(new TreeMap<>(left));
        noted = Collections.unmodifiableMap(new TreeMap<>(noted));
    }
}
