package io.osler.models.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SlidingWindowTest {
    private static final DecoderShape SHAPE = new DecoderShape(320, 3, 64, 4, 2, 16, 96, 256, 1e-5, true);

    @Test
    void noneAndEverywhere() {
        assertThat(SlidingWindow.none(SHAPE)).isEqualTo(new SlidingWindow(0, List.of(false, false, false)));
        assertThat(SlidingWindow.none(SHAPE).isUsed()).isFalse();
        assertThat(SlidingWindow.everywhere(7, SHAPE)).isEqualTo(new SlidingWindow(7, List.of(true, true, true)));
        assertThat(SlidingWindow.everywhere(7, SHAPE).isUsed()).isTrue();
        assertThat(new SlidingWindow(7, List.of(false, false, true)).isUsed()).isTrue();
    }

    @Test
    void aWidthThatNoLayerHasIsNone() {
        assertThat(new SlidingWindow(7, List.of(false, false, false))).isEqualTo(SlidingWindow.none(SHAPE));
    }

    @Test
    void layersAreACopy() {
        List<Boolean> layers = new ArrayList<>(List.of(true, false));
        SlidingWindow window = new SlidingWindow(7, layers);
        layers.set(1, true);
        assertThat(window.layers()).containsExactly(true, false);
    }

    @Test
    void whatMakesNoSense() {
        assertThatThrownBy(() -> new SlidingWindow(0, List.of(true)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("windowTokens is 0, expected at least 1");
        SlidingWindow ofTwo = new SlidingWindow(7, List.of(true, true));
        Rope rope = Rope.of(10_000);
        for (Runnable wrong : List.<Runnable>of(
                () -> new LlamaConfig(SHAPE, rope, ofTwo),
                () -> new Qwen2Config(SHAPE, rope, ofTwo),
                () -> new Qwen3Config(SHAPE, rope, ofTwo),
                () -> new Gemma3Config(SHAPE, rope, rope, ofTwo, 0.25))) {
            assertThatThrownBy(wrong::run)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("sliding has 2 entries, expected one for each of 3 layers");
        }
    }
}
