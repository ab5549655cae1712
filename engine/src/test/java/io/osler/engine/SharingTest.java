package io.osler.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What requests have in common is read once, whoever sends them and whenever. */
class SharingTest {
    @TempDir
    Path folder;

    private Engine engine;

    @BeforeEach
    void open() throws IOException {
        engine = Engine.open(ToyModel.write("llama", folder.resolve("toy")), ToyModel.OPTIONS.withStepTokensMax(40));
    }

    @AfterEach
    void close() {
        engine.close();
    }

    @Test
    void promptsThatBeginAlikeReadTheirBeginningOnce() {
        List<GenerationRequest> requests = IntStream.range(0, 20)
                .mapToObj(i -> GenerationRequest.of(joined(ids(1, 60), new int[] {i, 9, 8, 7, 6}))
                        .withTokensMax(1))
                .toList();
        List<Generation> first = engine.generateAll(requests);
        assertThat(sumOfRead(first)).isEqualTo(60 + 20 * 5);
        assertThat(first.stream()
                        .mapToInt(generation -> generation.usage().reusedTokens())
                        .sum())
                .as("what one reads for all, the others reuse, though none was there before")
                .isEqualTo(19 * 60);
        assertThat(sumOfRead(engine.generateAll(requests)))
                .as("all but each one's last token is there")
                .isEqualTo(20);
        EngineStats stats = engine.stats();
        assertThat(stats.readTokens()).isEqualTo(60 + 20 * 5 + 20);
        assertThat(stats.requests()).isEqualTo(40);
        assertThat(stats.promptTokens()).isEqualTo(40 * 65);
    }

    @Test
    void aPromptMayLeaveAnotherInItsMiddle() {
        int[] whole = ids(2, 50);
        engine.generate(GenerationRequest.of(whole).withTokensMax(1));
        for (int common : new int[] {30, 31, 10, 49}) {
            int[] fork = joined(Arrays.copyOf(whole, common), new int[] {(whole[common] + 1) % 300, 4, 5});
            Generation generation = engine.generate(GenerationRequest.of(fork).withTokensMax(1));
            assertThat(generation.usage().reusedTokens()).isEqualTo(common);
            assertThat(generation.usage().readTokens()).isEqualTo(3);
        }
        Generation again = engine.generate(GenerationRequest.of(whole).withTokensMax(1));
        assertThat(again.usage().reusedTokens()).isEqualTo(49);
    }

    @Test
    void theNextTurnFindsWhatTheLastOneGenerated() {
        int[] prompt = ids(3, 20);
        Generation first = engine.generate(GenerationRequest.of(prompt).withTokensMax(15));
        int[] answer = first.tokens().stream().mapToInt(Generation.Token::id).toArray();
        int[] turn = joined(joined(prompt, answer), new int[] {1, 2, 3});
        Generation second = engine.generate(GenerationRequest.of(turn).withTokensMax(1));
        assertThat(second.usage().reusedTokens())
                .as("the last token was drawn, but never read")
                .isEqualTo(20 + 14);
        assertThat(second.usage().readTokens()).isEqualTo(4);
    }

    @Test
    void readingsAndGenerationsShareToo() {
        int[] tokens = ids(4, 40);
        engine.read(ReadingRequest.of(tokens));
        Generation generation = engine.generate(GenerationRequest.of(tokens).withTokensMax(1));
        assertThat(generation.usage().reusedTokens()).isEqualTo(39);
        long before = engine.stats().readTokens();
        engine.read(ReadingRequest.of(Arrays.copyOf(tokens, 30)));
        assertThat(engine.stats().readTokens()).as("nothing is left to read").isEqualTo(before);
        engine.read(ReadingRequest.of(tokens).withLogits(new int[] {25}, 1));
        assertThat(engine.stats().readTokens()).as("logits need their rows").isEqualTo(before + 15);
    }

    @Test
    void aShallowReadingLeavesNothingForADeepOne() {
        int[] tokens = ids(5, 30);
        engine.read(ReadingRequest.of(tokens).withHidden(new int[] {29}, 1));
        Generation generation = engine.generate(GenerationRequest.of(tokens).withTokensMax(1));
        assertThat(generation.usage().reusedTokens()).isZero();
        long before = engine.stats().readTokens();
        engine.read(ReadingRequest.of(tokens).withHidden(new int[] {29}, 0, 1));
        assertThat(engine.stats().readTokens()).isEqualTo(before + 1);
    }

    @Test
    void aPromptTwiceInOneBatchIsReadOnce() {
        GenerationRequest request = GenerationRequest.of(ids(6, 45)).withTokensMax(4);
        List<Generation> both = engine.generateAll(List.of(request, request));
        assertThat(both.getFirst().text()).isEqualTo(both.getLast().text());
        assertThat(sumOfRead(both)).isEqualTo(44 + 2 * 4);
    }

    private static int sumOfRead(List<Generation> generations) {
        return generations.stream()
                .mapToInt(generation -> generation.usage().readTokens())
                .sum();
    }

    private static int[] joined(int[] first, int[] second) {
        List<Integer> all = new ArrayList<>();
        Arrays.stream(first).forEach(all::add);
        Arrays.stream(second).forEach(all::add);
        return all.stream().mapToInt(Integer::intValue).toArray();
    }

    private static int[] ids(int seed, int count) {
        return new SplittableRandom(seed).ints(count, 20, 319).toArray();
    }
}
