package io.osler.engine;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class WeightFormTest {
    @Test
    void autoFollowsTheDevice() {
        assertThat(WeightForm.AUTO.resolve(false)).isEqualTo(WeightForm.INT8);
        assertThat(WeightForm.AUTO.resolve(true)).isEqualTo(WeightForm.BF16);
    }

    @Test
    void whatTheUserNamedStays() {
        for (WeightForm form : WeightForm.values()) {
            if (form != WeightForm.AUTO) {
                assertThat(form.resolve(true)).isEqualTo(form);
                assertThat(form.resolve(false)).isEqualTo(form);
            }
        }
    }
}
