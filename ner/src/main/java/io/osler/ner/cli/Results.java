package io.osler.ner.cli;

import io.osler.ner.Annotations;
import io.osler.ner.corpus.OffsetUnit;
import io.osler.ner.export.AnnotationWriter;
import io.osler.ner.export.ExportFormat;
import io.osler.ner.export.RunInfo;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** All formats of a run as one. One thread at a time. */
final class Results implements AutoCloseable {
    private final List<AnnotationWriter> writers = new ArrayList<>();

    private Results() {}

    /** @throws io.osler.ner.NerException OUTPUT_UNWRITABLE, and nothing is left open */
    static Results open(Path directory, Set<ExportFormat> formats, RunInfo info, OffsetUnit offsets) {
        Results results = new Results();
        try {
            formats.forEach(format -> results.writers.add(format.open(directory, info, offsets)));
            return results;
        } catch (RuntimeException e) {
            results.closeAfter(e);
            throw e;
        }
    }

    void write(Annotations annotations) {
        writers.forEach(writer -> writer.write(annotations));
    }

    /** Publishes every note that was written. A second call does nothing: each writer knows. */
    @Override
    public void close() {
        RuntimeException failure = null;
        for (AnnotationWriter writer : writers) {
            try {
                writer.close();
            } catch (RuntimeException e) {
                failure = firstOf(failure, e);
            }
        }
        if (failure != null) {
            throw failure;
        }
    }

    /** Closes what can be closed when something else has failed. */
    void closeAfter(Throwable cause) {
        try {
            close();
        } catch (RuntimeException e) {
            cause.addSuppressed(e);
        }
    }

    private static RuntimeException firstOf(RuntimeException first, RuntimeException next) {
        if (first == null) {
            return next;
        }
        first.addSuppressed(next);
        return first;
    }
}
