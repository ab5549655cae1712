package io.osler.kb;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The list people extend by hand keeps the promises of {@code starter.txt}. */
class StarterVocabularyTest {
    private static final int COLUMNS = 5;
    private static final int DEFINITION_WORDS_MAX = 20;
    private static List<String> lines;
    private static List<Entry> entries;

    private record Entry(String id, List<String> names, String type, String definition) {
        static Entry of(String line) {
            String[] cells = line.split("\t", -1);
            assertThat(cells).as(line).hasSize(COLUMNS);
            Stream<String> synonyms = cells[2].isEmpty() ? Stream.empty() : Arrays.stream(cells[2].split("\\|", -1));
            List<String> names = Stream.concat(Stream.of(cells[1]), synonyms).toList();
            return new Entry(cells[0], names, cells[3], cells[4]);
        }
    }

    @BeforeAll
    static void read() throws IOException {
        try (InputStream stream = StarterVocabularyTest.class.getResourceAsStream("starter.tsv")) {
            lines = new String(stream.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
        }
        entries = lines.stream().skip(1).map(Entry::of).toList();
    }

    @Test
    void theHeaderNamesTheColumns() {
        assertThat(lines.getFirst()).isEqualTo("id\tname\tsynonyms\ttype\tdefinition");
    }

    @Test
    void idsAreOslersOwnAndUnique() {
        assertThat(entries).extracting(Entry::id).doesNotHaveDuplicates().allMatch(id -> id.matches("OSL:\\d{4}"));
    }

    @Test
    void eachTypeIsThereInNumbers() {
        Map<String, Long> counts = entries.stream().collect(Collectors.groupingBy(Entry::type, Collectors.counting()));
        assertThat(counts).containsOnlyKeys("problem", "treatment", "test");
        assertThat(counts.values()).allMatch(count -> count >= 100);
    }

    @Test
    void namesAreClean() {
        assertThat(entries)
                .allSatisfy(entry -> assertThat(entry.names())
                        .as(entry.id())
                        .allMatch(name -> !name.isBlank() && name.equals(name.strip()) && !name.contains("  "))
                        .allMatch(name -> name.chars().anyMatch(Character::isLetter)));
    }

    @Test
    void noNameStandsUnderTwoConceptsOfAType() {
        Map<String, String> holder = new HashMap<>();
        for (Entry entry : entries) {
            for (String name : entry.names()) {
                String key = entry.type() + ":" + name.toLowerCase(Locale.ROOT).replaceAll("[\\s-]+", " ");
                assertThat(holder.putIfAbsent(key, entry.id()))
                        .as("%s under %s", key, entry.id())
                        .isNull();
            }
        }
    }

    @Test
    void wordsThatMeanTooMuchAreNotThere() {
        List<String> names = entries.stream()
                .flatMap(entry -> entry.names().stream())
                .map(name -> name.toLowerCase(Locale.ROOT))
                .toList();
        assertThat(names)
                .doesNotContain("aids", "all", "cap", "pe", "pt", "hr", "ra", "ms", "us", "fit", "cold", "fall", "pet");
    }

    @Test
    void definitionsAreOneShortSentence() {
        assertThat(entries)
                .allSatisfy(entry -> assertThat(entry.definition())
                        .as(entry.id())
                        .endsWith(".")
                        .satisfies(text -> assertThat(text.split(" ")).hasSizeBetween(2, DEFINITION_WORDS_MAX)));
    }
}
