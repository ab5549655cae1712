package io.osler.ner.detect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.osler.engine.ComputeDevice;
import io.osler.engine.Engine;
import io.osler.engine.EngineOptions;
import io.osler.engine.ReadingRequest;
import io.osler.engine.WeightForm;
import io.osler.models.store.ModelStore;
import io.osler.models.store.PullProgress;
import io.osler.ner.Mention;
import io.osler.ner.prompt.VerifyNotation;
import io.osler.ner.task.Task;
import io.osler.ner.task.Tasks;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** On real weights, against the same sum by hand over all the vocabulary. */
class VerifierIT {
    private static final String SENTENCE = "He was given aspirin for chest pain.";

    @Test
    void theShareOfYesIsTakenFromTheModelsOwnNextWord() {
        Task task = Tasks.find("clinical");
        EngineOptions options =
                EngineOptions.DEFAULTS.withWeightForm(WeightForm.F32).withDevice(ComputeDevice.CPU);
        try (Engine engine = Engine.open(
                ModelStore.open()
                        .pull("smollm2-135m-instruct", PullProgress.SILENT)
                        .directory(),
                options)) {
            for (boolean chat : new boolean[] {false, true}) {
                Verifier verifier = new Verifier(engine, task, chat);
                Mention pain = Mention.gold(25, 35, "problem");
                Mention given = Mention.gold(7, 12, "treatment");
                double[] told = verifier.probabilities(
                        List.of(new Verifier.Finding(SENTENCE, pain), new Verifier.Finding(SENTENCE, given)));
                assertThat(told[0]).isCloseTo(byHand(engine, task, pain, chat), within(1e-3));
                assertThat(told[1]).isCloseTo(byHand(engine, task, given, chat), within(1e-3));
                assertThat(told[0]).isNotEqualTo(told[1]).isBetween(0.0, 1.0);
                assertThat(verifier.probabilities(List.of())).isEmpty();
                assertThatThrownBy(() -> verifier.probabilities(
                                List.of(new Verifier.Finding(SENTENCE, Mention.gold(0, 2, "gene")))))
                        .isInstanceOf(IllegalArgumentException.class)
                        .hasMessageContaining("label is 'gene', expected one of [problem, treatment, test]");
            }
        }
    }

    private static double byHand(Engine engine, Task task, Mention mention, boolean chat) {
        int[] prompt =
                new PromptTokens(LanguageModel.of(engine), chat).of(new VerifyNotation(task).prompt(SENTENCE, mention));
        float[] logits = engine.readAll(List.of(ReadingRequest.of(prompt).withLogits(new int[] {prompt.length - 1})))
                .getFirst()
                .logits()[0];
        double[] sums = new double[2];
        List<List<String>> words = List.of(VerifyNotation.YES, VerifyNotation.NO);
        for (int answer = 0; answer < 2; answer++) {
            TreeSet<Integer> ids = new TreeSet<>();
            words.get(answer).forEach(word -> ids.add(engine.tokenizer().encode((chat ? "" : " ") + word)[0]));
            for (int id : ids) {
                sums[answer] += Math.exp(logits[id]);
            }
        }
        return sums[0] / (sums[0] + sums[1]);
    }
}
