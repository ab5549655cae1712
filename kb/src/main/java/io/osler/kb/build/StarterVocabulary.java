package io.osler.kb.build;

import io.osler.kb.KbException;
import io.osler.kb.KbException.Code;
import io.osler.kb.source.TableSource;
import io.osler.kb.source.TermSource;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * The built-in vocabulary: common problems, treatments and tests, written for this project. A table as
 * {@link TableSource} reads it, kept as a resource.
 */
public final class StarterVocabulary {
    private static final String RESOURCE = "/io/osler/kb/starter.tsv";

    /** Built when first asked for; a failure is not kept. */
    private static Path built;

    private StarterVocabulary() {}

    /**
     * A directory with the built vocabulary, made once per process and removed when it ends.
     *
     * @throws KbException {@code IO} when no temporary directory can be written
     */
    public static synchronized Path directory() {
        if (built == null) {
            try {
                Path directory = Files.createTempDirectory("osler-starter-kb-");
                Runtime.getRuntime().addShutdownHook(new Thread(() -> remove(directory)));
                build(directory);
                built = directory;
            } catch (IOException e) {
                throw new KbException(
                        Code.IO,
                        System.getProperty("java.io.tmpdir"),
                        "the starter vocabulary cannot be built (%s). Check that the directory is writable"
                                .formatted(e),
                        e);
            }
        }
        return built;
    }

    private static void build(Path directory) throws IOException {
        Path table = directory.resolve("starter.tsv");
        try (InputStream in = StarterVocabulary.class.getResourceAsStream(RESOURCE)) {
            if (in == null) {
                throw new KbException(Code.SOURCE_UNKNOWN, RESOURCE, "the resource is missing. Build Osler again");
            }
            Files.copy(in, table);
        }
        TermSource source = TableSource.of(table).called("starter", "written for Osler; Apache-2.0");
        new KnowledgeBaseBuilder().add(source).build(directory);
        Files.delete(table);
    }

    private static void remove(Path directory) {
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.toList()) {
                Files.deleteIfExists(file);
            }
            Files.deleteIfExists(directory);
        } catch (IOException e) {
            // A temporary directory; the system clears it in time.
        }
    }
}
