package io.osler.ner.export;

import io.osler.ner.corpus.OffsetUnit;
import io.osler.ner.files.AtomicFiles;
import io.osler.ner.files.FileNames;
import java.nio.file.Path;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * {@code fhir/<name>.json}: a bundle of FHIR R4 per note, published as soon as the note is written. {@link FhirBundle} says
 * what is in it.
 */
final class FhirSink implements NoteSink {
    static final String DIRECTORY = "fhir";

    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private final Path directory;
    private final FhirBundle bundle;
    private final FileNames names = new FileNames();

    FhirSink(Path outputDirectory, RunInfo info, OffsetUnit unit) {
        directory = outputDirectory.resolve(DIRECTORY);
        bundle = new FhirBundle(info, unit);
        AtomicFiles.createDirectories(directory);
    }

    @Override
    public void add(CheckedNote note) {
        String name = names.take(note.note().id());
        AtomicFiles.write(directory.resolve(name + ".json"), JSON.writeValueAsString(bundle.of(note, name)) + "\n");
    }

    /** Every file is published when it is written. */
    @Override
    public void publish() {}

    /** Every file published is whole, and nothing else is on the disk. */
    @Override
    public void abandon() {}
}
