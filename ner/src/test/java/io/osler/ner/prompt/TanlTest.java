package io.osler.ner.prompt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.osler.ner.AnnotatedText;
import io.osler.ner.Mention;
import io.osler.ner.task.Task;
import io.osler.ner.task.Tasks;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TanlTest {
    @Test
    void marksStandAroundMentionsAndNothingElseChanges() {
        AnnotatedText text = new AnnotatedText(
                "Given (warfarin) for  a clot.",
                List.of(Mention.gold(7, 15, "treatment"), Mention.gold(22, 28, "problem")));
        assertThat(Tanl.encode(text, Marks.DEFAULT))
                .isEqualTo("Given ([ warfarin | treatment ]) for  [ a clot | problem ].");
    }

    @Test
    void everyBuiltInExampleComesBack() {
        for (String name : Tasks.BUILT_IN) {
            Task task = Tasks.find(name);
            assertThat(task.examples()).hasSizeGreaterThan(20);
            for (AnnotatedText example : task.examples()) {
                Marks marks = Marks.absentFrom(example.text());
                assertThat(Tanl.decode(Tanl.encode(example, marks), marks)).isEqualTo(example);
            }
        }
    }

    /** Random texts with brackets, pipes, repeats, odd characters, and random mentions over them. */
    @Test
    void decodeOfEncodeIsTheText() {
        String[] parts = {
            "fever", " ", "[", "]", "|", "<<", "::", "\uD83D\uDE00", "e\u0301", "(", ".", "fever", " and ", "µg"
        };
        SplittableRandom random = new SplittableRandom(11);
        for (int round = 0; round < 2_000; round++) {
            StringBuilder text = new StringBuilder();
            List<Mention> mentions = new ArrayList<>();
            int count = random.nextInt(40);
            for (int i = 0; i < count; i++) {
                int begin = text.length();
                text.append(parts[random.nextInt(parts.length)]);
                String part = text.substring(begin);
                if (!part.isBlank() && random.nextInt(4) == 0) {
                    mentions.add(Mention.gold(begin, text.length(), random.nextBoolean() ? "problem" : "test"));
                }
            }
            AnnotatedText annotated = new AnnotatedText(text.toString(), mentions);
            Marks marks = Marks.absentFrom(annotated.text());
            assertThat(Tanl.decode(Tanl.encode(annotated, marks), marks))
                    .as("round %d", round)
                    .isEqualTo(annotated);
        }
    }

    @Test
    void aVeryLongSentenceComesBack() {
        String text = "pain ".repeat(20_000);
        AnnotatedText annotated = new AnnotatedText(text, List.of(Mention.gold(50_000, 50_004, "problem")));
        assertThat(Tanl.decode(Tanl.encode(annotated, Marks.DEFAULT), Marks.DEFAULT))
                .isEqualTo(annotated);
    }

    @Test
    void bracketsInTheTextAskForOtherMarks() {
        assertThat(Marks.absentFrom("plain")).isEqualTo(Marks.DEFAULT);
        assertThat(Marks.absentFrom("a [b]", "plain").open()).isEqualTo("<<");
        assertThat(Marks.absentFrom("a | b", "x << y").open()).isEqualTo("{{");
        assertThatThrownBy(() -> Tanl.encode(new AnnotatedText("a [b]", List.of()), Marks.DEFAULT))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("a text of 5 characters holds the marks");
    }

    @Test
    void aTextThatUsesEveryMarkIsRefusedWithoutBeingQuoted() {
        assertThatThrownBy(() -> Marks.absentFrom("[ << {{ @@ \u27E6"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the text uses signs of all 5 mark sets, expected one set to be free");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a [ b", "a [ b | problem", "[ b ]"})
    void anOpenMarkIsRefused(String marked) {
        assertThatThrownBy(() -> Tanl.decode(marked, Marks.DEFAULT))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageEndingWith("is never closed");
    }
}
