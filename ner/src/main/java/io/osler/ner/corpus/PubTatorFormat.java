package io.osler.ner.corpus;

import io.osler.models.TextSpan;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * PubTator: blocks of lines with a blank line between.
 *
 * <pre>
 * 123|t|Title
 * 123|a|Abstract
 * 123 TAB 0 TAB 5 TAB Title TAB Disease TAB D000001
 * 123 TAB CID TAB D000002 TAB D000001          a relation: passed over and counted
 * </pre>
 *
 * <p>Offsets count title, one separator and abstract; the separator is a space here. Ids of several concepts are joined
 * with a bar, {@code -1} and {@code -} say that there is none; a seventh column (the parts of a composite mention) is not kept. A
 * document's id may stand twice in a file; the second document gets another. Gaps cannot be written.
 *
 * @see <a href="https://www.ncbi.nlm.nih.gov/research/pubtator3/tutorial">PubTator formats</a>
 */
final class PubTatorFormat {
    private static final Pattern PART = Pattern.compile("([^|\t]+)\\|([ta])\\|(.*)", Pattern.DOTALL);
    private static final String NO_CONCEPT = "-1";
    private static final int COLUMNS_LEAST = 5;
    private static final int COLUMNS_MOST = 7;

    private final Path file;
    private final ReadOptions options;
    private final ReadTally.Counter counter = new ReadTally.Counter();
    private final DocumentIds ids = new DocumentIds(counter);
    private final List<CorpusDocument> documents = new ArrayList<>();

    private PubTatorFormat(Path file, ReadOptions options) {
        this.file = file;
        this.options = options;
    }

    static Corpus read(Path file, ReadOptions options) {
        return new PubTatorFormat(file, options).read();
    }

    static boolean looksLike(String line) {
        Matcher part = PART.matcher(line);
        return part.matches() && part.group(2).equals("t");
    }

    private record Line(int number, String text) {}

    private Corpus read() {
        List<Line> block = new ArrayList<>();
        int number = 0;
        for (String line : CorpusFiles.lines(file)) {
            number++;
            // Some files have no blank line before a title.
            if (line.isBlank() || (looksLike(line) && !block.isEmpty())) {
                add(block);
            }
            if (!line.isBlank()) {
                block.add(new Line(number, line));
            }
        }
        add(block);
        return new Corpus(documents, counter.tally());
    }

    private void add(List<Line> block) {
        if (!block.isEmpty()) {
            documents.add(document(block));
            block.clear();
        }
    }

    private CorpusDocument document(List<Line> block) {
        Line first = block.getFirst();
        Matcher title = part(first, "t");
        String id = title.group(1);
        int rows = 1;
        String rest = "";
        if (block.size() > 1 && PART.matcher(block.get(1).text()).matches()) {
            Matcher abstractPart = part(block.get(1), "a");
            requireId(block.get(1), id, abstractPart.group(1));
            rest = abstractPart.group(3);
            rows = 2;
        }
        String head = title.group(3);
        String text = rest.isEmpty() ? head : head + " " + rest;
        DocumentBuilder document = new DocumentBuilder(ids.take(id), text, options.unit(), options, counter);
        addPassages(document, first, head, rest);
        for (Line line : block.subList(rows, block.size())) {
            addRow(document, line, id);
        }
        return document.build();
    }

    private void addPassages(DocumentBuilder document, Line first, String head, String rest) {
        OffsetUnit.Ruler ruler = options.unit().ruler(head);
        int titleEnd = ruler.length();
        int restLength = options.unit().ruler(rest).length();
        if (titleEnd > 0) {
            document.passage(place(first), Passage.TITLE, new DocumentBuilder.Fragment(0, titleEnd));
        }
        if (restLength > 0) {
            document.passage(
                    place(first),
                    Passage.ABSTRACT,
                    new DocumentBuilder.Fragment(titleEnd + 1, titleEnd + 1 + restLength));
        }
    }

    private Matcher part(Line line, String kind) {
        Matcher part = PART.matcher(line.text());
        if (!part.matches() || !part.group(2).equals(kind)) {
            throw invalid(line, "is not of the form 'id|%s|text'".formatted(kind));
        }
        return part;
    }

    private void addRow(DocumentBuilder document, Line line, String id) {
        String[] columns = line.text().split("\t", -1);
        requireId(line, id, columns[0]);
        if (columns.length == 4 && !columns[1].matches("\\d+")) {
            counter.met(Irregularity.RELATION);
            return;
        }
        if (columns.length < COLUMNS_LEAST || columns.length > COLUMNS_MOST) {
            throw invalid(
                    line,
                    "has %d columns, expected id, begin, end, words, type and concept ids, with tabs between"
                            .formatted(columns.length));
        }
        document.mention(
                place(line),
                List.of(new DocumentBuilder.Fragment(offset(line, columns[1]), offset(line, columns[2]))),
                columns[3],
                columns[4],
                columns.length > COLUMNS_LEAST ? concepts(columns[5]) : List.of());
    }

    private int offset(Line line, String column) {
        if (!column.matches("\\d{1,9}")) {
            throw invalid(line, "has an offset that is no number of at most nine digits");
        }
        return Integer.parseInt(column);
    }

    private static List<String> concepts(String column) {
        return Arrays.stream(column.split("\\|"))
                .map(String::strip)
                .filter(concept -> !concept.isEmpty() && !concept.equals(NO_CONCEPT) && !concept.equals("-"))
                .toList();
    }

    private void requireId(Line line, String expected, String found) {
        if (!found.equals(expected)) {
            throw invalid(
                    line, "belongs to document %s, expected %s; part them by a blank line".formatted(found, expected));
        }
    }

    private RuntimeException invalid(Line line, String what) {
        return CorpusFiles.invalid(place(line), what);
    }

    private String place(Line line) {
        return CorpusFiles.place(file, line.number());
    }

    /** The document's block, the blank line behind it too. */
    static String text(CorpusDocument document, OffsetUnit unit) {
        StringBuilder out = new StringBuilder();
        String text = document.text();
        String id = document.id();
        int titleEnd = titleEnd(document);
        String head = text.substring(0, titleEnd);
        String rest = titleEnd == text.length() ? "" : text.substring(titleEnd + 1);
        require(
                document,
                !id.isEmpty() && !id.matches("(?s).*[|\\s].*"),
                "its id is empty or holds a bar or white space");
        require(document, !head.contains("\n") && !rest.contains("\n"), "its title or abstract has a line break");
        out.append("%s|t|%s\n%s|a|%s\n".formatted(id, head, id, rest));
        OffsetUnit.Ruler ruler = unit.ruler(text);
        for (CorpusMention mention : document.mentions()) {
            require(document, !mention.discontinuous(), "a mention is in several pieces");
            TextSpan span = mention.cover();
            String words = span.in(text);
            require(document, !words.contains("\t") && !mention.type().contains("\t"), "a mention or type holds a tab");
            out.append(String.join(
                            "\t",
                            id,
                            Integer.toString(ruler.fromUtf16(span.begin())),
                            Integer.toString(ruler.fromUtf16(span.end())),
                            words,
                            mention.type(),
                            mention.concepts().isEmpty() ? NO_CONCEPT : String.join("|", mention.concepts())))
                    .append('\n');
        }
        return out.append('\n').toString();
    }

    /** The end of the passage the document calls its title, else of its first line, else of all. */
    private static int titleEnd(CorpusDocument document) {
        String text = document.text();
        if (document.passages().size() > 1) {
            int end = document.passages().getFirst().span().end();
            if (document.passages().get(1).span().begin() == end + 1) {
                return end;
            }
        }
        int line = text.indexOf('\n');
        return line < 0 ? text.length() : line;
    }

    private static void require(CorpusDocument document, boolean holds, String what) {
        if (!holds) {
            throw new IllegalArgumentException("document %s cannot be written as PubTator: %s; write JSONL or brat"
                    .formatted(document.id(), what));
        }
    }
}
