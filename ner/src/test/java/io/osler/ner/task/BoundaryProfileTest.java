package io.osler.ner.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.osler.ner.AnnotatedText;
import io.osler.ner.Mention;
import io.osler.ner.task.BoundaryProfile.DeterminerCounts;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BoundaryProfileTest {
    /** Mentions in brackets. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '#',
            value = {
                "had the [clot] removed # had [the clot] removed",
                "removed any of her [stones] # removed any of [her stones]",
                "saw all that her [pain] did # saw all [that her pain] did",
                "The [clot] grew # [The clot] grew",
                "the large [clot] # the large [clot]",
                "the ([clot]) # the ([clot])",
                "bathe [clot] # bathe [clot]",
                "a-[clot] # a-[clot]",
                "[the] [clot] # [the] [clot]",
                "[pain in the] a [clot] # [pain in the] [a clot]"
            })
    void determinersDirectlyBeforeAreTakenIn(String found, String extended) {
        AnnotatedText text = marked(found);
        assertThat(BoundaryProfile.WITH_DETERMINERS.apply(text.text(), text.mentions()))
                .isEqualTo(marked(extended).mentions());
        assertThat(BoundaryProfile.AS_FOUND.apply(text.text(), text.mentions())).isEqualTo(text.mentions());
    }

    @Test
    void annotationsDecide() {
        List<AnnotatedText> takesIn = Stream.of("[the clot]", "[her pain] and [fever]", "a [clot]")
                .map(BoundaryProfileTest::marked)
                .toList();
        assertThat(DeterminerCounts.of(takesIn)).isEqualTo(new DeterminerCounts(2, 1));
        assertThat(BoundaryProfile.learned(takesIn)).isEqualTo(BoundaryProfile.WITH_DETERMINERS);
        List<AnnotatedText> leaves = IntStream.range(0, 3)
                .mapToObj(i -> marked(i == 0 ? "[the clot]" : "the [clot]"))
                .toList();
        assertThat(BoundaryProfile.learned(leaves)).isEqualTo(BoundaryProfile.AS_FOUND);
        assertThat(BoundaryProfile.learned(List.of())).isEqualTo(BoundaryProfile.AS_FOUND);
        // A mention that is nothing but a determiner takes none in: "A" the blood group.
        assertThat(DeterminerCounts.of(List.of(marked("group [A]")))).isEqualTo(new DeterminerCounts(0, 0));
    }

    @Test
    void namesAreThoseUsersWrite() {
        assertThat(BoundaryProfile.of("with-determiners")).isEqualTo(BoundaryProfile.WITH_DETERMINERS);
        assertThatThrownBy(() -> BoundaryProfile.of("on"))
                .hasMessage("boundary is 'on', expected one of [as-found, with-determiners]");
    }

    private static AnnotatedText marked(String text) {
        StringBuilder plain = new StringBuilder();
        List<Mention> mentions = new ArrayList<>();
        int begin = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '[' -> begin = plain.length();
                case ']' -> mentions.add(Mention.gold(begin, plain.length(), "problem"));
                default -> plain.append(c);
            }
        }
        return new AnnotatedText(plain.toString(), mentions);
    }
}
