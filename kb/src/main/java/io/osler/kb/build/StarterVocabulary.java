package io.osler.kb.build;

import io.osler.kb.KbException;
import io.osler.kb.KbException.Code;
import io.osler.kb.NameKind;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The built-in vocabulary: common problems, treatments and tests, written for this project. A resource with the columns
 * id, name, synonyms, type, definition; synonyms are parted by {@code |}.
 */
public final class StarterVocabulary implements TermSource {
    private static final String RESOURCE = "/io/osler/kb/starter.tsv";
    private static final int COLUMNS = 5;

    /** Built when first asked for; a failure is not kept. */
    private static Path built;

    /** A directory with the built vocabulary, made once per process and removed when it ends. */
    public static synchronized Path directory() {
        if (built == null) {
            try {
                Path directory = Files.createTempDirectory("osler-starter-kb-");
                Runtime.getRuntime().addShutdownHook(new Thread(() -> remove(directory)));
                new KnowledgeBaseBuilder().add(new StarterVocabulary()).build(directory);
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

    @Override
    public String name() {
        return "starter";
    }

    @Override
    public Optional<String> licenceNote() {
        return Optional.of("Written for Osler; Apache-2.0");
    }

    @Override
    public SourceReport read(FactSink facts) {
        try (InputStream in = StarterVocabulary.class.getResourceAsStream(RESOURCE)) {
            if (in == null) {
                throw new KbException(Code.SOURCE_UNKNOWN, RESOURCE, "the resource is missing. Build kb again");
            }
            return read(new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8)), facts);
        } catch (IOException e) {
            throw new KbException(Code.IO, RESOURCE, "the resource cannot be read (%s)".formatted(e), e);
        }
    }

    private SourceReport read(BufferedReader lines, FactSink facts) throws IOException {
        lines.readLine(); // the header
        long concepts = 0;
        long names = 0;
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            String[] cells = line.split("\t", -1);
            if (cells.length != COLUMNS) {
                throw new KbException(
                        Code.SOURCE_MALFORMED,
                        "%s:%d".formatted(RESOURCE, concepts + 2),
                        "%d columns, expected %d".formatted(cells.length, COLUMNS));
            }
            concepts++;
            names += 1 + tell(cells, facts);
        }
        return new SourceReport(name(), concepts, names, Map.of());
    }

    /** Tells a row; the number of its synonyms. */
    private long tell(String[] cells, FactSink facts) {
        String id = cells[0];
        facts.name(id, cells[1], NameKind.PREFERRED, name());
        long synonyms = 0;
        for (String synonym : cells[2].split("\\|")) {
            if (!synonym.isBlank()) {
                facts.name(id, synonym, NameKind.EXACT, name());
                synonyms++;
            }
        }
        facts.type(id, cells[3]);
        facts.definition(id, cells[4]);
        return synonyms;
    }

    private static void remove(Path directory) {
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.toList()) {
                Files.deleteIfExists(file);
            }
            Files.deleteIfExists(directory);
        } catch (IOException | UncheckedIOException e) {
            // A temporary directory; the system clears it in time.
        }
    }
}
