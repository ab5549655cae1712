package io.osler.kb;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SenseCacheTest {
    private final SenseCache cache = new SenseCache();
    private final List<Sense> senses = List.of();

    @Test
    void whatWasPutComesBack() {
        cache.put(7, "Aa", Set.of("T"), senses);
        assertThat(cache.get(7, "Aa", Set.of("T"))).isSameAs(senses);
    }

    /** These share a place with what was put: "Aa" and "BB" have one hash code, and some of the nodes meet there. */
    @Test
    void whatWasNotPutIsNotThere() {
        assertThat(cache.get(7, "Aa", Set.of())).isNull();
        cache.put(7, "Aa", Set.of("T"), senses);
        assertThat(cache.get(7, "BB", Set.of("T"))).isNull();
        assertThat(cache.get(7, "Aa", Set.of())).isNull();
        for (int node = 8; node < 50_000; node++) { // more than there are places
            assertThat(cache.get(node, "Aa", Set.of("T"))).isNull();
        }
    }
}
