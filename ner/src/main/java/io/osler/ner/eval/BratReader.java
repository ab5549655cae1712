package io.osler.ner.eval;

import io.osler.models.TextSpan;
import io.osler.ner.AnnotatedText;
import io.osler.ner.Mention;
import io.osler.ner.NerException;
import io.osler.ner.export.CodePointOffsets;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads a text and its brat standoff annotations. Only text-bound lines ({@code T1 TAB type begin end TAB words})
 * count; relations, events, attributes and notes are passed over. Offsets are code points in the file and UTF-16 units in the
 * result. Fragments of one mention are joined where only white space lies between, as over a line break; anything
 * else a {@link AnnotatedText} cannot hold is refused: real gaps, overlaps, words that do not stand at their offsets.
 *
 * @see <a href="https://brat.nlplab.org/standoff.html">brat standoff format</a>
 */
public final class BratReader {
    private static final Pattern LINE =
            Pattern.compile("T\\S*\\t(?<type>\\S+) (?<places>\\d+ \\d+(?:;\\d+ \\d+)*)\\t(?<words>.*)", Pattern.DOTALL);

    private final Path ann;
    private final String text;
    private final CodePointOffsets offsets;

    private BratReader(Path txt, Path ann) {
        this.ann = ann;
        this.text = content(txt);
        this.offsets = CodePointOffsets.of(text);
    }

    /**
     * Reads a pair of files.
     *
     * @throws NerException {@code INPUT_MISSING}, {@code INPUT_UNREADABLE}, or {@code CORPUS_INVALID} with file and line
     */
    public static AnnotatedText read(Path txt, Path ann) {
        return new BratReader(txt, ann).read();
    }

    private record NumberedMention(int line, Mention mention) {}

    private AnnotatedText read() {
        List<NumberedMention> mentions = new ArrayList<>();
        int number = 0;
        for (String line : content(ann).split("\n", -1)) {
            number++;
            if (line.startsWith("T")) {
                mentions.add(new NumberedMention(number, mention(withoutCarriageReturn(line), number)));
            }
        }
        mentions.sort(Comparator.comparing(NumberedMention::mention));
        requireApart(mentions);
        return new AnnotatedText(
                text, mentions.stream().map(NumberedMention::mention).toList());
    }

    private Mention mention(String line, int number) {
        Matcher fields = LINE.matcher(line);
        if (!fields.matches()) {
            throw invalid(number, "is not of the form 'T1 TAB type begin end TAB words', correct it");
        }
        List<TextSpan> fragments = new ArrayList<>();
        for (String place : fields.group("places").split(";")) {
            fragments.add(fragment(place, number));
        }
        requireJoined(fragments, number);
        requireWords(fragments, fields.group("words"), number);
        return Mention.gold(fragments.getFirst().begin(), fragments.getLast().end(), fields.group("type"));
    }

    private TextSpan fragment(String place, int number) {
        int space = place.indexOf(' ');
        int begin = codePoint(place.substring(0, space), number);
        int end = codePoint(place.substring(space + 1), number);
        if (begin >= end) {
            throw invalid(number, "has the fragment %d to %d, expected begin < end".formatted(begin, end));
        }
        return new TextSpan(offsets.toUtf16(begin), offsets.toUtf16(end));
    }

    private int codePoint(String digits, int number) {
        // Ten digits and more are beyond any text that fits in memory, whatever an int would make of them.
        int value = digits.length() > 9 ? Integer.MAX_VALUE : Integer.parseInt(digits);
        if (value > offsets.codePoints()) {
            throw invalid(
                    number,
                    "has offset %s, the text ends at %d; pair it with the text it was made for"
                            .formatted(digits, offsets.codePoints()));
        }
        return value;
    }

    private void requireJoined(List<TextSpan> fragments, int number) {
        for (int i = 1; i < fragments.size(); i++) {
            int gapBegin = fragments.get(i - 1).end();
            int gapEnd = fragments.get(i).begin();
            if (gapEnd < gapBegin || !text.substring(gapBegin, gapEnd).chars().allMatch(BratReader::isGap)) {
                throw invalid(
                        number,
                        "has words between its fragments %d and %d, mark one stretch of text".formatted(i, i + 1));
            }
        }
    }

    private static boolean isGap(int unit) {
        return Character.isWhitespace(unit) || unit == '\u0085';
    }

    private void requireWords(List<TextSpan> fragments, String words, int number) {
        String found = String.join(
                " ", fragments.stream().map(fragment -> fragment.in(text)).toList());
        if (!found.equals(words)) {
            throw invalid(number, "quotes other words than stand there, the text or its line ends may have changed");
        }
    }

    private void requireApart(List<NumberedMention> mentions) {
        for (int i = 1; i < mentions.size(); i++) {
            NumberedMention before = mentions.get(i - 1);
            NumberedMention here = mentions.get(i);
            if (here.mention().span().overlaps(before.mention().span())) {
                throw invalid(
                        here.line(), "overlaps the mention of line %d; keep one of the two".formatted(before.line()));
            }
        }
    }

    private NerException invalid(int line, String what) {
        return new NerException(NerException.Code.CORPUS_INVALID, ann.toString(), "line %d %s".formatted(line, what));
    }

    private static String withoutCarriageReturn(String line) {
        return line.endsWith("\r") ? line.substring(0, line.length() - 1) : line;
    }

    private static String content(Path file) {
        try {
            return Files.readString(file);
        } catch (NoSuchFileException e) {
            throw new NerException(
                    NerException.Code.INPUT_MISSING,
                    file.toString(),
                    "there is no such file; a brat document is a .txt and a .ann of the same name",
                    e);
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
}
