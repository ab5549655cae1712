package io.osler.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The engine's door, on a toy model with random weights. */
class EngineTest {
    private static final EngineOptions OPTIONS = EngineOptions.DEFAULTS
            .withWeightForm(WeightForm.F32)
            .withDevice(ComputeDevice.CPU)
            .withThreads(1)
            .withContextTokensMax(200);

    @TempDir
    static Path folder;

    private static Path model;
    private static Engine engine;

    @BeforeAll
    static void open() throws IOException {
        model = ToyModel.write(Path.of("src/test/resources/golden/llama"), folder.resolve("toy"));
        engine = Engine.open(model, OPTIONS);
    }

    @AfterAll
    static void close() {
        engine.close();
    }

    @Test
    void samePromptSameGreedyTextWhateverStoodInTheCache() {
        GenerationRequest request =
                GenerationRequest.of(engine.prompt("the fever")).withTokensMax(30);
        Generation first = engine.generate(request);
        engine.generate(
                GenerationRequest.of(engine.prompt("the fever and a cough")).withTokensMax(5));
        Generation second = engine.generate(request);
        assertThat(ids(second)).isEqualTo(ids(first));
        assertThat(first.reason()).isEqualTo(Generation.FinishReason.LENGTH);
        assertThat(first.tokens())
                .hasSize(30)
                .allSatisfy(token -> assertThat(token.logProbability()).isBetween(-20.0, 0.0));
    }

    @Test
    void aSharedBeginningIsNotReadAgain() {
        int[] prompt = engine.prompt("a prompt that is long enough to share: pain");
        engine.generate(GenerationRequest.of(prompt).withTokensMax(1));
        Generation again = engine.generate(GenerationRequest.of(prompt).withTokensMax(1));
        assertThat(again.usage().reusedTokens()).isEqualTo(prompt.length - 1);
        assertThat(again.usage().readTokens()).isEqualTo(1);
        int[] fork = engine.prompt("a prompt that differs");
        Generation other = engine.generate(GenerationRequest.of(fork).withTokensMax(1));
        assertThat(other.usage().reusedTokens())
                .isEqualTo(Arrays.mismatch(prompt, fork))
                .isPositive();
    }

    @Test
    void seedsRepeatAndTemperatureMatters() {
        int[] prompt = engine.prompt("pain");
        SamplingOptions seven = new SamplingOptions(1.5f, 50, 0.95f, 7);
        SamplingOptions eight = new SamplingOptions(1.5f, 50, 0.95f, 8);
        String one = text(prompt, seven);
        assertThat(text(prompt, seven)).isEqualTo(one);
        assertThat(text(prompt, eight)).isNotEqualTo(one);
        assertThat(text(prompt, new SamplingOptions(1f, 1, 1f, 3)))
                .as("top-k of one is greedy")
                .isEqualTo(text(prompt, SamplingOptions.GREEDY));
    }

    @Test
    void piecesJoinedAreTheText() {
        for (int seed = 0; seed < 20; seed++) {
            List<GenerationEvent> events = new ArrayList<>();
            Generation generation = engine.generate(
                    GenerationRequest.of(engine.prompt("cough"))
                            .withTokensMax(40)
                            .withSampling(new SamplingOptions(2f, 0, 1f, seed)),
                    events::add);
            StringBuilder joined = new StringBuilder();
            for (GenerationEvent event : events) {
                switch (event) {
                    case GenerationEvent.Piece(String text) -> joined.append(text);
                    case GenerationEvent.Finished(Generation end) ->
                        assertThat(end).isSameAs(generation);
                }
            }
            assertThat(joined.toString()).isEqualTo(generation.text());
            assertThat(events.getLast()).isInstanceOf(GenerationEvent.Finished.class);
        }
    }

    @Test
    void aStopStringEndsTheTextBeforeIt() {
        GenerationRequest request =
                GenerationRequest.of(engine.prompt("the fever")).withTokensMax(30);
        String whole = engine.generate(request).text();
        String stop = whole.substring(whole.length() / 2, whole.length() / 2 + 3);
        Generation stopped = engine.generate(request.withStopStrings("never there", stop));
        assertThat(stopped.text()).isEqualTo(whole.substring(0, whole.indexOf(stop)));
        assertThat(stopped.reason()).isEqualTo(Generation.FinishReason.STOP_STRING);
    }

    @Test
    void manyCallersGetTheirOwnAnswers() throws Exception {
        List<String> prompts = List.of("pain", "fever", "the cough", "test", "disease");
        List<String> expected = prompts.stream().map(engine::complete).toList();
        try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Callable<String>> calls = prompts.stream()
                    .map(prompt -> (Callable<String>) () -> engine.complete(prompt))
                    .toList();
            List<String> answers = new ArrayList<>();
            for (Future<String> answer : callers.invokeAll(calls)) {
                answers.add(answer.get());
            }
            assertThat(answers).isEqualTo(expected);
        }
    }

    @Test
    void aPromptWithoutRoomIsRefusedAndTheEngineLivesOn() {
        int[] prompt = new int[200];
        assertThatThrownBy(() -> engine.generate(GenerationRequest.of(prompt)))
                .isInstanceOf(EngineException.class)
                .hasMessage("CONTEXT_EXCEEDED: prompt: has 200 tokens, the context holds 200; shorten it or open the"
                        + " engine with a larger contextTokensMax");
        assertThat(engine.complete("pain")).isNotEmpty();
    }

    @Test
    void aClosedEngineSaysSo() {
        Engine other = Engine.open(model, OPTIONS);
        other.close();
        other.close();
        assertThatThrownBy(() -> other.generate(GenerationRequest.of(1)))
                .isInstanceOf(EngineException.class)
                .hasMessageStartingWith("CLOSED: ");
    }

    @Test
    void twoEnginesLiveSideBySide() {
        String alone = engine.complete("fever");
        try (Engine other = Engine.open(model, OPTIONS.withWeightForm(WeightForm.INT8))) {
            assertThat(other.complete("fever")).isNotNull();
            assertThat(engine.complete("fever")).isEqualTo(alone);
        }
    }

    @Test
    void aListenerThatWaitsForItsOwnEngineIsToldSo() {
        assertThatThrownBy(() ->
                        engine.generate(GenerationRequest.of(1, 2).withTokensMax(2), event -> engine.complete("pain")))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("would wait for itself");
        assertThat(engine.complete("pain")).isNotEmpty();
    }

    @Test
    void aModelWithoutATemplateCannotChat() {
        assertThatThrownBy(() -> engine.chat(List.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("has no chat template");
    }

    private static List<Integer> ids(Generation generation) {
        return generation.tokens().stream().map(Generation.Token::id).toList();
    }

    private static String text(int[] prompt, SamplingOptions sampling) {
        return engine.generate(GenerationRequest.of(prompt).withTokensMax(25).withSampling(sampling))
                .text();
    }
}
