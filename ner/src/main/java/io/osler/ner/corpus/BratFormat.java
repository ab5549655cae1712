package io.osler.ner.corpus;

import io.osler.models.TextSpan;
import io.osler.ner.NerException;
import io.osler.ner.files.AtomicFiles;
import io.osler.ner.files.FileNames;
import io.osler.ner.files.Utf8Text;
import io.osler.ner.text.LineFragments;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * brat standoff: a directory with a {@code .txt}, the text untouched, and a {@code .ann} for each document.
 *
 * <pre>
 * T1 TAB Disease 5 9;14 20 TAB left ache             pieces with words between them: one mention with a gap
 * T2 TAB Disease 20 25;26 30 TAB chest pain          only white space between them, as over a line end: no gap
 * N1 TAB Reference T1 MESH:D000001 TAB pain          a concept of T1, another N line for another
 * </pre>
 *
 * <p>Offsets count code points unless the reader is told otherwise. Relations are counted as such, events, attributes and
 * notes as others. What brat does not take in a type's name becomes an underscore when written.
 *
 * @see <a href="https://brat.nlplab.org/standoff.html">brat standoff format</a>
 */
final class BratFormat {
    private static final Pattern LINE = Pattern.compile(
            "(?<id>T\\S*)\\t(?<type>\\S+) (?<places>\\d+ \\d+(?:;\\d+ \\d+)*)\\t(?<words>.*)", Pattern.DOTALL);
    private static final Pattern REFERENCE = Pattern.compile("N\\S*\\t\\S+ (?<target>\\S+) (?<concept>\\S+)(?:\\t.*)?");

    private final Path ann;
    private final ReadOptions options;
    private final ReadTally.Counter counter;

    private BratFormat(Path ann, ReadOptions options, ReadTally.Counter counter) {
        this.ann = ann;
        this.options = options;
        this.counter = counter;
    }

    /** All pairs of a directory, by name. */
    static Corpus read(Path directory, ReadOptions options) {
        ReadTally.Counter counter = new ReadTally.Counter();
        List<CorpusDocument> documents = texts(directory).stream()
                .map(txt -> document(txt, sibling(txt, ".ann"), options, counter))
                .toList();
        return new Corpus(documents, counter.tally());
    }

    /** One pair. */
    static Corpus read(Path txt, Path ann, ReadOptions options) {
        ReadTally.Counter counter = new ReadTally.Counter();
        return new Corpus(List.of(document(txt, ann, options, counter)), counter.tally());
    }

    private static CorpusDocument document(Path txt, Path ann, ReadOptions options, ReadTally.Counter counter) {
        return new BratFormat(ann, options, counter).read(baseName(txt), Utf8Text.read(txt));
    }

    static List<Path> texts(Path directory) {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> file.toString().endsWith(".txt"))
                    .filter(txt -> Files.exists(sibling(txt, ".ann")))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new NerException(
                    NerException.Code.INPUT_UNREADABLE,
                    directory.toString(),
                    "cannot be read (%s), check that it is a directory you may read"
                            .formatted(e.getClass().getSimpleName()),
                    e);
        }
    }

    static Path sibling(Path file, String ending) {
        return file.resolveSibling(baseName(file) + ending);
    }

    private static String baseName(Path file) {
        return file.getFileName().toString().replaceFirst("\\.(txt|ann)$", "");
    }

    private record Bound(String place, Matcher line, List<String> concepts) {}

    private CorpusDocument read(String id, String text) {
        Map<String, Bound> bounds = new HashMap<>();
        List<Bound> inOrder = new ArrayList<>();
        Map<String, List<String>> references = new HashMap<>();
        int number = 0;
        for (String line : CorpusFiles.lines(ann)) {
            number++;
            if (line.startsWith("T")) {
                Bound bound = bound(line, CorpusFiles.place(ann, number));
                bounds.put(bound.line().group("id"), bound);
                inOrder.add(bound);
            } else if (line.startsWith("N")) {
                addReference(references, line, CorpusFiles.place(ann, number));
            } else if (!line.isBlank()) {
                counter.met(
                        line.startsWith("R") || line.startsWith("*")
                                ? Irregularity.RELATION
                                : Irregularity.OTHER_ANNOTATION);
            }
        }
        references.forEach((target, concepts) -> {
            if (bounds.containsKey(target)) {
                bounds.get(target).concepts().addAll(concepts);
            }
        });
        DocumentBuilder document = new DocumentBuilder(id, text, options.unit(), options, counter);
        for (Bound bound : inOrder) {
            document.mention(
                    bound.place(),
                    fragments(bound),
                    bound.line().group("words"),
                    bound.line().group("type"),
                    bound.concepts());
        }
        return document.build();
    }

    private Bound bound(String line, String place) {
        Matcher fields = LINE.matcher(line);
        if (!fields.matches()) {
            throw CorpusFiles.invalid(place, "is not of the form 'T1 TAB type begin end TAB words', correct it");
        }
        return new Bound(place, fields, new ArrayList<>());
    }

    private static void addReference(Map<String, List<String>> references, String line, String place) {
        Matcher fields = REFERENCE.matcher(line);
        if (!fields.matches()) {
            throw CorpusFiles.invalid(place, "is not of the form 'N1 TAB Reference T1 concept TAB name', correct it");
        }
        references
                .computeIfAbsent(fields.group("target"), _ -> new ArrayList<>())
                .add(fields.group("concept"));
    }

    private static List<DocumentBuilder.Fragment> fragments(Bound bound) {
        List<DocumentBuilder.Fragment> fragments = new ArrayList<>();
        for (String place : bound.line().group("places").split(";")) {
            int space = place.indexOf(' ');
            fragments.add(new DocumentBuilder.Fragment(
                    offset(place.substring(0, space)), offset(place.substring(space + 1))));
        }
        return fragments;
    }

    /** Ten digits and more are beyond any text that fits in memory, whatever an int would make of them. */
    private static int offset(String digits) {
        return digits.length() > 9 ? Integer.MAX_VALUE : Integer.parseInt(digits);
    }

    /** Writes the pairs and an {@code annotation.conf} that declares their types. */
    static void write(List<CorpusDocument> documents, Path directory, OffsetUnit unit) {
        AtomicFiles.createDirectories(directory);
        FileNames names = new FileNames();
        Set<String> types = new HashSet<>();
        for (CorpusDocument document : documents) {
            String name = names.take(document.id());
            write(directory.resolve(name + ".txt"), document.text());
            write(directory.resolve(name + ".ann"), annotations(document, unit));
            document.mentions().forEach(mention -> types.add(typeName(mention.type())));
        }
        String declared = types.stream().sorted().collect(Collectors.joining("\n", "", "\n"));
        write(
                directory.resolve("annotation.conf"),
                "[entities]\n%s\n[relations]\n\n[events]\n\n[attributes]\n".formatted(declared));
    }

    /** Thousands of small files: bringing each to the disk by itself would take minutes. */
    private static void write(Path file, String content) {
        try {
            Files.writeString(file, content);
        } catch (IOException e) {
            throw new NerException(
                    NerException.Code.OUTPUT_UNWRITABLE,
                    file.toString(),
                    "cannot be written (%s), choose a directory that you may write to and that has room"
                            .formatted(e.getClass().getSimpleName()),
                    e);
        }
    }

    private static String typeName(String type) {
        return type.replaceAll("[^A-Za-z0-9_-]", "_");
    }

    private static String annotations(CorpusDocument document, OffsetUnit unit) {
        OffsetUnit.Ruler ruler = unit.ruler(document.text());
        StringBuilder out = new StringBuilder();
        int number = 0;
        int reference = 0;
        for (CorpusMention mention : document.mentions()) {
            number++;
            List<TextSpan> pieces = pieces(document.text(), mention);
            if (pieces.isEmpty()) {
                throw new IllegalArgumentException(
                        "document %s: the mention at [%d, %d) is white space, expected a word"
                                .formatted(
                                        document.id(),
                                        mention.cover().begin(),
                                        mention.cover().end()));
            }
            String words = String.join(
                    " ", pieces.stream().map(piece -> piece.in(document.text())).toList());
            String places = pieces.stream()
                    .map(piece -> ruler.fromUtf16(piece.begin()) + " " + ruler.fromUtf16(piece.end()))
                    .collect(Collectors.joining(";"));
            out.append("T%d\t%s %s\t%s\n".formatted(number, typeName(mention.type()), places, words));
            for (String concept : mention.concepts()) {
                reference++;
                out.append("N%d\tReference T%d %s\t%s\n".formatted(reference, number, concept, words));
            }
        }
        return out.toString();
    }

    /** A mention's spans, cut again where lines end: brat reads line by line. */
    private static List<TextSpan> pieces(String text, CorpusMention mention) {
        return mention.spans().stream()
                .flatMap(span -> LineFragments.of(span.in(text)).stream()
                        .map(part -> new TextSpan(span.begin() + part.begin(), span.begin() + part.end())))
                .toList();
    }
}
