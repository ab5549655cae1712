package io.osler.models.weights;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What of a file this process has mapped; Linux tells, elsewhere the test is skipped. */
public final class Mappings {
    private static final Path MAPS = Path.of("/proc/self/maps");

    private Mappings() {}

    public static List<String> of(Path path) throws IOException {
        assumeTrue(Files.exists(MAPS), "no /proc/self/maps: mappings cannot be seen here");
        String name = path.toRealPath().toString();
        return Files.readAllLines(MAPS).stream()
                .filter(line -> line.endsWith(name))
                .toList();
    }
}
