package io.osler.ner.detect;

import static org.assertj.core.api.Assertions.assertThat;

import io.osler.engine.ComputeDevice;
import io.osler.engine.Engine;
import io.osler.engine.EngineOptions;
import io.osler.models.store.ModelStore;
import io.osler.models.store.PullProgress;
import io.osler.ner.AnnotatedText;
import io.osler.ner.select.ExamplePool;
import io.osler.ner.select.ExampleSelector;
import io.osler.ner.select.SelectionSpec;
import io.osler.ner.select.SelectorParts;
import io.osler.ner.task.Task;
import io.osler.ner.task.Tasks;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Sentences sent together that show the same examples: their beginning is read once, and counted as read once. */
class PrefixHitsIT {
    private static final int SENTENCES = 40;

    @Test
    void aStaticRunReusesAllThatItsPromptsShare() {
        Task task = Tasks.find("disease");
        ExampleSelector examples = ExampleSelector.of(
                SelectionSpec.parse("static,k=4,seed=7"), ExamplePool.of(task.examples()), SelectorParts.NONE);
        List<String> sentences = Tasks.find("clinical").examples().stream()
                .map(AnnotatedText::text)
                .filter(text -> !text.contains("["))
                .limit(SENTENCES)
                .toList();
        assertThat(sentences).hasSize(SENTENCES);
        try (Engine engine = Engine.open(
                ModelStore.open()
                        .pull("smollm2-135m-instruct", PullProgress.SILENT)
                        .directory(),
                EngineOptions.DEFAULTS.withDevice(ComputeDevice.CPU))) {
            CopyQuestions questions = new CopyQuestions(engine, task, examples, 1);
            int[] first = questions.of(sentences.getFirst()).prompt();
            long shared = sentences.stream()
                    .skip(1)
                    .map(sentence -> questions.of(sentence).prompt())
                    .mapToInt(prompt -> Arrays.mismatch(first, prompt))
                    .min()
                    .orElseThrow();
            Detection.Cost cost = new LlmMentionDetector(engine, task, examples, 1)
                    .detections(sentences).stream()
                            .map(CompletableFuture::join)
                            .map(Detection::cost)
                            .reduce(Detection.Cost.NONE, Detection.Cost::plus);
            assertThat(shared).as("instruction and examples").isGreaterThan(100);
            assertThat(cost.reusedTokens())
                    .isBetween((SENTENCES - 1) * shared, cost.promptTokens() - shared - SENTENCES);
        }
    }
}
