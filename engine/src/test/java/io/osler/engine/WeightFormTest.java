package io.osler.engine;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class WeightFormTest {
    @Test
    void autoFollowsDeviceAndSize() {
        assertThat(WeightForm.AUTO.resolve(false, 135_000_000)).isEqualTo(WeightForm.F32);
        assertThat(WeightForm.AUTO.resolve(false, 1_500_000_000)).isEqualTo(WeightForm.INT8);
        assertThat(WeightForm.AUTO.resolve(true, 135_000_000)).isEqualTo(WeightForm.BF16);
    }

    @Test
    void whatTheUserNamedStays() {
        for (WeightForm form : WeightForm.values()) {
            if (form != WeightForm.AUTO) {
                assertThat(form.resolve(true, 1)).isEqualTo(form);
                assertThat(form.resolve(false, Long.MAX_VALUE)).isEqualTo(form);
            }
        }
    }
}
