package io.osler.ner.export;

import io.osler.ner.NerException;
import io.osler.ner.corpus.CorpusFormat;
import io.osler.ner.corpus.OffsetUnit;
import io.osler.ner.files.AtomicFiles;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** What results can be written as. {@link #toString} is the name the command line takes. */
public enum ExportFormat {
    /** A line of JSON per note; says everything but the text. */
    JSONL(JsonlSink.FILE_NAME) {
        @Override
        NoteSink sink(Path outputDirectory, RunInfo info, OffsetUnit unit) {
            return new JsonlSink(outputDirectory, info, unit);
        }
    },

    /** A {@code .txt} and a {@code .ann} per note, and what the brat annotation tool needs to show them. */
    BRAT(BratSink.FILE_NAME) {
        @Override
        NoteSink sink(Path outputDirectory, RunInfo info, OffsetUnit unit) {
            return new BratSink(outputDirectory, info, unit);
        }
    },

    /** One page with all notes, entities marked. */
    HTML(HtmlSink.FILE_NAME) {
        @Override
        NoteSink sink(Path outputDirectory, RunInfo info, OffsetUnit unit) {
            return new HtmlSink(outputDirectory, info, unit);
        }
    },

    /** PubTator: a note on one line, then a line per mention. */
    PUBTATOR("annotations.pubtator") {
        @Override
        NoteSink sink(Path outputDirectory, RunInfo info, OffsetUnit unit) {
            return new CorpusSink(outputDirectory.resolve(fileName()), CorpusFormat.PUBTATOR, unit);
        }
    },

    /** A BioC collection as JSON. */
    BIOC("annotations.bioc.json") {
        @Override
        NoteSink sink(Path outputDirectory, RunInfo info, OffsetUnit unit) {
            return new CorpusSink(outputDirectory.resolve(fileName()), CorpusFormat.BIOC_JSON, unit);
        }
    },

    /** Token and tag on a line; without offsets. */
    IOB2("annotations.iob2") {
        @Override
        NoteSink sink(Path outputDirectory, RunInfo info, OffsetUnit unit) {
            return new CorpusSink(outputDirectory.resolve(fileName()), CorpusFormat.IOB2, unit);
        }
    },

    /** A line of JSON per note, as spaCy's {@code Doc.from_json} takes it. */
    SPACY(SpacySink.FILE_NAME) {
        @Override
        NoteSink sink(Path outputDirectory, RunInfo info, OffsetUnit unit) {
            return new SpacySink(outputDirectory);
        }

        @Override
        public void requireOffsets(OffsetUnit unit) {
            if (unit != OffsetUnit.CODE_POINTS) {
                throw new IllegalArgumentException(
                        "spacy counts code points and nothing else; leave out the format or the other offsets");
            }
        }
    },

    /** Tasks of Label Studio with the mentions as predictions, and the labelling configuration they go with. */
    LABEL_STUDIO(LabelStudioSink.FILE_NAME) {
        @Override
        NoteSink sink(Path outputDirectory, RunInfo info, OffsetUnit unit) {
            return new LabelStudioSink(outputDirectory, info, unit);
        }
    },

    /** A FHIR R4 bundle per note in a directory of their own. */
    FHIR(FhirSink.DIRECTORY) {
        @Override
        NoteSink sink(Path outputDirectory, RunInfo info, OffsetUnit unit) {
            return new FhirSink(outputDirectory, info, unit);
        }
    },

    /** A CSV file for the table NOTE_NLP of OMOP, and one that says which note has which number. */
    OMOP(OmopSink.FILE_NAME) {
        @Override
        NoteSink sink(Path outputDirectory, RunInfo info, OffsetUnit unit) {
            return new OmopSink(outputDirectory, info, unit.words());
        }
    };

    /** What is written when nobody asks for anything else. */
    public static final Set<ExportFormat> DEFAULTS = Collections.unmodifiableSet(EnumSet.of(JSONL, BRAT, HTML));

    private final String fileName;

    ExportFormat(String fileName) {
        this.fileName = fileName;
    }

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

    /** A file or directory in the output directory that says this format was written there. */
    public String fileName() {
        return fileName;
    }

    /** @throws IllegalArgumentException when the format's readers would take such offsets for others */
    public void requireOffsets(OffsetUnit unit) {}

    /** Starts to write with offsets in code points. */
    public AnnotationWriter open(Path outputDirectory, RunInfo info) {
        return open(outputDirectory, info, OffsetUnit.CODE_POINTS);
    }

    /**
     * Makes the directory where it is missing and starts to write there; files of an earlier run are replaced. One
     * writer per format and directory at a time.
     *
     * @param unit what offsets count
     * @throws NerException             {@code OUTPUT_UNWRITABLE}
     * @throws IllegalArgumentException when the format cannot have such offsets
     */
    public AnnotationWriter open(Path outputDirectory, RunInfo info, OffsetUnit unit) {
        requireOffsets(unit);
        AtomicFiles.createDirectories(outputDirectory);
        return new GuardedWriter(sink(outputDirectory, info, unit), info.labels(), unit);
    }

    abstract NoteSink sink(Path outputDirectory, RunInfo info, OffsetUnit unit);

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
