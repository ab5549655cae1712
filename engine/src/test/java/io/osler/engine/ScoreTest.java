package io.osler.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Branches of a text against reading each whole, on an engine that shares nothing. */
class ScoreTest {
    private static final float TOLERANCE = 1e-4f;
    private static final int[] TEXT = new SplittableRandom(1).ints(90, 0, 319).toArray();

    @TempDir
    static Path folder;

    private static Path model;
    private static Engine engine;

    @BeforeAll
    static void open() throws IOException {
        model = ToyModel.write("gemma3", folder.resolve("toy"));
        engine = Engine.open(model, ToyModel.OPTIONS.withStepTokensMax(64));
    }

    @AfterAll
    static void close() {
        engine.close();
    }

    @Test
    void branchesScoreAsTheTextsTheyMake() {
        List<Branch> branches = List.of(
                new Branch(1, new int[] {5, 6}, 3, 1, 2),
                new Branch(40, new int[] {}, 300, 4),
                new Branch(40, new int[] {7}, 8),
                new Branch(41, TEXT, 1, 2, 3),
                new Branch(89, new int[] {1, 2, 3, 4, 5}, 9, 8),
                new Branch(TEXT.length, new int[] {}, 11),
                new Branch(TEXT.length, new int[] {12, 13}, 14, 11, 0));
        List<float[][]> scored = engine.score(TEXT, branches);
        assertThat(scored).hasSameSizeAs(branches);
        for (int i = 0; i < branches.size(); i++) {
            Branch branch = branches.get(i);
            float[][] whole = wholeVocabulary(branch);
            float[][] rows = scored.get(i);
            assertThat(rows).hasNumberOfRows(branch.tokens().length + 1);
            for (int row = 0; row < rows.length; row++) {
                assertThat(rows[row]).hasSameSizeAs(branch.ids());
                for (int id = 0; id < branch.ids().length; id++) {
                    assertThat(rows[row][id])
                            .as("branch %d, row %d, id %d", i, row, branch.ids()[id])
                            .isCloseTo(whole[row][branch.ids()[id]], within(TOLERANCE));
                }
            }
        }
    }

    @Test
    void idsComeBackInTheOrderAskedTheSameTwiceToo() {
        float[] row = engine.score(TEXT, List.of(new Branch(30, new int[0], 9, 4, 300, 4)))
                .getFirst()[0];
        float[] rising = engine.score(TEXT, List.of(new Branch(30, new int[0], 4, 9, 300)))
                .getFirst()[0];
        assertThat(row).containsExactly(new float[] {rising[1], rising[0], rising[2], rising[0]}, within(TOLERANCE));
    }

    @Test
    void theTextIsReadOnceHoweverManyBranchesThereAre() {
        try (Engine fresh = Engine.open(model, ToyModel.OPTIONS)) {
            List<Branch> branches = IntStream.range(0, 10)
                    .mapToObj(i -> new Branch(70, new int[] {i, i}, 1))
                    .toList();
            fresh.score(TEXT, branches);
            assertThat(fresh.stats().readTokens()).isEqualTo(69 + 10 * 3);
        }
    }

    @Test
    void pointsOutsideTheTextAndNoIdsAreRefused() {
        for (int point : new int[] {0, -1, TEXT.length + 1}) {
            assertThatThrownBy(() -> engine.score(TEXT, List.of(new Branch(point, new int[0], 1))))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("point is %d, expected 1 to the text's 90 tokens", point);
        }
        assertThatThrownBy(() -> new Branch(1, new int[0]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("ids is empty, expected the token ids asked for");
        assertThat(engine.score(TEXT, List.of())).isEmpty();
    }

    /** Logits from the token before the point on. */
    private static float[][] wholeVocabulary(Branch branch) {
        int[] tokens = Arrays.copyOf(TEXT, branch.point() + branch.tokens().length);
        System.arraycopy(branch.tokens(), 0, tokens, branch.point(), branch.tokens().length);
        int[] rows = IntStream.range(branch.point() - 1, tokens.length).toArray();
        try (Engine alone = Engine.open(model, ToyModel.OPTIONS)) {
            return alone.read(ReadingRequest.of(tokens).withLogits(rows)).logits();
        }
    }
}
