package io.osler.ner.prompt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.osler.ner.AnnotatedText;
import io.osler.ner.task.OutputFormat;
import io.osler.ner.task.PromptProfile;
import io.osler.ner.task.Task;
import io.osler.ner.task.Tasks;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class NotationTest {
    private static final AnswerCounts NOTHING_MENDED = AnswerCounts.answer();

    @ParameterizedTest
    @CsvSource({"TANL,DEFAULT", "TANL,STUDY", "DICE,DEFAULT", "DICE,STUDY", "JSON,DEFAULT", "JSON,STUDY"})
    void whatIsWrittenIsReadAgain(OutputFormat format, PromptProfile profile) {
        for (AnnotatedText gold : NastyTexts.all()) {
            Notation notation = Notation.of(format, profile, NastyTexts.TASK, List.of(gold.text()));
            Decoding read = notation.decode(notation.encode(gold), gold.text());
            assertThat(read.mentions()).as(gold.text()).isEqualTo(gold.mentions());
            assertThat(read.counts()).as(gold.text()).isEqualTo(NOTHING_MENDED);
            assertThat(notation.encode(gold)).doesNotContain("\n");
        }
    }

    @ParameterizedTest
    @EnumSource(OutputFormat.class)
    void randomTextsComeBack(OutputFormat format) {
        SplittableRandom random = new SplittableRandom(17);
        for (int round = 0; round < 500; round++) {
            AnnotatedText gold = NastyTexts.random(random);
            if (!gold.text().isEmpty()) {
                Notation notation = Notation.of(format, PromptProfile.DEFAULT, NastyTexts.TASK, List.of(gold.text()));
                assertThat(notation.decode(notation.encode(gold), gold.text()).mentions())
                        .as("round %d", round)
                        .isEqualTo(gold.mentions());
            }
        }
    }

    @Test
    void aListCarriesNoPlaces() {
        AnnotatedText gold = NastyTexts.of("pain in the leg , the «pain»p");
        for (OutputFormat format : List.of(OutputFormat.DICE, OutputFormat.JSON)) {
            Notation notation = Notation.of(format, PromptProfile.DEFAULT, NastyTexts.TASK, List.of(gold.text()));
            assertThat(notation.decode(notation.encode(gold), gold.text()).mentions())
                    .isEqualTo(NastyTexts.of("«pain»p in the leg , the pain").mentions());
        }
    }

    @Test
    void marksAreTheSameInTheSentenceAndItsExamples() {
        AnnotatedText example = NastyTexts.of("a «rash»p");
        Notation notation = Notation.of(
                OutputFormat.TANL, PromptProfile.DEFAULT, NastyTexts.TASK, List.of("a | b << c", example.text()));
        Prompt prompt = notation.prompt(List.of(example), "", "a | b << c");
        assertThat(prompt.head())
                .contains("with each mention as {{ mention == type }}.")
                .contains("Marked: a {{ rash == problem }}\n");
    }

    @Test
    void aTextWithEverySignIsRefusedWithoutBeingQuoted() {
        assertThatThrownBy(() -> Notation.of(
                        OutputFormat.DICE,
                        PromptProfile.DEFAULT,
                        NastyTexts.TASK,
                        List.of("[SEP] (none) <nothing> @@")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the text uses signs of all 4 forms, expected one to be free");
    }

    /** The wording that benchmarks and goldens were taken with. */
    @Test
    void theDefaultQuestionIsAsItWas() {
        Task task = Tasks.find("disease");
        AnnotatedText example = task.examples().get(1);
        String card = "- disease: %s %s\n"
                .formatted(
                        task.labels().getFirst().definition(),
                        task.labels().getFirst().rule());
        String expected = "You mark biomedical entities in text. You copy the text exactly and only add marks.\n"
                + "Mark every mention of these types:\n" + card
                + "Write the text again, unchanged, with each mention as [ mention | type ]."
                + " If there is none, write the text unchanged.\n\n"
                + "Text: " + example.text() + "\nMarked: " + Tanl.encode(example, Marks.DEFAULT) + "\n\nText:";
        Prompt prompt = Notation.of(OutputFormat.TANL, PromptProfile.DEFAULT, task, List.of("A sentence."))
                .prompt(List.of(example), "", "A sentence.");
        assertThat(prompt.head()).isEqualTo(expected);
        assertThat(prompt.tail()).isEqualTo(" A sentence.\nMarked:");
        assertThat(TanlPrompt.head(task, List.of(example), Marks.DEFAULT)).isEqualTo(expected);
        assertThat(TanlPrompt.tail("A sentence.")).isEqualTo(prompt.tail());
    }

    @ParameterizedTest
    @EnumSource(OutputFormat.class)
    void knowledgeStandsBeforeTheSentenceAndChangesNothingElse(OutputFormat format) {
        Notation notation = Notation.of(format, PromptProfile.DEFAULT, NastyTexts.TASK, List.of());
        List<AnnotatedText> examples = List.of(NastyTexts.of("a «rash»p"));
        Prompt without = notation.prompt(examples, "", "A sentence.");
        Prompt with = notation.prompt(examples, "Facts:\n- x: y", "A sentence.");
        assertThat(with.head() + with.tail())
                .isEqualTo((without.head() + without.tail())
                        .replace("\n\n" + lastLines(without), "\n\nFacts:\n- x: y\n\n" + lastLines(without)));
        assertThat(without.head()).startsWith(with.head());
    }

    private static String lastLines(Prompt prompt) {
        String all = prompt.head() + prompt.tail();
        return all.substring(all.lastIndexOf("\n\n") + 2);
    }

    @Test
    void theHashChangesWhenTheWordsDo() {
        Task task = Tasks.find("gene");
        for (OutputFormat format : OutputFormat.values()) {
            String hash = hash(format, PromptProfile.DEFAULT, task, "plain");
            assertThat(hash).hasSize(16).isEqualTo(hash(format, PromptProfile.DEFAULT, task, "other text"));
            assertThat(hash(format, PromptProfile.STUDY, task, "plain")).isNotEqualTo(hash);
            assertThat(hash(format, PromptProfile.DEFAULT, Tasks.find("disease"), "plain"))
                    .isNotEqualTo(hash);
            assertThat(hash(format, PromptProfile.DEFAULT, task.withExamples(List.of()), "plain"))
                    .isEqualTo(hash);
        }
        assertThat(hash(OutputFormat.TANL, PromptProfile.DEFAULT, task, "[x]"))
                .isNotEqualTo(hash(OutputFormat.TANL, PromptProfile.DEFAULT, task, "x"));
    }

    private static String hash(OutputFormat format, PromptProfile profile, Task task, String text) {
        return Notation.of(format, profile, task, List.of(text)).promptHash();
    }
}
