package io.osler.ner.export;

import io.osler.ner.assertion.Assertion;
import io.osler.ner.assertion.AssertionStatus;
import io.osler.ner.corpus.OffsetUnit;
import io.osler.ner.export.CheckedNote.Found;
import io.osler.ner.export.CheckedNote.Place;
import io.osler.ner.files.AtomicFiles;
import io.osler.ner.files.FileNames;
import io.osler.ner.files.UniqueNames;
import io.osler.ner.link.LinkCandidate;
import io.osler.ner.text.LineFragments;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * brat standoff. Per note {@code <name>.txt}, the text untouched, and then {@code <name>.ann}, a line per mention:
 *
 * <pre>
 * T1 TAB problem 5 14 TAB pneumonia                        half-open
 * T2 TAB problem 20 25;26 30 TAB chest pain                over a line break: a fragment per line, joined by a space
 * A1 TAB Assertion T1 absent                               where the note does not simply say that it is so
 * A2 TAB Historical T2
 * N1 TAB Reference T1 my-kb:D011014 TAB Pneumonia          the concept, where mentions were linked and one was found
 * </pre>
 *
 * <p>An id with a prefix, such as {@code DOID:552}, names its resource itself; before any other stands the knowledge
 * base's name.
 *
 * <p>{@code annotation.conf} and {@code visual.conf} declare the types, the first also what offsets count (brat itself
 * reads code points); what brat does not take in a type's name, such as
 * a space, becomes an underscore. Where names differ from note ids, {@code documents.jsonl} says which is which. A note's files are
 * published as soon as it is written.
 *
 * @see <a href="https://brat.nlplab.org/standoff.html">brat standoff format</a>
 */
final class BratSink implements NoteSink {
    static final String FILE_NAME = "annotation.conf";

    private final Path directory;
    private final OffsetUnit unit;
    private final Map<String, String> types;
    private final String resource;
    private final FileNames names = new FileNames();
    private final StringBuilder renamed = new StringBuilder();

    BratSink(Path outputDirectory, RunInfo info, OffsetUnit unit) {
        this.unit = unit;
        directory = outputDirectory;
        types = types(info.labels());
        resource = info.knowledgeBase().replaceAll("[^A-Za-z0-9_.-]", "_");
        AtomicFiles.write(directory.resolve(FILE_NAME), annotationConf());
        AtomicFiles.write(directory.resolve("visual.conf"), visualConf());
    }

    private static Map<String, String> types(List<String> labels) {
        UniqueNames unique = new UniqueNames();
        Map<String, String> types = new LinkedHashMap<>();
        labels.forEach(label -> types.put(label, unique.take(label.replaceAll("[^A-Za-z0-9_-]", "_"))));
        return types;
    }

    @Override
    public void add(CheckedNote note) {
        String lines = Stream.of(
                        note.found().stream().map(found -> line(note, found)),
                        attributes(note.found()),
                        references(note.found()))
                .flatMap(part -> part)
                .collect(Collectors.joining());
        String name = names.take(note.note().id());
        AtomicFiles.write(directory.resolve(name + ".txt"), note.note().text());
        AtomicFiles.write(directory.resolve(name + ".ann"), lines);
        if (!name.equals(note.note().id())) {
            renamed.append(ExportJson.line(new Document(name, note.note().id())));
        }
    }

    private String line(CheckedNote note, Found found) {
        String text = note.textOf(found);
        List<LineFragments.Fragment> fragments = LineFragments.of(text);
        if (fragments.isEmpty()) {
            Place place = found.place();
            throw new IllegalArgumentException("mention at characters [%d, %d) is white space, expected a word"
                    .formatted(place.begin(), place.end()));
        }
        OffsetUnit.Ruler ruler = unit.ruler(text);
        int start = found.place().begin();
        String places = fragments.stream()
                .map(fragment ->
                        (start + ruler.fromUtf16(fragment.begin())) + " " + (start + ruler.fromUtf16(fragment.end())))
                .collect(Collectors.joining(";"));
        String words = fragments.stream()
                .map(fragment -> text.substring(fragment.begin(), fragment.end()))
                .collect(Collectors.joining(" "));
        return "T%d\t%s %s\t%s\n"
                .formatted(found.number(), types.get(found.mention().type()), places, words);
    }

    /** Only what sets a mention apart: a plain one is present. */
    private static Stream<String> attributes(List<Found> found) {
        List<String> lines = new ArrayList<>();
        for (Found one : found) {
            Assertion said = one.mention().assertion().orElse(Assertion.PLAIN);
            if (said.status() != AssertionStatus.PRESENT) {
                lines.add("A%d\tAssertion T%d %s\n"
                        .formatted(lines.size() + 1, one.number(), said.status().label()));
            }
            if (said.historical()) {
                lines.add("A%d\tHistorical T%d\n".formatted(lines.size() + 1, one.number()));
            }
        }
        return lines.stream();
    }

    private Stream<String> references(List<Found> found) {
        List<Found> linked =
                found.stream().filter(one -> one.concept().isPresent()).toList();
        return IntStream.range(0, linked.size())
                .mapToObj(i ->
                        reference(i + 1, linked.get(i), linked.get(i).concept().orElseThrow()));
    }

    private String reference(int number, Found found, LinkCandidate concept) {
        String code = concept.id().replaceAll("[\\s|]+", "_");
        String id = code.contains(":") ? code : resource + ":" + code;
        return "N%d\tReference T%d %s\t%s\n"
                .formatted(number, found.number(), id, concept.name().replaceAll("\\s+", " "));
    }

    private String annotationConf() {
        return """
            # offsets: %s
            [entities]
            %s
            [relations]

            [events]

            [attributes]
            Assertion\tArg:<ENTITY>, Value:%s
            Historical\tArg:<ENTITY>
            """.formatted(
                        unit.words(),
                        perType((type, _, _) -> type),
                        Arrays.stream(AssertionStatus.values())
                                .map(AssertionStatus::label)
                                .collect(Collectors.joining("|")));
    }

    private String visualConf() {
        return """
            [labels]
            %s
            [drawing]
            SPAN_DEFAULT\tfgColor:black, bgColor:lightgray, borderColor:darken
            %s\
            """.formatted(
                        perType((type, label, _) -> "%s | %s".formatted(type, label)),
                        perType((type, _, colour) ->
                                "%s\tfgColor:black, bgColor:%s, borderColor:darken".formatted(type, colour.pale())));
    }

    private String perType(TypeLine line) {
        StringBuilder lines = new StringBuilder();
        int number = 0;
        for (Map.Entry<String, String> type : types.entrySet()) {
            lines.append(line.of(type.getValue(), type.getKey(), Palette.colour(number++)))
                    .append('\n');
        }
        return lines.toString();
    }

    @Override
    public void publish() {
        if (!renamed.isEmpty()) {
            AtomicFiles.write(directory.resolve("documents.jsonl"), renamed.toString());
        }
    }

    /** Every file published is whole, and nothing else is on the disk. */
    @Override
    public void abandon() {}

    private interface TypeLine {
        String of(String type, String label, Palette.Colour colour);
    }

    private record Document(String file, String docId) {}
}
