package io.osler.ner.corpus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.osler.ner.AnnotatedText;
import io.osler.ner.Mention;
import io.osler.ner.NerException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BratFormatTest {
    private static final String TEXT = "😀 No fever,\r\nchest\r\npain.";

    @TempDir
    Path directory;

    private Path txt;
    private Path ann;

    @BeforeEach
    void writeText() throws IOException {
        txt = Files.writeString(directory.resolve("n.txt"), TEXT);
        ann = directory.resolve("n.ann");
    }

    @Test
    void codePointsBecomeUnits() throws IOException {
        assertThat(read("T1\tproblem 5 10\tfever\n"))
                .isEqualTo(new AnnotatedText(TEXT, List.of(Mention.gold(6, 11, "problem"))));
    }

    @Test
    void onlyTextBoundLinesCount() throws IOException {
        assertThat(read("""
            T2\tproblem 13 18;20 24\tchest pain

            A1\tNegated T1
            #1\tAnnotatorNotes T1\tT9\tsee above
            R1\tlocation Arg1:T1 Arg2:T2
            T1\tproblem 5 10\tfever
            """).mentions())
                .containsExactly(Mention.gold(6, 11, "problem"), Mention.gold(14, 25, "problem"));
    }

    @Test
    void carriageReturnsAtLineEndsAreNoWords() throws IOException {
        assertThat(read("T1\tproblem 5 10\tfever\r\n").mentions()).hasSize(1);
    }

    @Test
    void fileWithoutLinesHasNoMentions() throws IOException {
        assertThat(read("")).isEqualTo(new AnnotatedText(TEXT, List.of()));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '#',
            value = {
                "T1|problem 5|fever # is not of the form 'T1 TAB type begin end TAB words', correct it",
                "T1 problem 5 10 fever # is not of the form 'T1 TAB type begin end TAB words', correct it",
                "T1|problem 10 5|fever # has the offsets 10 to 5, expected 0 <= begin < end",
                "T1|problem 5 26|fever # has offset 26, the text ends at 25; pair it with the text it was made for",
                "T1|problem 5 9999999999|fever # has offset 2147483647, the text ends at 25; pair it with the text it"
                        + " was made for",
                "T1|problem 5 10|Fever # quotes other words than stand there, the text or its line ends may have"
                        + " changed",
                "T1|problem 2 4;5 10|No fever;x # quotes other words than stand there, the text or its line ends may"
                        + " have changed",
                "T1|problem 5 10;20 24|fever pain # is a mention in 2 pieces with words between them, expected one"
                        + " stretch of text",
                "T1|problem 5 10;8 12|fever er,  # is a mention whose own pieces overlap, expected them one after"
                        + " another",
            })
    void wrongLinesAreToldWithTheirNumber(String line, String what) throws IOException {
        Files.writeString(ann, "T0\tproblem 2 4\tNo\n" + line.replace('|', '\t') + "\n");
        assertThatExceptionOfType(NerException.class)
                .isThrownBy(() -> note(txt, ann))
                .satisfies(e -> assertThat(e.code()).isEqualTo(NerException.Code.CORPUS_INVALID))
                .withMessage("CORPUS_INVALID: %s, line 2: %s", ann, what);
    }

    @Test
    void overlapIsToldWithBothLines() throws IOException {
        Files.writeString(ann, "T1\tproblem 5 10\tfever\n\nT2\tproblem 2 10\tNo fever\n");
        assertThatExceptionOfType(NerException.class)
                .isThrownBy(() -> note(txt, ann))
                .withMessage(
                        "CORPUS_INVALID: %s, line 1: overlaps the mention of %s, line 3; keep one of the two",
                        ann, ann);
    }

    @Test
    void missingFileIsTold() {
        assertThatExceptionOfType(NerException.class)
                .isThrownBy(() -> note(txt, ann))
                .withMessage("INPUT_MISSING: %s: there is no such file, check the path", ann);
    }

    @Test
    void otherEncodingIsTold() throws IOException {
        Files.write(txt, new byte[] {'f', (byte) 0xFC, 'r'});
        Files.createFile(ann);
        assertThatExceptionOfType(NerException.class)
                .isThrownBy(() -> note(txt, ann))
                .withMessage("INPUT_UNREADABLE: %s: is not UTF-8, convert it", txt);
    }

    /** 200 sentences of gold that people checked: each span quotes its note. */
    @Test
    void inventedNotesAreRead() throws IOException {
        Path notes = Path.of("src/main/resources/io/osler/ner/eval/invented");
        int mentions = 0;
        for (String name : List.of(
                "cardiology-clinic",
                "discharge-summary",
                "emergency-note",
                "neuropsychiatry-consult",
                "oncology-follow-up",
                "paediatric-admission",
                "primary-care-soap",
                "surgical-ward-round")) {
            mentions += note(notes.resolve(name + ".txt"), notes.resolve(name + ".ann"))
                    .mentions()
                    .size();
        }
        assertThat(mentions).isEqualTo(364);
    }

    private static AnnotatedText note(Path txt, Path ann) {
        return Corpora.readBrat(txt, ann, ReadOptions.FOR_TASKS)
                .documents()
                .getFirst()
                .annotatedText();
    }

    private AnnotatedText read(String lines) throws IOException {
        Files.writeString(ann, lines);
        return note(txt, ann);
    }
}
