package io.osler.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Drafts of free text, looked up in the text so far, against one token at a time. */
class FreeDraftTest {
    private static final int TOKENS = 45;

    @TempDir
    static Path folder;

    private static Engine drafting;
    private static Engine plain;

    @BeforeAll
    static void open() throws IOException {
        Path model = ToyModel.write("qwen3", folder.resolve("toy"));
        drafting = Engine.open(model, ToyModel.OPTIONS);
        plain = Engine.open(model, ToyModel.OPTIONS.withDraftTokensMax(1));
    }

    @AfterAll
    static void close() {
        drafting.close();
        plain.close();
    }

    @Test
    void greedyTextIsTheSameInFewerSteps() {
        assertSameInFewerSteps(SamplingOptions.GREEDY);
    }

    @Test
    void sampledTextIsTheSameInFewerSteps() {
        assertSameInFewerSteps(new SamplingOptions(0.3f, 8, 1f, 11));
    }

    /** What one draft draws too much must not be missing from the random numbers later on. */
    @Test
    void wildTextIsTheSameToo() {
        for (int seed = 0; seed < 4; seed++) {
            GenerationRequest request =
                    repetitive(seed).withTokensMax(TOKENS).withSampling(new SamplingOptions(1.2f, 6, 1f, seed));
            Generation fast = drafting.generate(request);
            assertThat(ids(fast)).as("seed %d", seed).isEqualTo(ids(plain.generate(request)));
            assertThat(fast.usage().keptTokens())
                    .isLessThanOrEqualTo(fast.usage().draftTokens());
        }
    }

    @Test
    void stopStringsAndTheNumberOfTokensCutDraftsShort() {
        for (int seed = 0; seed < 2; seed++) {
            GenerationRequest request = repetitive(seed).withTokensMax(TOKENS);
            Generation whole = plain.generate(request);
            for (int at = 5; at < whole.text().length() - 6; at += 5) {
                GenerationRequest stopping =
                        request.withStopStrings(whole.text().substring(at, at + 6));
                Generation stopped = drafting.generate(stopping);
                Generation expected = plain.generate(stopping);
                assertThat(stopped.text()).isEqualTo(expected.text());
                assertThat(ids(stopped)).isEqualTo(ids(expected));
            }
            for (int tokens : new int[] {1, 31, 32, 33}) {
                assertThat(ids(drafting.generate(request.withTokensMax(tokens))))
                        .isEqualTo(ids(whole).subList(0, tokens));
            }
        }
    }

    @Test
    void theLastTokensOfTheContextAreDraftedWithinIt() {
        GenerationRequest request = repetitive(3).withTokensMax(1000);
        Generation fast = drafting.generate(request);
        assertThat(ids(fast)).isEqualTo(ids(plain.generate(request)));
        assertThat(fast.reason()).isEqualTo(Generation.FinishReason.LENGTH);
        assertThat(fast.tokens()).hasSize(ToyModel.OPTIONS.contextTokensMax() - request.prompt().length + 1);
    }

    private static void assertSameInFewerSteps(SamplingOptions sampling) {
        int fastSteps = 0;
        int plainSteps = 0;
        for (int seed = 0; seed < 4; seed++) {
            GenerationRequest request = repetitive(seed).withTokensMax(TOKENS).withSampling(sampling);
            Generation fast = drafting.generate(request);
            Generation slow = plain.generate(request);
            assertThat(ids(fast)).as("seed %d", seed).isEqualTo(ids(slow));
            assertThat(fast.text()).isEqualTo(slow.text());
            fastSteps += fast.usage().steps();
            plainSteps += slow.usage().steps();
            assertThat(slow.usage().draftTokens()).isZero();
        }
        assertThat(fastSteps).isLessThan(plainSteps * 85 / 100);
    }

    /** This model of random weights goes in circles by itself, the more so after a prompt that does. */
    private static GenerationRequest repetitive(int seed) {
        int[] circle = new SplittableRandom(seed).ints(3, 0, 255).toArray();
        return GenerationRequest.of(
                IntStream.range(0, 30).map(i -> circle[i % 3]).toArray());
    }

    private static List<Integer> ids(Generation generation) {
        return generation.tokens().stream().map(Generation.Token::id).toList();
    }
}
