package io.osler.kb.scan;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The incubating Vector API may change with each JDK, so one package may know it. */
class VectorApiTest {
    @Test
    void staysInTheScanPackage() throws IOException {
        assertThat(filesThatKnowIt(path -> !path.toString().contains("/scan/"))).isEmpty();
        assertThat(filesThatKnowIt(path -> path.endsWith("scan/PanamaScan.java")))
                .hasSize(1);
    }

    private static List<Path> filesThatKnowIt(Predicate<Path> which) throws IOException {
        try (Stream<Path> sources = Files.walk(Path.of("src/main/java"))) {
            return sources.filter(Files::isRegularFile)
                    .filter(which)
                    .filter(path -> read(path).contains("import jdk.incubator.vector"))
                    .toList();
        }
    }

    private static String read(Path path) {
        try {
            return Files.readString(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
