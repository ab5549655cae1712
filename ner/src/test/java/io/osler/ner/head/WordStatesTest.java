package io.osler.ner.head;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.osler.models.TextSpan;
import java.util.List;
import org.junit.jupiter.api.Test;

class WordStatesTest {
    private static final List<TextSpan> WORDS = List.of(new TextSpan(0, 2), new TextSpan(3, 5));
    private static final WordStates ONE =
            WordStates.of(WORDS, List.of(2, 4), 2, new short[][] {{1, 2, 3, 4}, {5, 6, 7, 8}});
    private static final WordStates OTHER = WordStates.of(WORDS, List.of(2, 3), 1, new short[][] {{11, 12}, {13, 14}});

    private static ReadingPlan layers(Integer... layers) {
        return ReadingPlan.of(10).withLayers(List.of(layers));
    }

    @Test
    void statesOfTwoModelsStandSideBySide() {
        WordStates both = ONE.beside(OTHER);
        assertThat(both.states()).isDeepEqualTo(new short[][] {{1, 2, 3, 4, 11, 12}, {5, 6, 7, 8, 13, 14}});
        assertThat(both.layers())
                .containsExactly(
                        new StateLayer(0, 2, 2),
                        new StateLayer(0, 4, 2),
                        new StateLayer(1, 2, 1),
                        new StateLayer(1, 3, 1));
        assertThat(both.beside(OTHER).layers().getLast()).isEqualTo(new StateLayer(2, 3, 1));
    }

    @Test
    void aHeadTakesItsOwnLayersOfEachModel() {
        WordStates both = ONE.beside(OTHER);
        assertThat(both.only(List.of(layers(4), layers(2))).states())
                .isDeepEqualTo(new short[][] {{3, 4, 11}, {7, 8, 13}});
        assertThat(both.only(List.of(layers(2, 4), layers(2, 3)))).isSameAs(both);
        assertThat(ONE.only(List.of(layers(2))).states()).isDeepEqualTo(new short[][] {{1, 2}, {5, 6}});
        assertThatThrownBy(() -> both.only(List.of(layers(3), layers(2))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("layers read are ");
        assertThatThrownBy(() -> ONE.only(List.of(layers(2), layers(2)))).isInstanceOf(IllegalArgumentException.class);
    }
}
