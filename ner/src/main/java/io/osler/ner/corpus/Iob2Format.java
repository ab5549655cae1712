package io.osler.ner.corpus;

import io.osler.models.TextSpan;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * IOB2: a token and its tag on a line, a blank line between sentences.
 *
 * <pre>
 * -DOCSTART- (doc-1)
 *
 * no TAB O
 * red TAB B-Disease
 * eye TAB I-Disease
 * </pre>
 *
 * <p>Columns are separated by tabs or spaces; the first is the token, the last the tag; an I- that continues nothing of
 * its type begins a mention, as the CoNLL scorer has it. A sentence's text is its tokens with a space between, a
 * document's its sentences with a line break between. Without {@code -DOCSTART-} lines every sentence is a document by
 * itself, called by its number. There are no offsets, no concept ids and no passages in the format: writing leaves the
 * last two out, and refuses what tags cannot say (overlaps, gaps, mentions that begin or end inside a token).
 */
final class Iob2Format {
    private static final Pattern TAG = Pattern.compile("O|[BI]-(.+)");
    private static final Pattern DOCUMENT_ID = Pattern.compile("-DOCSTART-[\t ]*\\((.+)\\).*");
    private static final String DOCUMENT = "-DOCSTART-";
    private static final Pattern COLUMN_GAP = Pattern.compile("[\t ]+");

    private Iob2Format() {}

    static Corpus read(Path file, ReadOptions options) {
        return new Reader(file, options).read();
    }

    /** Whether a line of a file is one of this format. */
    static boolean looksLike(String line) {
        String[] columns = COLUMN_GAP.split(line.strip());
        return line.startsWith(DOCUMENT)
                || (columns.length > 1
                        && TAG.matcher(columns[columns.length - 1]).matches());
    }

    private static final class Reader {
        private final Path file;
        private final ReadOptions options;
        private final ReadTally.Counter counter = new ReadTally.Counter();
        private final DocumentIds ids = new DocumentIds(counter);
        private final List<CorpusDocument> documents = new ArrayList<>();
        private final List<Row> rows = new ArrayList<>();
        private final List<List<Row>> sentences = new ArrayList<>();
        private boolean named;
        private String id = "";

        private record Row(int line, String token, boolean begins, String type) {}

        Reader(Path file, ReadOptions options) {
            this.file = file;
            this.options = options;
        }

        Corpus read() {
            int number = 0;
            for (String line : CorpusFiles.lines(file)) {
                number++;
                if (line.startsWith(DOCUMENT)) {
                    endDocument();
                    named = true;
                    Matcher named = DOCUMENT_ID.matcher(line);
                    id = named.matches() ? named.group(1) : "";
                } else if (line.isBlank()) {
                    endSentence();
                } else {
                    rows.add(row(line, number));
                }
            }
            endDocument();
            return new Corpus(documents, counter.tally());
        }

        private Row row(String line, int number) {
            String[] columns = COLUMN_GAP.split(line.strip());
            Matcher tag = TAG.matcher(columns[columns.length - 1]);
            if (columns.length < 2 || !tag.matches()) {
                throw CorpusFiles.invalid(
                        CorpusFiles.place(file, number),
                        "has %d columns, expected a token and a tag O, B-type or I-type".formatted(columns.length));
            }
            return new Row(
                    number, columns[0], tag.group().startsWith("B"), Objects.requireNonNullElse(tag.group(1), ""));
        }

        private void endSentence() {
            if (rows.isEmpty()) {
                return;
            }
            sentences.add(List.copyOf(rows));
            rows.clear();
            if (!named) {
                endDocument();
            }
        }

        private void endDocument() {
            if (!rows.isEmpty()) {
                sentences.add(List.copyOf(rows));
                rows.clear();
            }
            if (!sentences.isEmpty()) {
                documents.add(document());
                sentences.clear();
            }
        }

        private CorpusDocument document() {
            StringBuilder text = new StringBuilder();
            List<int[]> begins = new ArrayList<>();
            List<TextSpan> spans = new ArrayList<>();
            for (List<Row> sentence : sentences) {
                text.append(text.isEmpty() ? "" : "\n");
                int begin = text.length();
                int[] tokens = new int[sentence.size()];
                for (int i = 0; i < tokens.length; i++) {
                    text.append(i == 0 ? "" : " ");
                    tokens[i] = text.length();
                    text.append(sentence.get(i).token());
                }
                begins.add(tokens);
                spans.add(new TextSpan(begin, text.length()));
            }
            DocumentBuilder document = new DocumentBuilder(
                    ids.take(id.isEmpty() ? Integer.toString(documents.size() + 1) : id),
                    text.toString(),
                    OffsetUnit.UTF_16,
                    options,
                    counter);
            for (int i = 0; i < spans.size(); i++) {
                document.sentence(
                        CorpusFiles.place(file, sentences.get(i).getFirst().line()),
                        new DocumentBuilder.Fragment(
                                spans.get(i).begin(), spans.get(i).end()));
                addMentions(document, sentences.get(i), begins.get(i));
            }
            return document.build();
        }

        private void addMentions(DocumentBuilder document, List<Row> sentence, int[] begins) {
            int first = -1;
            for (int i = 0; i <= sentence.size(); i++) {
                boolean goesOn = first >= 0
                        && i < sentence.size()
                        && !sentence.get(i).begins()
                        && sentence.get(i).type().equals(sentence.get(first).type());
                if (goesOn) {
                    continue;
                }
                if (first >= 0) {
                    int end = begins[i - 1] + sentence.get(i - 1).token().length();
                    document.mention(
                            CorpusFiles.place(file, sentence.get(first).line()),
                            List.of(new DocumentBuilder.Fragment(begins[first], end)),
                            "",
                            sentence.get(first).type(),
                            List.of());
                }
                first = i < sentence.size() && !sentence.get(i).type().isEmpty() ? i : -1;
            }
        }
    }

    static String text(List<CorpusDocument> documents) {
        boolean plain = IntStream.range(0, documents.size())
                .allMatch(i -> documents.get(i).id().equals(Integer.toString(i + 1))
                        && documents.get(i).sentences().size() == 1);
        StringBuilder out = new StringBuilder();
        for (CorpusDocument document : documents) {
            if (plain) {
                write(document, out);
            } else {
                out.append(text(document));
            }
        }
        return out.toString();
    }

    /** The document under its name. */
    static String text(CorpusDocument document) {
        StringBuilder out = new StringBuilder(DOCUMENT);
        out.append(" (").append(document.id().replaceAll("\\s", "_")).append(")\n\n");
        write(document, out);
        return out.toString();
    }

    private static void write(CorpusDocument document, StringBuilder out) {
        List<TextSpan> sentences = document.sentences().isEmpty()
                ? List.of(new TextSpan(0, document.text().length()))
                : document.sentences();
        List<Token> tokens = new ArrayList<>();
        for (int i = 0; i < sentences.size(); i++) {
            addTokens(document.text(), sentences.get(i), i, tokens);
        }
        String[] tags = new String[tokens.size()];
        for (CorpusMention mention : document.mentions()) {
            tag(document, mention, tokens, tags);
        }
        for (int i = 0; i < tokens.size(); i++) {
            out.append(tokens.get(i).span().in(document.text())).append('\t');
            out.append(tags[i] == null ? "O" : tags[i]).append('\n');
            if (i + 1 == tokens.size()
                    || tokens.get(i + 1).sentence() > tokens.get(i).sentence()) {
                out.append('\n');
            }
        }
    }

    private record Token(TextSpan span, int sentence) {}

    private static void addTokens(String text, TextSpan sentence, int number, List<Token> tokens) {
        int begin = -1;
        for (int i = sentence.begin(); i <= sentence.end(); i++) {
            boolean white = i == sentence.end() || Character.isWhitespace(text.charAt(i));
            if (white && begin >= 0) {
                tokens.add(new Token(new TextSpan(begin, i), number));
                begin = -1;
            } else if (!white && begin < 0) {
                begin = i;
            }
        }
    }

    private static void tag(CorpusDocument document, CorpusMention mention, List<Token> tokens, String[] tags) {
        TextSpan cover = mention.cover();
        int first = -1;
        int last = -1;
        for (int i = 0; i < tokens.size(); i++) {
            first = tokens.get(i).span().begin() == cover.begin() ? i : first;
            last = tokens.get(i).span().end() == cover.end() ? i : last;
        }
        boolean sayable = !mention.discontinuous()
                && first >= 0
                && last >= first
                && tokens.get(first).sentence() == tokens.get(last).sentence()
                && !mention.type().matches("(?s).*\\s.*")
                && IntStream.rangeClosed(first, last).allMatch(i -> tags[i] == null);
        if (!sayable) {
            throw new IllegalArgumentException(
                    ("document %s: the mention at [%d, %d) cannot be said in IOB2, expected whole tokens of one"
                                    + " sentence, separate from other mentions, and a type without white space; write JSONL or"
                                    + " brat")
                            .formatted(document.id(), cover.begin(), cover.end()));
        }
        for (int i = first; i <= last; i++) {
            tags[i] = (i == first ? "B-" : "I-") + mention.type();
        }
    }
}
