package io.osler.ner.corpus;

import io.osler.ner.NerException;
import io.osler.ner.files.AtomicFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The door to corpora on disk.
 *
 * <pre>{@code
 * Corpus test = Corpora.read(Path.of("NCBItestset_corpus.txt"), ReadOptions.STRICT);
 * Corpora.write(test.documents(), CorpusFormat.BRAT, Path.of("brat"), OffsetUnit.CODE_POINTS);
 * }</pre>
 *
 * <p>Wrong files are {@link NerException}s: {@code INPUT_MISSING}, {@code INPUT_UNREADABLE}, and {@code CORPUS_INVALID}
 * with file and line, or where a file has no lines to speak of, document and annotation. No message quotes a text.
 */
public final class Corpora {
    /** What a name may say; asked in this order, so that a split finds its usual other name. */
    private static final List<List<String>> SPLITS =
            List.of(List.of("train"), List.of("dev", "devel", "develop", "development", "valid"), List.of("test"));

    private Corpora() {}

    /** Reads a file, or a directory of brat pairs; the format is told by content. */
    public static Corpus read(Path place, ReadOptions options) {
        return read(place, recognise(place), options);
    }

    /** Reads a format that the caller knows. */
    public static Corpus read(Path place, CorpusFormat format, ReadOptions options) {
        return switch (format) {
            case IOB2 -> Iob2Format.read(place, options);
            case BRAT ->
                Files.isDirectory(place)
                        ? BratFormat.read(place, options)
                        : readBrat(BratFormat.sibling(place, ".txt"), BratFormat.sibling(place, ".ann"), options);
            case PUBTATOR -> PubTatorFormat.read(place, options);
            case BIOC_JSON -> BioCJsonFormat.read(place, options);
            case JSONL -> JsonlFormat.read(place, options);
            case LABEL_STUDIO -> LabelStudioFormat.read(place, options);
        };
    }

    /** One document: a text and its annotations. */
    public static Corpus readBrat(Path txt, Path ann, ReadOptions options) {
        return BratFormat.read(txt, ann, options);
    }

    /**
     * Writes a file, which appears whole, or for brat the files of a directory.
     *
     * @param unit what offsets count; the files say so where they have a place for it
     * @throws IllegalArgumentException when the format cannot say what a document holds
     */
    public static void write(List<CorpusDocument> documents, CorpusFormat format, Path place, OffsetUnit unit) {
        switch (format) {
            case IOB2 -> AtomicFiles.write(place, Iob2Format.text(documents));
            case BRAT -> BratFormat.write(documents, place, unit);
            case PUBTATOR, BIOC_JSON, JSONL, LABEL_STUDIO ->
                AtomicFiles.write(place, text(documents, CorpusText.of(format, unit)));
        }
    }

    private static String text(List<CorpusDocument> documents, CorpusText format) {
        StringBuilder out = new StringBuilder(format.head());
        documents.forEach(document -> out.append(format.next(document)));
        return out.append(format.tail()).toString();
    }

    /**
     * Tells a format by what stands in a file, or by a directory's names.
     *
     * @throws NerException {@code CORPUS_INVALID} when it is none of them
     */
    public static CorpusFormat recognise(Path place) {
        if (Files.isDirectory(place)) {
            if (BratFormat.texts(place).isEmpty()) {
                throw CorpusFiles.invalid(
                        place.toString(),
                        "holds no pair of a .txt and a .ann; name a file, or a directory with such pairs");
            }
            return CorpusFormat.BRAT;
        }
        String name = String.valueOf(place.getFileName());
        if (name.endsWith(".ann")) {
            return CorpusFormat.BRAT;
        }
        List<String> lines = CorpusFiles.lines(place);
        String first =
                lines.stream().filter(line -> !line.isBlank()).findFirst().orElse("");
        if (first.startsWith("{") || first.startsWith("[")) {
            return ofJson(first, lines);
        }
        if (PubTatorFormat.looksLike(first)) {
            return CorpusFormat.PUBTATOR;
        }
        if (Iob2Format.looksLike(first)) {
            return CorpusFormat.IOB2;
        }
        if (name.endsWith(".txt") && Files.exists(BratFormat.sibling(place, ".ann"))) {
            return CorpusFormat.BRAT;
        }
        throw CorpusFiles.invalid(
                place.toString(),
                "is in no format known here, expected one of %s"
                        .formatted(Arrays.stream(CorpusFormat.values())
                                .map(CorpusFormat::label)
                                .collect(Collectors.joining(", "))));
    }

    private static CorpusFormat ofJson(String first, List<String> lines) {
        if (lines.stream().anyMatch(line -> line.contains("\"passages\"") && !line.contains("\"mentions\""))) {
            return CorpusFormat.BIOC_JSON;
        }
        return first.startsWith("[") && LabelStudioFormat.looksLike(lines)
                ? CorpusFormat.LABEL_STUDIO
                : CorpusFormat.JSONL;
    }

    /**
     * The file of a split.
     *
     * @param place a file, or a directory of brat pairs, which are taken as they are; or a directory with one file or
     *              directory whose name says the split
     * @param split {@code train}, {@code dev} or {@code test}
     * @throws NerException {@code INPUT_MISSING} when there is none, or more than one
     */
    public static Path split(Path place, String split) {
        if (!Files.isDirectory(place)) {
            return place;
        }
        List<Path> found = named(place, split);
        if (found.size() != 1 && !BratFormat.texts(place).isEmpty()) {
            return place;
        }
        if (found.size() != 1) {
            throw new NerException(
                    NerException.Code.INPUT_MISSING,
                    place.toString(),
                    "has %d files whose name says '%s' (of %s), expected one; name the file itself"
                            .formatted(found.size(), split, names(list(place))));
        }
        return found.getFirst();
    }

    private static List<Path> named(Path directory, String split) {
        String lower = split.toLowerCase(Locale.ROOT);
        List<String> names =
                SPLITS.stream().filter(same -> same.contains(lower)).findFirst().orElse(List.of(lower));
        Pattern says = Pattern.compile("(?:.*[^a-z])?(?i:(?:%s)(?:ing)?(?:set)?)(?:[^a-z].*)?"
                .formatted(names.stream().map(Pattern::quote).collect(Collectors.joining("|"))));
        return list(directory).stream()
                .filter(file -> says.matcher(file.getFileName().toString()).matches())
                .toList();
    }

    private static List<Path> list(Path directory) {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> !file.getFileName().toString().startsWith("."))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String names(List<Path> files) {
        return files.stream()
                .map(file -> file.getFileName().toString())
                .limit(10)
                .collect(Collectors.joining(", "));
    }
}
