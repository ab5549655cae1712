package io.osler.ner.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.osler.ner.cli.CliFixture.Outcome;
import io.osler.ner.corpus.Corpora;
import io.osler.ner.corpus.CorpusDocument;
import io.osler.ner.corpus.ReadOptions;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What {@code propose} writes by a dictionary and by a prompt, and what it refuses; heads have a test with weights. */
class ProposeCommandTest {
    @TempDir
    private Path directory;

    private CliFixture cli;

    @BeforeEach
    void begin() {
        cli = new CliFixture(directory);
        cli.note("notes/a.txt", "PLAN\nHe has pneumonia with fever today.\nHe has pneumonia with fever today.\nNo.\n");
        cli.note("notes/b.txt", "The cough is worse at night.\nShe was given aspirin and then morphine.\n");
    }

    private Outcome propose(String... more) {
        List<String> arguments = new ArrayList<>(List.of(
                "propose",
                directory.resolve("notes").toString(),
                "--task",
                "clinical",
                "-o",
                cli.out().toString()));
        arguments.addAll(List.of(more));
        return cli.run(arguments.toArray(String[]::new));
    }

    private List<JsonNode> index() {
        return cli.read("proposals.jsonl")
                .lines()
                .map(JsonMapper.shared()::readTree)
                .toList();
    }

    @Test
    void withoutAModelADictionaryProposesAndThisIsSaid() {
        Outcome outcome = propose();
        assertThat(outcome.code()).isEqualTo(ExitCodes.DONE);
        assertThat(outcome.out())
                .contains("3 of 4 sentences of 2 notes in ", " proposed by dictionary")
                .contains("chosen as typical and unlike each other alone: a dictionary has no doubts")
                .contains("there are no more that do not repeat these");
        assertThat(index()).extracting(line -> line.path("note").asString()).containsExactlyInAnyOrder("a", "b", "b");
        JsonNode tasks = JsonMapper.shared().readTree(cli.read("label-studio.json"));
        assertThat(tasks.valueStream()
                        .filter(task ->
                                task.path("data").path("doc_id").asString("").startsWith("a@5-"))
                        .map(task -> task.path("predictions")
                                .get(0)
                                .path("result")
                                .get(0)
                                .path("value")
                                .path("text")))
                .extracting(JsonNode::asString)
                .containsExactly("pneumonia");
        assertThat(cli.opened).isEmpty();
    }

    @Test
    void theSameSeedWritesTheSame() {
        propose("--count", "2");
        String first = cli.read("label-studio.json") + cli.read("proposals.jsonl");
        assertThat(propose("--count", "2").err()).contains("is there from an earlier run", "--force replaces it");
        propose("--count", "2", "--force");
        assertThat(cli.read("label-studio.json") + cli.read("proposals.jsonl")).isEqualTo(first);
        assertThat(index()).hasSize(2);
    }

    @Test
    void aPromptsDoubtsChooseFirst() {
        Outcome outcome = propose("--model", CliFixture.MODEL, "--count", "1", "--format", "jsonl");
        assertThat(outcome.code()).isEqualTo(ExitCodes.DONE);
        assertThat(outcome.out()).contains("the doubts of a prompt, which are not calibrated");
        assertThat(cli.annotator.shown).hasSize(2);
        assertThat(cli.annotator.closed).isTrue();
        assertThat(index().getFirst().path("uncertainty").asDouble()).isEqualTo(Math.log(2));
        List<CorpusDocument> written = Corpora.read(cli.out().resolve("sentences.jsonl"), ReadOptions.STRICT)
                .documents();
        assertThat(written).hasSize(1);
        assertThat(written.getFirst().mentions()).hasSize(1);
    }

    @Test
    void whatIsAnnotatedIsNotProposedAgain() {
        cli.note("done/x.txt", "He has pneumonia with fever today.");
        cli.note("done/x.ann", "");
        propose("--annotated", directory.resolve("done").toString(), "--format", "brat");
        assertThat(index()).extracting(line -> line.path("note").asString()).containsExactly("b", "b");
        assertThat(Corpora.read(cli.out(), ReadOptions.STRICT).documents()).hasSize(2);
    }

    @Test
    void readingStopsWhenEnoughIsRead() {
        assertThat(propose("--read", "1").out()).contains(" of 2 sentences of 1 note in ");
    }

    @Test
    void wrongUseIsSaidBeforeAnythingIsRead() {
        assertThat(propose("--count", "0").err()).contains("--count is 0, expected at least 1");
        assertThat(propose("--diversity", "2").err()).contains("--diversity is 2.0, expected 0 to 1");
        assertThat(propose("--uncertainty", "mnlp").err()).contains("--uncertainty is for fitted heads");
        assertThat(propose("--format", "pdf").err()).contains("'pdf' is not one of label-studio, brat, jsonl");
        assertThat(cli.run("propose", "x.txt", "-o", cli.out().toString()).err())
                .contains("what shall be found? Name a --task, such as clinical");
        Outcome missing = cli.run(
                "propose", "no-such.txt", "--task", "clinical", "-o", cli.out().toString());
        assertThat(missing.code()).isEqualTo(ExitCodes.INPUTS_FAILED);
        assertThat(missing.err()).contains("INPUT_MISSING", "no note holds a sentence of 3 words or more");
    }
}
