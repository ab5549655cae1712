package io.osler.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Walking a grammar with drafts against its plain twin, one token at a time. */
class GrammarTest {
    @TempDir
    static Path folder;

    private record Fixed(List<Move> moves) implements Grammar {
        @Override
        public int tokensMax() {
            return 3;
        }
    }

    @Test
    void draftsChangeNothingButTheNumberOfSteps() throws IOException {
        Path model = ToyModel.write(Path.of("src/test/resources/golden/qwen2"), folder.resolve("toy"));
        EngineOptions options = EngineOptions.DEFAULTS
                .withWeightForm(WeightForm.F32)
                .withDevice(ComputeDevice.CPU)
                .withThreads(1)
                .withContextTokensMax(200);
        int steps = 0;
        int plainSteps = 0;
        try (Engine drafting = Engine.open(model, options.withDraftTokensMax(16));
                Engine plain = Engine.open(model, options.withDraftTokensMax(1))) {
            for (int seed = 0; seed < 25; seed++) {
                GenerationRequest request =
                        GenerationRequest.of(drafting.prompt("pain " + seed)).withGrammar(new Maze(seed, 30));
                Generation fast = drafting.generate(request);
                Generation slow = plain.generate(request);
                assertThat(ids(fast)).as("seed %d", seed).isEqualTo(ids(slow));
                assertThat(fast.decisions()).hasSameSizeAs(slow.decisions());
                for (int i = 0; i < fast.decisions().size(); i++) {
                    Grammar.Decision decision = fast.decisions().get(i);
                    assertThat(decision.chosen())
                            .isEqualTo(slow.decisions().get(i).chosen());
                    double total = 0;
                    for (int move = 0; move < decision.logProbabilities().length; move++) {
                        total += Math.exp(decision.logProbabilities()[move]);
                        assertThat(decision.logProbabilities()[move])
                                .isCloseTo(slow.decisions().get(i).logProbabilities()[move], within(1e-3));
                    }
                    assertThat(total).isCloseTo(1, within(1e-9));
                }
                assertThat(fast.reason()).isEqualTo(Generation.FinishReason.GRAMMAR);
                steps += fast.usage().steps();
                plainSteps += slow.usage().steps();
            }
        }
        assertThat(steps).isLessThan(plainSteps);
    }

    /** Left or right, so many times; where it goes does not turn on how it got there. */
    private record Fork(int left, boolean meets) implements Grammar {
        @Override
        public List<Move> moves() {
            return left == 0
                    ? List.of()
                    : IntStream.of(10, 40)
                            .mapToObj(first -> new Move(
                                    IntStream.range(first, first + 30).toArray(),
                                    new int[] {first + left},
                                    0,
                                    new Fork(left - 1, meets)))
                            .toList();
        }

        @Override
        public boolean equals(Object other) {
            return this == other || (other instanceof Fork fork && meets && fork.meets && fork.left == left);
        }

        @Override
        public int hashCode() {
            return left;
        }

        @Override
        public int tokensMax() {
            return left;
        }
    }

    @Test
    void whatTheModelSaidFurtherOnIsExpectedWhenThatPointIsReached() throws IOException {
        Path model = ToyModel.write("llama", folder.resolve("forks"));
        int steps = 0;
        int strangers = 0;
        int plainSteps = 0;
        try (Engine drafting = Engine.open(model, ToyModel.OPTIONS.withDraftTokensMax(24));
                Engine plain = Engine.open(model, ToyModel.OPTIONS.withDraftTokensMax(1))) {
            for (int seed = 0; seed < 12; seed++) {
                GenerationRequest prompt = GenerationRequest.of(drafting.prompt("pain " + seed));
                Generation slow = plain.generate(prompt.withGrammar(new Fork(20, true)));
                Generation fast = drafting.generate(prompt.withGrammar(new Fork(20, true)));
                Generation stranger = drafting.generate(prompt.withGrammar(new Fork(20, false)));
                assertThat(ids(fast)).as("seed %d", seed).isEqualTo(ids(slow));
                assertThat(ids(stranger)).as("seed %d", seed).isEqualTo(ids(slow));
                steps += fast.usage().steps();
                strangers += stranger.usage().steps();
                plainSteps += slow.usage().steps();
            }
        }
        assertThat(steps).isLessThan(strangers);
        assertThat(strangers).isLessThan(plainSteps);
    }

    @Test
    void aForcedTextNeedsNoStep() throws IOException {
        Path model = ToyModel.write(Path.of("src/test/resources/golden/llama"), folder.resolve("forced"));
        Grammar end = new Fixed(List.of());
        Grammar forced = new Fixed(List.of(new Grammar.Move(new int[] {5}, new int[] {5, 6, 7}, 0, end)));
        try (Engine engine =
                Engine.open(model, EngineOptions.DEFAULTS.withThreads(1).withContextTokensMax(50))) {
            int[] prompt = engine.prompt("fever now");
            Generation generation = engine.generate(GenerationRequest.of(prompt).withGrammar(forced));
            assertThat(ids(generation)).containsExactly(5, 6, 7);
            assertThat(generation.decisions()).isEmpty();
            assertThat(generation.usage().readTokens()).isZero();
        }
    }

    private static List<Integer> ids(Generation generation) {
        return generation.tokens().stream().map(Generation.Token::id).toList();
    }
}
