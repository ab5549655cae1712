package io.osler.ner.export;

import static io.osler.ner.export.ExportFixture.mention;
import static io.osler.ner.export.ExportFixture.note;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.osler.ner.AnnotatedText;
import io.osler.ner.Mention;
import io.osler.ner.corpus.Corpora;
import io.osler.ner.corpus.ReadOptions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BratExportTest {
    @TempDir
    Path directory;

    @Test
    void linesReadAsSpecified() {
        String text = "😀 No fever,\r\nchest  \r\n\r\n  pain in the knee.\tNone";
        ExportFixture.write(
                ExportFormat.BRAT,
                directory,
                note(
                        "n",
                        text,
                        mention(text, "fever", "problem", 0.4),
                        mention(text, "chest  \r\n\r\n  pain", "problem", 0.5),
                        mention(text, "the knee", "body location", 0.6)));
        assertThat(directory.resolve("n.txt")).hasBinaryContent(text.getBytes(StandardCharsets.UTF_8));
        assertThat(directory.resolve("n.ann")).hasContent("""
            T1\tproblem 5 10\tfever
            T2\tproblem 13 18;26 30\tchest pain
            T3\tbody_location 34 42\tthe knee
            """);
    }

    @Test
    void configurationDeclaresEveryType() throws IOException {
        ExportFixture.write(ExportFormat.BRAT, directory);
        assertThat(Files.readString(directory.resolve("annotation.conf")))
                .startsWith(
                        "# offsets: unicode code points, half-open\n[entities]\nproblem\ntreatment\nbody_location\n\n[relations]\n")
                .contains(
                        "[events]",
                        "[attributes]\nAssertion\tArg:<ENTITY>, Value:present|absent|possible|conditional|"
                                + "hypothetical|someone_else\nHistorical\tArg:<ENTITY>\n");
        assertThat(Files.readString(directory.resolve("visual.conf")))
                .contains("\nbody_location | body location\n")
                .containsPattern("\nbody_location\tfgColor:black, bgColor:#[0-9a-f]{6}, borderColor:darken\n");
    }

    @Test
    void namesAreSafeAndTheListSaysWhose() throws IOException {
        ExportFixture.write(
                ExportFormat.BRAT,
                directory,
                note("../up", "a"),
                note("plain", "b"),
                note("../up", "c"),
                note("..", "d"));
        assertThat(directory.resolve("__up.txt")).hasContent("a");
        assertThat(directory.resolve("plain.txt")).hasContent("b");
        assertThat(directory.resolve("__up-2.txt")).hasContent("c");
        assertThat(directory.resolve("_.txt")).hasContent("d");
        assertThat(Files.readString(directory.resolve("documents.jsonl"))).isEqualTo("""
            {"file":"__up","doc_id":"../up"}
            {"file":"__up-2","doc_id":"../up"}
            {"file":"_","doc_id":".."}
            """);
    }

    @Test
    void plainNamesNeedNoList() {
        ExportFixture.write(ExportFormat.BRAT, directory, note("plain", ""));
        assertThat(directory.resolve("plain.txt")).isEmptyFile();
        assertThat(directory.resolve("plain.ann")).isEmptyFile();
        assertThat(directory.resolve("documents.jsonl")).doesNotExist();
    }

    @Test
    void mentionWithoutAWordIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ExportFixture.write(
                        ExportFormat.BRAT, directory, note("n", "😀 \n x", Mention.gold(2, 5, "problem"))))
                .withMessage("mention at characters [1, 4) is white space, expected a word");
        assertThat(directory.resolve("n.txt")).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(strings = {"\n", "\r\n", "\r", "\u000B", "\f", "\u0085", "\u2028", "\u2029", " \n\t", "\n\n"})
    void mentionOverABreakComesBack(String gap) throws IOException {
        String text = "😀 chest" + gap + "pain e\u0301 😀";
        assertThat(readBack(text, List.of(mention(text, "chest" + gap + "pain e\u0301 😀", "problem", 1))))
                .isTrue();
        assertThat(Files.readAllLines(directory.resolve("n.ann"))).hasSize(1);
    }

    @Test
    void whatIsWrittenComesBack() throws IOException {
        String[] pieces = {
            "a", "pain", "😀", "👩‍⚕️", "e\u0301", "\u00A0", "[", "|", "T1", " ", " ", "  ", "\t", "\n", "\r\n",
            "\u2028"
        };
        SplittableRandom random = seeded();
        for (int round = 0; round < 25; round++) {
            StringBuilder text = new StringBuilder();
            List<Mention> mentions = new ArrayList<>();
            for (int i = random.nextInt(16); i > 0; i--) {
                append(text, pieces, random, 3);
                int begin = text.length();
                text.append("x");
                append(text, pieces, random, 5);
                text.append("y");
                mentions.add(Mention.gold(begin, text.length(), random.nextBoolean() ? "problem" : "treatment"));
            }
            append(text, pieces, random, 3);
            assertThat(readBack(text.toString(), mentions))
                    .as("round %d", round)
                    .isTrue();
        }
    }

    private static void append(StringBuilder text, String[] pieces, SplittableRandom random, int most) {
        for (int i = random.nextInt(most + 1); i > 0; i--) {
            text.append(pieces[random.nextInt(pieces.length)]);
        }
    }

    /** A generator whose seed is printed; {@code -Dtest.seed=…} repeats a run. */
    private static SplittableRandom seeded() {
        String given = System.getProperty("test.seed", "");
        long seed = given.isEmpty() ? System.nanoTime() : Long.parseLong(given);
        System.out.printf("brat round trip: rerun with -Dtest.seed=%d%n", seed);
        return new SplittableRandom(seed);
    }

    private boolean readBack(String text, List<Mention> mentions) {
        ExportFixture.write(ExportFormat.BRAT, directory, note("n", text, mentions.toArray(Mention[]::new)));
        AnnotatedText read = Corpora.readBrat(
                        directory.resolve("n.txt"), directory.resolve("n.ann"), ReadOptions.FOR_TASKS)
                .documents()
                .getFirst()
                .annotatedText();
        return read.equals(new AnnotatedText(text, mentions));
    }
}
