package io.osler.kb.build;

import io.osler.kb.file.KbWriter;
import io.osler.kb.source.SourceReport;
import io.osler.kb.source.TermSource;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Builds a knowledge base from vocabularies. Concepts of several sources under one id become one; every name keeps its
 * origin. Not for several threads; everything is held in memory until it is written, about 500 bytes a name.
 *
 * <pre>{@code
 * BuildReport report = new KnowledgeBaseBuilder().add(source).build(Path.of("my-kb"));
 * }</pre>
 */
public final class KnowledgeBaseBuilder {
    /** Of the origins in UMLS these come first, in this order; every other one after them as it is met. */
    private static final List<String> PREFERRED_ORIGINS = List.of("SNOMEDCT_US", "MSH", "NCI", "RXNORM");

    private final List<TermSource> sources = new ArrayList<>();
    private List<String> preferredOrigins = PREFERRED_ORIGINS;
    private BuildProgress progress = BuildProgress.SILENT;
    private Clock clock = Clock.systemUTC();

    /** Adds a vocabulary; the order of sources is that of preference between their names. */
    public KnowledgeBaseBuilder add(TermSource source) {
        sources.add(source);
        return this;
    }

    /** Names of these vocabularies come before all others, in this order. */
    public KnowledgeBaseBuilder preferOrigins(List<String> origins) {
        preferredOrigins = List.copyOf(origins);
        return this;
    }

    public KnowledgeBaseBuilder progress(BuildProgress listener) {
        progress = listener;
        return this;
    }

    /** Says when it was built; with a fixed clock equal sources make equal files. */
    public KnowledgeBaseBuilder clock(Clock says) {
        clock = says;
        return this;
    }

    /**
     * Reads all sources and writes the directory; an old knowledge base there stays until the new one is whole.
     *
     * @throws io.osler.kb.KbException  when a source cannot be read or nothing be written
     * @throws IllegalArgumentException when there is no source, or none told a name
     */
    public BuildReport build(Path directory) {
        if (sources.isEmpty()) {
            throw new IllegalArgumentException("there is no source, expected at least one");
        }
        long begun = System.nanoTime();
        FactCollector facts = new FactCollector(progress);
        List<SourceReport> reports = new ArrayList<>();
        for (TermSource source : sources) {
            facts.hear("reading " + source.name());
            reports.add(source.read(facts));
        }
        KbAssembly assembly = new KbAssembly(facts, preferredOrigins, progress);
        Manifest manifest = new Manifest(Instant.now(clock), sources, reports);
        long bytes;
        try (KbWriter writer = KbWriter.into(directory)) {
            assembly.write(writer, manifest);
            progress.at("putting the file in its place", 0, 1);
            bytes = writer.commit();
        }
        return new BuildReport(
                directory,
                reports,
                assembly.concepts(),
                assembly.names(),
                assembly.alternatives(),
                assembly.left(),
                assembly.noted(),
                bytes,
                Duration.ofNanos(System.nanoTime() - begun));
    }
}
