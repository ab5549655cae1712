package io.osler.ner.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.osler.ner.NerException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class TasksTest {
    @TempDir
    private Path directory;

    static List<String> names() {
        return Tasks.BUILT_IN;
    }

    @ParameterizedTest
    @MethodSource("names")
    void builtInTasksAreWhole(String name) {
        Task task = Tasks.find(name);
        assertThat(task.name()).isEqualTo(name);
        assertThat(task.examples()).hasSizeGreaterThan(20);
        assertThat(task.defaults()).isEqualTo(TaskDefaults.DEFAULTS);
        for (Label label : task.labels()) {
            assertThat(task.examples())
                    .as("examples of %s", label.name())
                    .anyMatch(example ->
                            example.mentions().stream().anyMatch(m -> m.type().equals(label.name())));
            assertThat(label.semanticTypes()).isNotEmpty();
            assertThat(label.fits(label.name())).isTrue();
        }
        assertThat(task.examples()).anyMatch(example -> example.mentions().isEmpty());
    }

    @Test
    void whatAUserWritesIsRead() throws IOException {
        Files.writeString(
                directory.resolve("ex.jsonl"),
                "{\"text\": \"a rash\", \"mentions\": [{\"begin\": 2, \"end\": 6, \"type\": \"finding\"}]}\n\n");
        Task task = Tasks.find(file("""
                # mine
                name: skin
                domain: dermatological
                labels:
                  - name: finding
                    noun: finding of the skin
                    definition: What is seen.
                    rule: The whole phrase.
                    semantic-types: {T184: Sign or Symptom}
                  - {name: place, definition: Where it is seen.}
                examples: ex.jsonl
                format: json
                profile: study
                select: kate:embedding,order=pool
                k: 8
                boundary: with-determiners
                kb: /data/kb
                """));
        assertThat(task.types()).isEqualTo("finding of the skin or place");
        assertThat(task.label("finding"))
                .isEqualTo(new Label(
                        "finding",
                        "What is seen.",
                        "The whole phrase.",
                        "finding of the skin",
                        Map.of("T184", "Sign or Symptom")));
        assertThat(task.label("place")).isEqualTo(new Label("place", "Where it is seen.", ""));
        assertThat(task.examples()).hasSize(1);
        assertThat(task.defaults().select()).hasToString("kate:embedding,k=8,order=pool");
        assertThat(task.defaults().format()).isEqualTo(OutputFormat.JSON);
        assertThat(task.defaults().profile()).isEqualTo(PromptProfile.STUDY);
        assertThat(task.defaults().boundary()).isEqualTo(BoundaryProfile.WITH_DETERMINERS);
        assertThat(task.defaults().kb()).isEqualTo(Optional.of("/data/kb"));
        assertThatThrownBy(() -> task.label("plaice"))
                .hasMessage("label is 'plaice', expected one of [finding, place]");
    }

    @Test
    void aLabelOfABuiltInNameHasTheTypesOfThatOneUnlessItSaysItsOwn() throws IOException {
        Task task = Tasks.find(file("""
                name: mine
                domain: d
                labels:
                  - {name: treatment, definition: x}
                  - {name: test, definition: x, semantic-types: {}}
                  - {name: place, definition: x}
                """));
        assertThat(task.label("treatment").semanticTypes())
                .isEqualTo(Tasks.find("clinical").label("treatment").semanticTypes())
                .containsKey("T061");
        assertThat(task.label("test").semanticTypes()).isEmpty();
        assertThat(task.label("place").semanticTypes()).isEmpty();
    }

    @Test
    void semanticTypesStayInTheOrderOfTheFileSoThatFingerprintsAreTheSameInEveryProcess() {
        assertThat(Tasks.find("disease").label("disease").semanticTypes().keySet())
                .containsExactly(
                        "problem",
                        "T019",
                        "T020",
                        "T037",
                        "T046",
                        "T047",
                        "T048",
                        "T049",
                        "T050",
                        "T190",
                        "T191",
                        "disease_ontology",
                        "Diseases",
                        "Psychiatry and Psychology");
    }

    /** A task of four lines, and what is put in place of one of them. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '#',
            quoteCharacter = '~',
            value = {
                "domain: d # lables: d # 2 # key 'lables' is not known, expected one of [boundary, domain, examples,"
                        + " format, k, kb, labels, name, profile, select, types]",
                "domain: d # # 1 # 'domain' is missing or empty, expected text",
                "domain: d # domain: [d] # 2 # 'domain' is a list, expected text",
                "domain: d # name: d # 2 # key 'name' stands twice",
                "name: a [b] # name: a [b # 4 # label is 'a [b', expected a lower-case letter, then letters, digits,"
                        + " space, _ or -",
                "name: a [b] # nam: x # 4 # key 'nam' is not known, expected one of [definition, name, noun, rule,"
                        + " semantic-types]",
                "name: a [b] # name: '' # 4 # 'name' is missing or empty, expected text",
                "definition: x # definition: '' # 4 # 'definition' is missing or empty, expected text",
                "format: tanl # format: xml # 6 # format is 'xml', expected one of [tanl, dice, json]",
                "format: tanl # profile: own # 6 # profile is 'own', expected one of [default, study]",
                "format: tanl # k: lots # 6 # k is 'lots', expected a whole number, 0 or more",
                "format: tanl # boundary: off # 6 # boundary is 'off', expected one of [as-found, with-determiners]",
                "format: tanl # select: best # 6 # selection is 'best', expected one of none, spread, static, random,"
                        + " kate:tfidf, kate:embedding, hybrid, entity, farthest:tfidf, farthest:embedding"
            })
    void whatIsWrongIsSaidWithItsLine(String line, String instead, int number, String message) throws IOException {
        String yaml = """
                name: mine
                domain: d
                labels:
                  - name: a [b]
                    definition: x
                format: tanl
                """;
        String broken = yaml.replace(line, instead == null ? "" : instead);
        String repaired = line.startsWith("name: a") ? broken : broken.replace("a [b]", "ab");
        String file = file(repaired);
        assertThatThrownBy(() -> Tasks.find(file))
                .isInstanceOf(NerException.class)
                .hasMessageContaining("task my.yaml, line %d".formatted(number))
                .hasMessageContaining(message);
    }

    @Test
    void whatIsNoYamlIsSaidWithItsLine() throws IOException {
        String file = file("name: mine\n{domain: d\nlabels:\n");
        assertThatThrownBy(() -> Tasks.find(file))
                .isInstanceOf(NerException.class)
                .hasMessageContaining("task my.yaml: not readable (while scanning")
                .hasMessageContaining("line 2, column 1");
    }

    @Test
    void noLabelsNoTask() throws IOException {
        for (String labels : List.of("labels: []", "labels:", "label: x")) {
            String file = file("name: a\ndomain: d\n" + labels);
            assertThatThrownBy(() -> Tasks.find(file))
                    .isInstanceOf(NerException.class)
                    .hasMessageContaining("label");
        }
        String empty = file("");
        assertThatThrownBy(() -> Tasks.find(empty)).hasMessageContaining("expected a YAML mapping");
        String twice = file("name: a\ndomain: d\nlabels:\n- {name: x, definition: y}\n- {name: x, definition: y}\n");
        assertThatThrownBy(() -> Tasks.find(twice)).hasMessageContaining("label 'x' stands twice in task 'a'");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '#',
            quoteCharacter = '~',
            value = {
                "{\"text\": \"rash\", \"mentions\": [{\"begin\": 2, \"end\": 9, \"type\": \"x\"}]} # a mention ends at 9, the text at 4",
                "{\"text\": \"rash\", \"mentions\": [{\"begin\": 2, \"type\": \"x\"}]} # expected 0 <= begin <= end",
                "{\"text\": \"rash\", \"mentions\": [{\"begin\": 0, \"end\": 4}]} # 'type' is missing or not text",
                "{\"text\": 5} # 'text' is missing or not text",
                "{\"text # not readable"
            })
    void aBrokenExampleIsSaidWithItsLine(String line, String message) throws IOException {
        Files.writeString(directory.resolve("ex.jsonl"), "{\"text\": \"fine\", \"mentions\": []}\n" + line);
        String file = file("name: a\ndomain: d\nlabels: [{name: x, definition: y}]\nexamples: ex.jsonl\n");
        assertThatThrownBy(() -> Tasks.find(file))
                .isInstanceOf(NerException.class)
                .hasMessageContaining("ex.jsonl, line 2")
                .hasMessageContaining(message);
    }

    @Test
    void anUnknownTaskListsTheKnownOnes() {
        assertThatThrownBy(() -> Tasks.find("diseases"))
                .hasMessage("task is 'diseases', expected one of [clinical, disease, chemical-disease, gene,"
                        + " gene-chemical] or a YAML file");
    }

    private String file(String yaml) throws IOException {
        Path file = directory.resolve("my.yaml");
        Files.writeString(file, yaml);
        return file.toString();
    }
}
