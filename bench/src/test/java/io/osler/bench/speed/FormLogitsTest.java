package io.osler.bench.speed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class FormLogitsTest {
    private static final float LOG_3 = (float) Math.log(3);

    @Test
    void equalLogitsAndThoseMovedByAConstantHaveNoDistance() {
        FormLogits.Distance distance =
                FormLogits.Distance.of(List.of(new float[] {1, 2, 400}), List.of(new float[] {-4, -3, 395}));
        assertThat(distance.divergence()).isCloseTo(0, within(1e-6));
        assertThat(distance.sameFirst()).isEqualTo(1);
    }

    @Test
    void divergenceIsTheReferencesExpectation() {
        // 3/4 and 1/4 against 1/2 and 1/2: 3/4 log 3/2 + 1/4 log 1/2; then the same against 1/4 and 3/4.
        List<float[]> reference = List.of(new float[] {LOG_3, 0}, new float[] {LOG_3, 0});
        List<float[]> other = List.of(new float[] {0, 0}, new float[] {0, LOG_3});
        FormLogits.Distance distance = FormLogits.Distance.of(reference, other);
        double first = 0.75 * Math.log(1.5) + 0.25 * Math.log(0.5);
        double second = 0.5 * Math.log(3);
        assertThat(distance.divergence()).isCloseTo((first + second) / 2, within(1e-6));
        assertThat(distance.sameFirst()).isEqualTo(0.5);
    }
}
