package io.osler.ner.eval;

import io.osler.models.TextSpan;
import io.osler.ner.NerException;
import io.osler.ner.export.CodePointOffsets;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Reads PubTator: abstracts with mentions and the ids of what they mean.
 *
 * <pre>
 * 101|t|Title
 * 101|a|Abstract
 * 101 TAB 0 TAB 5 TAB words TAB Type TAB D003920|D006973      begin and end in characters of title, a space, abstract
 * 101 TAB CID TAB D003920 TAB D006973                         relations are passed over
 * </pre>
 *
 * <p>Several ids, parted by {@code |} or {@code +}, are the parts of one mention; {@code -1} is none, and a prefix
 * {@code MESH:} is dropped. Types are lower-cased. A mention whose words do not stand at its offsets is left out and
 * reported: nothing is moved to where it might belong. What is not of this form at all is refused.
 *
 * @param documents in their order; one id may stand several times
 * @param misplaced mentions left out, each as file, line and what is wrong, without the words
 * @see <a href="https://www.ncbi.nlm.nih.gov/research/pubtator3/tutorial">PubTator format</a>
 */
public record PubtatorCorpus(List<Document> documents, List<String> misplaced) {
    private static final Pattern TEXT = Pattern.compile("(?<id>[^|\\t]+)\\|(?<part>[ta])\\|(?<text>.*)");
    private static final Pattern MENTION =
            Pattern.compile("[^\\t]+\\t(?<begin>\\d{1,9})\\t(?<end>\\d{1,9})\\t(?<words>[^\\t]*)\\t(?<type>[^\\t]+)"
                    + "(?:\\t(?<ids>[^\\t]*))?(?:\\t.*)?");
    private static final Pattern RELATION = Pattern.compile("[^\\t]+\\t[A-Za-z_]+(?:\\t[^\\t]+){2,}");

    public PubtatorCorpus {
        documents = List.copyOf(documents);
        misplaced = List.copyOf(misplaced);
    }

    /**
     * An abstract.
     *
     * @param id       as the corpus names it
     * @param text     title, a space, abstract
     * @param mentions in the order of the file; they may overlap
     */
    public record Document(String id, String text, List<LinkedSpan> mentions) {
        public Document {
            mentions = List.copyOf(mentions);
        }
    }

    /**
     * A mention somebody annotated.
     *
     * @param span in UTF-16 units of its document
     * @param type in lower case
     * @param ids  of what it means, as the vocabulary writes them; empty when the annotators found none
     */
    public record LinkedSpan(TextSpan span, String type, Set<String> ids) {
        public LinkedSpan {
            ids = Set.copyOf(ids);
        }
    }

    /**
     * @throws NerException INPUT_MISSING, INPUT_UNREADABLE, or CORPUS_INVALID with file and line
     */
    public static PubtatorCorpus read(Path file) {
        Reader reader = new Reader(file);
        int number = 0;
        for (String line : lines(file)) {
            number++;
            if (line.isBlank()) {
                reader.finish(number);
            } else {
                reader.take(line, number);
            }
        }
        reader.finish(number);
        return new PubtatorCorpus(reader.documents, reader.misplaced);
    }

    /** Mentions of all documents. */
    public int mentions() {
        return documents.stream()
                .mapToInt(document -> document.mentions().size())
                .sum();
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (NoSuchFileException e) {
            throw new NerException(
                    NerException.Code.INPUT_MISSING, file.toString(), "there is no such file; check the name", e);
        } catch (CharacterCodingException e) {
            throw new NerException(NerException.Code.INPUT_UNREADABLE, file.toString(), "is not UTF-8, convert it", e);
        } catch (IOException e) {
            throw new NerException(
                    NerException.Code.INPUT_UNREADABLE,
                    file.toString(),
                    "cannot be read (%s), check that it is a file you may read"
                            .formatted(e.getClass().getSimpleName()),
                    e);
        }
    }

    private static Set<String> ids(String field) {
        return field == null
                ? Set.of()
                : Arrays.stream(field.split("[|+]"))
                        .map(String::strip)
                        .map(id -> id.startsWith("MESH:") ? id.substring("MESH:".length()) : id)
                        .filter(id -> !id.isEmpty() && !id.equals("-1") && !id.equals("-"))
                        .collect(Collectors.toSet());
    }

    /** One document after the other. */
    private static final class Reader {
        private final Path file;
        private final List<Document> documents = new ArrayList<>();
        private final List<String> misplaced = new ArrayList<>();
        private final List<LinkedSpan> mentions = new ArrayList<>();
        private String id;
        private String title;
        private String text;
        private CodePointOffsets offsets;

        Reader(Path file) {
            this.file = file;
        }

        void take(String line, int number) {
            Matcher part = TEXT.matcher(line);
            Matcher mention = MENTION.matcher(line);
            if (part.matches()) {
                begin(part, number);
            } else if (mention.matches()) {
                add(mention, number);
            } else if (!RELATION.matcher(line).matches()) {
                throw invalid(number, "is neither text (id|t|...), nor a mention or relation with tabs");
            }
        }

        private void begin(Matcher part, int number) {
            if (part.group("part").equals("t")) {
                finish(number);
                id = part.group("id");
                title = part.group("text");
                return;
            }
            if (title == null || text != null || !part.group("id").equals(id)) {
                throw invalid(number, "is an abstract without its title before it");
            }
            text = title + " " + part.group("text");
            offsets = CodePointOffsets.of(text);
        }

        private void add(Matcher mention, int number) {
            if (text == null) {
                throw invalid(number, "is a mention before title and abstract");
            }
            int begin = Integer.parseInt(mention.group("begin"));
            int end = Integer.parseInt(mention.group("end"));
            if (begin >= end || end > offsets.codePoints()) {
                misplaced.add("%s, line %d: [%d, %d) in a text of %d"
                        .formatted(file, number, begin, end, offsets.codePoints()));
                return;
            }
            TextSpan span = new TextSpan(offsets.toUtf16(begin), offsets.toUtf16(end));
            if (!span.in(text).equals(mention.group("words"))) {
                misplaced.add("%s, line %d: other words stand at [%d, %d)".formatted(file, number, begin, end));
                return;
            }
            mentions.add(
                    new LinkedSpan(span, mention.group("type").toLowerCase(Locale.ROOT), ids(mention.group("ids"))));
        }

        /** Keeps the document read so far, if there is one. */
        void finish(int number) {
            if (title != null && text == null) {
                throw invalid(number, "ends a document that has a title and no abstract");
            }
            if (text != null) {
                documents.add(new Document(id, text, mentions));
            }
            mentions.clear();
            title = null;
            text = null;
        }

        private NerException invalid(int line, String what) {
            return new NerException(
                    NerException.Code.CORPUS_INVALID, file.toString(), "line %d %s".formatted(line, what));
        }
    }
}
