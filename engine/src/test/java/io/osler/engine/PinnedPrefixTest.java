package io.osler.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Prefixes that stay, and their way to a file and back. */
class PinnedPrefixTest {
    @TempDir
    static Path folder;

    private static Path model;

    /** Two layers, two key/value heads of 16: 512 bytes a token; room for 100. */
    private static final EngineOptions OPTIONS = EngineOptions.DEFAULTS
            .withWeightForm(WeightForm.F32)
            .withDevice(ComputeDevice.CPU)
            .withThreads(1)
            .withContextTokensMax(100);

    private static final int[] TOKENS =
            IntStream.range(0, 37).map(i -> (i * 31) % 300).toArray();

    @BeforeAll
    static void write() throws IOException {
        model = ToyModel.write(Path.of("src/test/resources/golden/llama"), folder.resolve("toy"));
    }

    @Test
    void pinnedTokensStayWhenOthersNeedRoom() {
        try (Engine engine = Engine.open(model, OPTIONS.withCacheBytes(slots(100)))) {
            PinnedPrefix pinned = engine.pin(TOKENS);
            assertThat(pinned.length()).isEqualTo(37);
            for (int i = 0; i < 10; i++) {
                engine.read(ReadingRequest.of(prompt(i, 60)));
            }
            assertThat(engine.stats().evictedTokens()).isPositive();
            assertThat(reused(engine)).isEqualTo(37);
            assertThatThrownBy(() -> engine.read(ReadingRequest.of(prompt(11, 80))))
                    .isInstanceOf(EngineException.class)
                    .hasMessageContaining("pinned ones included");
            pinned.close();
            pinned.close();
            engine.read(ReadingRequest.of(prompt(12, 80)));
            assertThat(reused(engine)).isLessThan(37);
        }
    }

    @Test
    void aSavedPrefixNeedNotBeReadAgain() {
        Path file = folder.resolve("prefix.kv");
        List<Integer> expected;
        try (Engine engine = Engine.open(model, OPTIONS);
                PinnedPrefix pinned = engine.pin(TOKENS)) {
            pinned.save(file);
            expected = continued(engine);
        }
        try (Engine engine = Engine.open(model, OPTIONS)) {
            engine.read(ReadingRequest.of(Arrays.copyOf(TOKENS, 11))); // part of it is there already
            long read = engine.stats().readTokens();
            try (PinnedPrefix restored = engine.restore(file)) {
                assertThat(restored.length()).isEqualTo(37);
                assertThat(engine.stats().readTokens()).isEqualTo(read);
                assertThat(reused(engine)).isEqualTo(37);
                assertThat(continued(engine)).isEqualTo(expected);
            }
        }
    }

    @Test
    void filesThatDoNotFitAreRefused() throws IOException {
        Path file = folder.resolve("other.kv");
        try (Engine engine = Engine.open(model, OPTIONS);
                PinnedPrefix pinned = engine.pin(TOKENS)) {
            pinned.save(file);
            byte[] bytes = Files.readAllBytes(file);
            bytes[bytes.length - 3] ^= 1;
            assertRefused(engine, Files.write(folder.resolve("flipped.kv"), bytes), "checksum");
            assertRefused(engine, Files.write(folder.resolve("short.kv"), Arrays.copyOf(bytes, 90)), "damaged");
            assertRefused(engine, Files.write(folder.resolve("tiny.kv"), Arrays.copyOf(bytes, 9)), "has 9 bytes");
            assertRefused(engine, Files.writeString(folder.resolve("text.kv"), "x".repeat(99)), "OSLERKV1");
            assertRefused(engine, folder.resolve("absent.kv"), "cannot be read");
        }
        try (Engine other = Engine.open(model, OPTIONS.withWeightForm(WeightForm.BF16))) {
            assertRefused(other, file, "another model or number format");
        }
    }

    private static void assertRefused(Engine engine, Path file, String reason) {
        assertThatThrownBy(() -> engine.restore(file))
                .isInstanceOf(EngineException.class)
                .hasMessageStartingWith("PREFIX_UNUSABLE")
                .hasMessageContaining(reason);
    }

    private static int reused(Engine engine) {
        int[] longer = Arrays.copyOf(TOKENS, 39);
        return engine.generate(GenerationRequest.of(longer).withTokensMax(1))
                .usage()
                .reusedTokens();
    }

    private static List<Integer> continued(Engine engine) {
        return engine.generate(GenerationRequest.of(TOKENS).withTokensMax(12)).tokens().stream()
                .map(Generation.Token::id)
                .toList();
    }

    private static int[] prompt(int seed, int length) {
        return IntStream.range(0, length)
                .map(i -> (i * 7 + 13 * seed + 5) % 300)
                .toArray();
    }

    private static long slots(int count) {
        return count * 512L;
    }
}
