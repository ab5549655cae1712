package io.osler.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Walking a grammar with drafts against its plain twin, one token at a time. */
class GrammarTest {
    @TempDir
    static Path folder;

    /** A random tree of choices, the same for the same seed: three moves at most, one or two tokens each. */
    private record Maze(long seed, int depth) implements Grammar {
        @Override
        public int tokensMax() {
            return 2 * depth;
        }

        @Override
        public List<Move> moves() {
            if (depth == 0) {
                return List.of();
            }
            SplittableRandom random = new SplittableRandom(seed);
            int count = 1 + random.nextInt(3);
            return IntStream.range(0, count)
                    .mapToObj(i -> {
                        int[] evidence = random.ints(1 + random.nextInt(3), 10 * i, 10 * i + 10)
                                .distinct()
                                .toArray();
                        int[] tokens =
                                random.ints(1 + random.nextInt(2), 0, 319).toArray();
                        return new Move(
                                evidence, tokens, random.nextDouble() - 0.5, new Maze(random.nextLong(), depth - 1));
                    })
                    .toList();
        }
    }

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
