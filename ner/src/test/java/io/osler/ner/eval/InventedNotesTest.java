package io.osler.ner.eval;

import static org.assertj.core.api.Assertions.assertThat;

import io.osler.ner.text.Sentence;
import io.osler.ner.text.SentenceSplitter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The gold of the invented notes: offsets in code points, as brat counts. */
class InventedNotesTest {
    private static final Path RESOURCES = Path.of("src/main/resources/io/osler/ner");
    private static final Path NOTES = RESOURCES.resolve("eval/invented");
    private static final Set<String> TYPES = Set.of("problem", "treatment", "test");

    /** A line of a standoff file, its offsets turned into UTF-16 units. */
    record Gold(String id, String type, int begin, int end, String quoted) {
        static Gold parse(String line, String note) {
            String[] fields = line.split("\t", -1);
            assertThat(fields).as(line).hasSize(3);
            String[] place = fields[1].split(" ", -1);
            assertThat(place).as(line).hasSize(3);
            int begin = note.offsetByCodePoints(0, Integer.parseInt(place[1]));
            int end = note.offsetByCodePoints(0, Integer.parseInt(place[2]));
            return new Gold(fields[0], place[0], begin, end, fields[2]);
        }
    }

    @ParameterizedTest
    @MethodSource("names")
    void everySpanQuotesTheNote(String name) throws IOException {
        String note = note(name);
        int after = 0;
        int number = 0;
        for (Gold gold : gold(name)) {
            number++;
            assertThat(gold.id()).isEqualTo("T" + number);
            assertThat(TYPES).contains(gold.type());
            assertThat(note.substring(gold.begin(), gold.end())).isEqualTo(gold.quoted());
            assertThat(gold.quoted())
                    .isEqualTo(gold.quoted().strip())
                    .isNotEmpty()
                    .doesNotContain("\n");
            assertThat(gold.begin()).as(gold.id()).isGreaterThanOrEqualTo(after);
            after = gold.end();
        }
    }

    /** What a sentence cuts in two, no detector that reads sentences can find. */
    @ParameterizedTest
    @MethodSource("names")
    void everyMentionLiesInOneSentence(String name) throws IOException {
        List<Sentence> sentences = new SentenceSplitter().split(note(name));
        for (Gold gold : gold(name)) {
            assertThat(sentences)
                    .as(gold.id())
                    .anyMatch(sentence -> !sentence.heading()
                            && sentence.span().begin() <= gold.begin()
                            && gold.end() <= sentence.span().end());
        }
    }

    @Test
    void setHasTheSizeThatReportsQuote() throws IOException {
        assertThat(names()).hasSize(8);
        long sentences = 0;
        List<Gold> gold = new ArrayList<>();
        for (String name : names()) {
            sentences += new SentenceSplitter()
                    .split(note(name)).stream()
                            .filter(sentence -> !sentence.heading())
                            .count();
            gold.addAll(gold(name));
        }
        assertThat(sentences).isEqualTo(200);
        assertThat(gold).hasSize(364);
        assertThat(TYPES)
                .allSatisfy(
                        type -> assertThat(gold).filteredOn(Gold::type, type).hasSizeGreaterThan(80));
    }

    @Test
    void someOffsetsDifferBetweenCodePointsAndUnits() throws IOException {
        String note = note("primary-care-soap");
        assertThat(note.codePointCount(0, note.length())).isLessThan(note.length());
    }

    @ParameterizedTest
    @ValueSource(strings = {"discharge-summary", "emergency-note", "primary-care-soap"})
    void sampleNotesAreTheAnnotatedOnes(String name) throws IOException {
        assertThat(RESOURCES.resolve("samples").resolve(name + ".txt"))
                .hasSameBinaryContentAs(NOTES.resolve(name + ".txt"));
    }

    static List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(NOTES)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".txt"))
                    .map(name -> name.substring(0, name.length() - ".txt".length()))
                    .sorted()
                    .toList();
        }
    }

    private static String note(String name) throws IOException {
        return Files.readString(NOTES.resolve(name + ".txt"));
    }

    private static List<Gold> gold(String name) throws IOException {
        String note = note(name);
        return Files.readAllLines(NOTES.resolve(name + ".ann")).stream()
                .map(line -> Gold.parse(line, note))
                .toList();
    }
}
