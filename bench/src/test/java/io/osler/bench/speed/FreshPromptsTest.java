package io.osler.bench.speed;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class FreshPromptsTest {
    @Test
    void everyPromptBeginsWithATokenOfItsOwn() {
        FreshPrompts prompts = new FreshPrompts(new int[] {7, 8, 9, 10, 11}, 100);
        Set<Integer> first = new HashSet<>();
        for (int i = 0; i < 50; i++) {
            int[] prompt = prompts.next(3);
            assertThat(prompt).hasSize(3);
            assertThat(prompt[0]).isBetween(25, 74);
            assertThat(first.add(prompt[0])).isTrue();
        }
    }

    @Test
    void theTextGoesOnFromItsBegin() {
        FreshPrompts prompts = new FreshPrompts(new int[] {7, 8, 9, 10, 11}, 100);
        assertThat(prompts.next(7)).containsExactly(25, 8, 9, 10, 11, 7, 8);
        assertThat(prompts.next(7)).containsExactly(26, 10, 11, 7, 8, 9, 10);
    }
}
