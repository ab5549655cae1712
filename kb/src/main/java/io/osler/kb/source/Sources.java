package io.osler.kb.source;

import io.osler.kb.KbException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/** Finds out what a file or directory is and opens it as a source of terms. */
public final class Sources {
    /** Enough for a header with comments before it; a JSON graph names itself at once. */
    private static final int HEAD_CHARS = 1 << 14;

    private static final String NAMES = "MRCONSO.RRF";

    private Sources() {}

    /**
     * @param spec a path whose format is recognised by what is in it, or {@code FORMAT:PATH} with a label of
     *             {@link SourceFormat}
     * @throws KbException SOURCE_UNKNOWN when nothing fits, IO when there is no such file, SOURCE_MALFORMED when what is read
     *     at once, such as a header, is broken
     */
    public static TermSource open(String spec) {
        return open(spec, UmlsOptions.DEFAULT);
    }

    /**
     * The same with a choice of what is taken where it is a UMLS release; other formats have none to make.
     *
     * @param spec as in {@link #open(String)}
     */
    public static TermSource open(String spec, UmlsOptions umls) {
        int colon = spec.indexOf(':');
        Optional<SourceFormat> format = colon < 0 ? Optional.empty() : SourceFormat.ofLabel(spec.substring(0, colon));
        if (format.isPresent()) {
            return open(format.get(), Path.of(spec.substring(colon + 1)), umls);
        }
        Path path = existing(spec, colon);
        return open(recognise(path), path, umls);
    }

    /** The source at a path, whose format is recognised. */
    public static TermSource open(Path path) {
        return open(recognise(path), path, UmlsOptions.DEFAULT);
    }

    private static TermSource open(SourceFormat format, Path path, UmlsOptions umls) {
        if (!Files.exists(path)) {
            throw new KbException(KbException.Code.IO, path.toString(), "no such file or directory");
        }
        return format == SourceFormat.UMLS
                ? UmlsSource.of(Files.isRegularFile(path) ? directoryOf(path) : path, umls)
                : format.open(path);
    }

    /** The format of what is at a path. */
    public static SourceFormat recognise(Path path) {
        if (!Files.exists(path)) {
            throw new KbException(KbException.Code.IO, path.toString(), "no such file or directory");
        }
        if (Files.isDirectory(path)) {
            if (UmlsSource.isAt(path)) {
                return SourceFormat.UMLS;
            }
            throw new KbException(
                    KbException.Code.SOURCE_UNKNOWN,
                    path.toString(),
                    "found a directory without " + NAMES + ", expected one file of a vocabulary or a UMLS directory");
        }
        if (isNames(path)) {
            return SourceFormat.UMLS;
        }
        String head = new VocabularyFile(path).head(HEAD_CHARS);
        return byContent(head).orElseThrow(() -> unknown(path, head.isBlank() ? "nothing in it" : describe(head)));
    }

    private static Optional<SourceFormat> byContent(String head) {
        String begin = head.stripLeading();
        if (begin.startsWith("{")) {
            return when(begin.contains("\"graphs\""), SourceFormat.OBO_GRAPHS);
        }
        if (begin.startsWith("<")) {
            return when(
                    begin.contains("<DescriptorRecordSet") || begin.contains("<SupplementalRecordSet"),
                    SourceFormat.MESH_XML);
        }
        return isObo(head) ? Optional.of(SourceFormat.OBO) : byHeader(firstLine(head));
    }

    private static boolean isObo(String head) {
        return head.lines()
                .filter(line -> !OboSource.isAside(line))
                .findFirst()
                .filter(line ->
                        line.startsWith("format-version:") || line.startsWith("[Term]") || head.contains("\n[Term]"))
                .isPresent();
    }

    private static Optional<SourceFormat> byHeader(String line) {
        Header tabs = Header.of(Arrays.asList(line.split("\t", -1)));
        if (tabs.has("text") && tabs.has("curie") && tabs.has("predicate")) {
            return Optional.of(SourceFormat.BIOLEXICA);
        }
        if (tabs.has("HGNC ID") && tabs.has("symbol", "approved symbol")) {
            return Optional.of(SourceFormat.HGNC);
        }
        if (MeshTableSource.isRow(line) || (tabs.has("mesh_id") && tabs.has("mesh_name"))) {
            return Optional.of(SourceFormat.MESH_TABLE);
        }
        if (Header.of(Arrays.asList(line.split(",", -1))).has("DrugBank ID")) {
            return Optional.of(SourceFormat.DRUGBANK);
        }
        return when(TableSource.isHeader(line), SourceFormat.TABLE);
    }

    private static Optional<SourceFormat> when(boolean is, SourceFormat format) {
        return is ? Optional.of(format) : Optional.empty();
    }

    /** A colon may belong to a path; before something that is no path stands a label that nobody knows. */
    private static Path existing(String spec, int colon) {
        Path path = Path.of(spec);
        if (colon > 1 && !Files.exists(path) && Files.exists(Path.of(spec.substring(colon + 1)))) {
            throw new KbException(
                    KbException.Code.SOURCE_UNKNOWN,
                    spec,
                    "found the format " + Place.excerpt(spec.substring(0, colon)) + ", expected one of "
                            + SourceFormat.list());
        }
        return path;
    }

    private static boolean isNames(Path path) {
        String name = path.getFileName().toString();
        return name.equals(NAMES) || name.equals(NAMES + ".gz");
    }

    private static Path directoryOf(Path file) {
        return file.toAbsolutePath().getParent();
    }

    private static String firstLine(String head) {
        return head.lines().filter(line -> !line.isBlank()).findFirst().orElse("");
    }

    private static String describe(String head) {
        return "a first line " + Place.excerpt(firstLine(head));
    }

    private static KbException unknown(Path path, String found) {
        return new KbException(
                KbException.Code.SOURCE_UNKNOWN,
                path.toString(),
                "found " + found + ", expected one of " + SourceFormat.list()
                        + "; or say which it is, FORMAT:PATH, such as table:" + path.getFileName());
    }
}
