package io.osler.ner.task;

import static org.assertj.core.api.Assertions.assertThat;

import io.osler.ner.text.Sentence;
import io.osler.ner.text.SentenceSplitter;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** The examples that stand in every few-shot prompt: a wrong offset there teaches the model a wrong answer. */
class ExamplePoolTest {
    private static final Path NOTES = Path.of("src/main/resources/io/osler/ner/eval/invented");
    private static final List<String> DETERMINERS = List.of("a ", "an ", "the ");

    private final ObjectMapper json = new ObjectMapper();

    @ParameterizedTest
    @ValueSource(strings = {"clinical", "disease"})
    void spansQuoteTheirTextInOrder(String task) throws IOException {
        Set<String> types = task.equals("clinical") ? Set.of("problem", "treatment", "test") : Set.of("disease");
        for (JsonNode example : examples(task)) {
            String text = example.get("text").asString();
            assertThat(text).isEqualTo(text.strip()).isNotEmpty().doesNotContain("\n", "{", "}");
            int after = 0;
            for (JsonNode mention : example.get("mentions")) {
                int begin = mention.get("begin").asInt();
                int end = mention.get("end").asInt();
                assertThat(begin).as(text).isGreaterThanOrEqualTo(after).isLessThan(end);
                assertThat(end).as(text).isLessThanOrEqualTo(text.length());
                assertThat(text.substring(begin, end))
                        .isEqualTo(text.substring(begin, end).strip());
                assertThat(isInsideWord(text, begin) || isInsideWord(text, end))
                        .as(text)
                        .isFalse();
                assertThat(types).contains(mention.get("type").asString());
                after = end;
            }
        }
    }

    @Test
    void clinicalPoolIsMixed() throws IOException {
        List<JsonNode> examples = examples("clinical");
        assertThat(examples)
                .hasSizeBetween(55, 70)
                .extracting(example -> example.get("text").asString())
                .doesNotHaveDuplicates();
        assertThat(withoutMention(examples)).isEqualTo(12);
        for (String type : List.of("problem", "treatment", "test")) {
            assertThat(mentions(examples)
                            .filter(mention -> mention.get("type").asString().equals(type))
                            .count())
                    .as(type)
                    .isGreaterThan(25);
        }
    }

    @Test
    void diseasePoolLeavesTheArticleOut() throws IOException {
        List<JsonNode> examples = examples("disease");
        assertThat(examples)
                .hasSize(24)
                .extracting(example -> example.get("text").asString())
                .doesNotHaveDuplicates();
        assertThat(withoutMention(examples)).isEqualTo(8);
        for (JsonNode example : examples) {
            for (JsonNode mention : example.get("mentions")) {
                String quoted = example.get("text")
                        .asString()
                        .substring(
                                mention.get("begin").asInt(), mention.get("end").asInt());
                assertThat(DETERMINERS).noneMatch(quoted.toLowerCase(Locale.ROOT)::startsWith);
            }
        }
    }

    /** Scores on the invented notes must not come from an example that stands in the prompt. */
    @Test
    void noExampleStandsInAnEvaluationNote() throws IOException {
        Set<String> examples = examples("clinical").stream()
                .filter(example -> !example.get("mentions").isEmpty())
                .map(example -> example.get("text").asString())
                .collect(Collectors.toSet());
        SentenceSplitter splitter = new SentenceSplitter();
        try (Stream<Path> files = Files.list(NOTES)) {
            for (Path file :
                    files.filter(path -> path.toString().endsWith(".txt")).toList()) {
                String note = Files.readString(file);
                assertThat(splitter.split(note))
                        .extracting(Sentence::span)
                        .noneMatch(span -> examples.contains(span.in(note)));
            }
        }
    }

    private static boolean isInsideWord(String text, int at) {
        return at > 0
                && at < text.length()
                && Character.isLetterOrDigit(text.charAt(at - 1))
                && Character.isLetterOrDigit(text.charAt(at));
    }

    private static long withoutMention(List<JsonNode> examples) {
        return examples.stream()
                .filter(example -> example.get("mentions").isEmpty())
                .count();
    }

    private static Stream<JsonNode> mentions(List<JsonNode> examples) {
        return examples.stream().flatMap(example -> example.get("mentions").valueStream());
    }

    private List<JsonNode> examples(String task) throws IOException {
        try (InputStream in = ExamplePoolTest.class.getResourceAsStream(task + ".examples.jsonl")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .map(json::readTree)
                    .toList();
        }
    }
}
