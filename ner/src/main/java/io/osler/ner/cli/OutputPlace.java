package io.osler.ner.cli;

import io.osler.ner.NerException;
import io.osler.ner.export.ExportFormat;
import io.osler.ner.files.AtomicFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Looks at the output directory before minutes are spent on results for it. */
final class OutputPlace {
    static final String SUMMARY = "summary.json";

    /** Files of ours whose presence says that results lie there. */
    private static final List<String> RESULTS = Stream.concat(
                    Stream.of(SUMMARY, ReviewList.FILE),
                    Arrays.stream(ExportFormat.values()).map(ExportFormat::fileName))
            .toList();

    private OutputPlace() {}

    /**
     * Makes the directory and tries to write there.
     *
     * @throws NerException OUTPUT_UNWRITABLE
     */
    static void prepare(Path directory) {
        AtomicFiles.createDirectories(directory);
        try {
            Files.delete(Files.createTempFile(directory, ".osler-", ".try"));
        } catch (IOException e) {
            throw new NerException(
                    NerException.Code.OUTPUT_UNWRITABLE,
                    directory.toString(),
                    "no file can be made there (%s); choose an output directory that you may write to".formatted(e),
                    e);
        }
    }

    /** One of our files from an earlier run. */
    static Optional<Path> earlierResult(Path directory) {
        return RESULTS.stream().map(directory::resolve).filter(Files::exists).findFirst();
    }
}
