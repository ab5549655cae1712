package io.osler.ner.export;

import io.osler.ner.NerException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** What results can be written as. {@link #toString} is the name the command line takes. */
public enum ExportFormat {
    /** {@code annotations.jsonl}: a line of JSON per note. */
    JSONL {
        @Override
        NoteSink sink(Path outputDirectory, RunInfo info) {
            return new JsonlSink(outputDirectory, info);
        }
    },

    /** A {@code .txt} and a {@code .ann} per note, and what the brat annotation tool needs to show them. */
    BRAT {
        @Override
        NoteSink sink(Path outputDirectory, RunInfo info) {
            return new BratSink(outputDirectory, info);
        }
    },

    /** {@code report.html}: one page with all notes, entities marked. */
    HTML {
        @Override
        NoteSink sink(Path outputDirectory, RunInfo info) {
            return new HtmlSink(outputDirectory, info);
        }
    };

    /** The format of this lower-case name. */
    public static ExportFormat parse(String name) {
        return Arrays.stream(values())
                .filter(format -> format.toString().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("export format is '%s', expected one of %s"
                        .formatted(
                                name,
                                Arrays.stream(values())
                                        .map(ExportFormat::toString)
                                        .collect(Collectors.joining(", ")))));
    }

    /**
     * Makes the directory where it is missing and starts to write there; files of an earlier run are replaced. One
     * writer per format and directory at a time.
     *
     * @throws NerException {@code OUTPUT_UNWRITABLE}
     */
    public AnnotationWriter open(Path outputDirectory, RunInfo info) {
        AtomicFiles.createDirectories(outputDirectory);
        return new GuardedWriter(sink(outputDirectory, info), info.labels());
    }

    abstract NoteSink sink(Path outputDirectory, RunInfo info);

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
