package io.osler.ner.export;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.osler.ner.assertion.AssertionStatus;
import io.osler.ner.corpus.OffsetUnit;
import io.osler.ner.export.CheckedNote.Found;
import io.osler.ner.files.AtomicFiles;
import io.osler.ner.files.PendingFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * {@code label-studio.json}: a list of tasks, each a note with its mentions as one prediction, to be imported into a project
 * whose labelling configuration is {@code label-studio.xml}. A mention is a region with a label, and where it was asked a
 * choice for its assertion; concepts stand in the region's {@code meta}. Offsets are code points unless the run asked for
 * others; {@code data.offsets} says which.
 *
 * @see <a href="https://labelstud.io/guide/predictions">Import predictions</a>
 */
final class LabelStudioSink implements NoteSink {
    static final String FILE_NAME = "label-studio.json";
    private static final String CONFIGURATION = "label-studio.xml";
    private static final String FROM = "label";
    private static final String TO = "text";
    private static final String ASSERTION = "assertion";

    private final PendingFile file;
    private final String offsets;
    private final String modelVersion;
    private boolean first = true;

    LabelStudioSink(Path outputDirectory, RunInfo info, OffsetUnit unit) {
        offsets = unit.words();
        modelVersion = "osler %s, %s".formatted(info.toolVersion(), info.modelId());
        AtomicFiles.write(outputDirectory.resolve(CONFIGURATION), configuration(info.labels()));
        file = AtomicFiles.create(outputDirectory.resolve(FILE_NAME));
    }

    private static String configuration(List<String> labels) {
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < labels.size(); i++) {
            lines.append("    <Label value=\"%s\" background=\"%s\"/>\n"
                    .formatted(HtmlText.escape(labels.get(i)), Palette.colour(i).pale()));
        }
        String choices = Arrays.stream(AssertionStatus.values())
                .map(status -> "    <Choice value=\"%s\"/>\n".formatted(status.label()))
                .collect(Collectors.joining("", "", "    <Choice value=\"historical\"/>\n"));
        return """
            <View>
              <Labels name="%s" toName="%s">
            %s  </Labels>
              <Text name="%s" value="$text" granularity="symbol"/>
              <Choices name="%s" toName="%s" perRegion="true" choice="multiple">
            %s  </Choices>
            </View>
            """.formatted(FROM, TO, lines, TO, ASSERTION, TO, choices);
    }

    @Override
    public void add(CheckedNote note) {
        String task = ExportJson.line(new Task(
                new Data(note.note().id(), note.note().text(), offsets),
                List.of(new Prediction(
                        modelVersion,
                        note.found().stream()
                                .mapToDouble(found -> found.mention().confidence())
                                .average()
                                .orElse(0),
                        note.found().stream()
                                .flatMap(found -> regions(note, found))
                                .toList()))));
        write((first ? "[\n" : ",\n") + task.stripTrailing());
        first = false;
    }

    private static Stream<Region> regions(CheckedNote note, Found found) {
        int begin = found.place().begin();
        int end = found.place().end();
        String words = note.textOf(found);
        Region label = new Region(
                found.id(),
                FROM,
                TO,
                "labels",
                new Value(begin, end, words, Optional.of(List.of(found.mention().type())), Optional.empty()),
                found.mention().confidence(),
                found.concept().map(concept -> new Meta(List.of("%s %s".formatted(concept.id(), concept.name())))));
        Stream<Region> assertion = found.mention().assertion().stream()
                .map(said -> new Region(
                        found.id(),
                        ASSERTION,
                        TO,
                        "choices",
                        new Value(
                                begin,
                                end,
                                words,
                                Optional.empty(),
                                Optional.of(
                                        said.historical()
                                                ? List.of(said.status().label(), "historical")
                                                : List.of(said.status().label()))),
                        found.mention().confidence(),
                        Optional.empty()));
        return Stream.concat(Stream.of(label), assertion);
    }

    private void write(String part) {
        file.write(part.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void publish() {
        write(first ? "[]\n" : "\n]\n");
        file.publish();
    }

    @Override
    public void abandon() {
        file.close();
    }

    private record Task(Data data, List<Prediction> predictions) {}

    private record Data(String docId, String text, String offsets) {}

    private record Prediction(String modelVersion, double score, List<Region> result) {}

    /** Regions of one id are parts of one: the label, and what is chosen for it. */
    private record Region(
            String id,
            String fromName,
            String toName,
            String type,
            Value value,
            double score,
            @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<Meta> meta) {}

    private record Value(
            int start,
            int end,
            String text,
            @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<List<String>> labels,
            @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<List<String>> choices) {}

    private record Meta(List<String> text) {}
}
