package io.osler.ner.prompt;

import static org.assertj.core.api.Assertions.assertThat;

import io.osler.ner.AnnotatedText;
import io.osler.ner.task.OutputFormat;
import io.osler.ner.task.PromptProfile;
import io.osler.ner.task.Task;
import io.osler.ner.task.Tasks;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The words of each question, whole. {@code -Dgolden.update=true} writes them anew; the difference is for review. */
class PromptGoldenTest {
    private static final Path GOLDEN = Path.of("src/test/resources/io/osler/ner/prompt/golden");
    private static final String SENTENCE = "Two brothers with Wilson disease also had cirrhosis .";

    static List<String> tasks() {
        return Tasks.BUILT_IN;
    }

    @ParameterizedTest
    @MethodSource("tasks")
    void promptsAreTheStoredOnes(String name) throws IOException {
        StringBuilder all = new StringBuilder();
        Task task = Tasks.find(name);
        List<AnnotatedText> examples = task.examples().subList(1, 3);
        for (PromptProfile profile : PromptProfile.values()) {
            for (OutputFormat format : OutputFormat.values()) {
                Notation notation = Notation.of(format, profile, task, List.of(SENTENCE));
                add(all, profile + " " + format, notation.prompt(examples, "", SENTENCE), notation.promptHash());
            }
        }
        CandidateNotation candidates = new CandidateNotation(task);
        add(all, "candidates", candidates.prompt(SENTENCE), candidates.promptHash());
        RevisionNotation revision = new RevisionNotation(task);
        Prompt revise = revision.prompt(new AnnotatedText(SENTENCE, List.of()), "Facts:\n- x: y", "");
        add(all, "revise", revise, revision.promptHash());
        Path file = GOLDEN.resolve(name + ".txt");
        if (Boolean.getBoolean("golden.update")) {
            Files.createDirectories(GOLDEN);
            Files.writeString(file, all);
        }
        assertThat(all.toString()).isEqualTo(Files.readString(file));
    }

    private static void add(StringBuilder all, String what, Prompt prompt, String hash) {
        all.append("==== %s, hash %s, answer begins with '%s'\n".formatted(what, hash, prompt.lead()))
                .append(prompt.head())
                .append("<|own|>")
                .append(prompt.tail())
                .append("<|answer|>\n");
    }
}
