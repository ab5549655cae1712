package io.osler.ner.prompt;

import static io.osler.ner.prompt.TanlReaderTest.beside;
import static io.osler.ner.prompt.TanlReaderTest.quoted;
import static org.assertj.core.api.Assertions.assertThat;

import io.osler.models.TextSpan;
import io.osler.ner.AnnotatedText;
import io.osler.ner.Mention;
import io.osler.ner.task.Label;
import io.osler.ner.task.OutputFormat;
import io.osler.ner.task.PromptProfile;
import io.osler.ner.task.Task;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Lists as models write them when nothing holds them to the format. */
class ListReadingTest {
    private static final String SENTENCE = "Fever , dry cough , fever again and S. aureus .";
    private static final Task TASK = new Task(
            "t",
            "clinical",
            List.of(new Label("problem", "It hurts.", ""), new Label("test", "It tells.", "")),
            List.of());

    @ParameterizedTest
    @CsvSource(
            delimiter = '#',
            quoteCharacter = '~',
            value = {
                "{\"entities\": [{\"text\": \"dry cough\", \"type\": \"problem\"}]} # dry cough/problem #",
                "Sure: ```json {\"entities\": []} ``` # # TEXT_AFTER=1",
                "[{'text': 'dry cough', 'type': 'problem'},] # dry cough/problem #",
                "{\"entities\": [{\"entity\": \"dry cough\", \"label\": \"PROBLEM\"}]} # dry cough/problem # ITEM_SPELLED_OTHERWISE=1 LABEL_CASE=1",
                "{\"dry cough\": \"problem\"} # dry cough/problem # ITEM_SPELLED_OTHERWISE=1",
                "{\"entities\": [{\"text\": \"dry cough\", \"type\": \"problem\"}, {\"text\": \"fev # dry cough/problem # CUT_SHORT=1",
                "none # # UNPARSEABLE=1",
                "{\"entities\": [{\"text\": \"malaria\", \"type\": \"problem\"}]} # # UNGROUNDED=1",
                "{\"entities\": [{\"text\": \"DRY  COUGH\", \"type\": \"problem\"}]} # dry cough/problem # FUZZY=1",
                "{\"entities\": [{\"text\": \"dry cough\", \"type\": \"thing\"}]} # # LABEL_UNKNOWN=1"
            })
    void jsonIsMendedAndCounted(String answer, String mentions, String counted) {
        Decoding read = read(OutputFormat.JSON, answer);
        assertThat(quoted(read.mentions(), SENTENCE)).isEqualTo(mentions == null ? "" : mentions);
        assertThat(beside(read.counts())).isEqualTo(counted == null ? "" : counted);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '#',
            value = {
                "Type: problem. It hurts. Found: S. aureus. Type: test. It tells. Found: <entity>. # S. aureus/problem #",
                "Type: problem. It hurts. Found: again and S.. Type: test. It tells. Found: <entity>. # again and S./problem #",
                "Type: problem. It hurts. Found: dry cough. # dry cough/problem # UNIT_MISSING=1",
                "Type: test. It tells. Found: <entity>. Type: problem. It hurts. Found: dry cough. # dry cough/problem # UNIT_ORDER=1",
                "Type: problem. Pain. Found: dry cough. Type: test. It tells. Found: <entity>. # dry cough/problem #",
                "dry cough # # UNPARSEABLE=1",
                "Type: problem. It hurts. Found: dry cough [SEP] malaria. Type: test. It tells. Found: <entity>. # dry cough/problem # UNGROUNDED=1"
            })
    void formsAreMendedAndCounted(String answer, String mentions, String counted) {
        Decoding read = read(OutputFormat.DICE, answer);
        assertThat(quoted(read.mentions(), SENTENCE)).isEqualTo(mentions == null ? "" : mentions);
        assertThat(beside(read.counts())).isEqualTo(counted == null ? "" : counted);
    }

    @Test
    void textAfterAFormIsLeft() {
        Decoding read = read(
                OutputFormat.DICE,
                "Type: problem. It hurts. Found: dry cough. Type: test. It tells. Found: <entity>.\nPassage: fever");
        assertThat(quoted(read.mentions(), SENTENCE)).isEqualTo("dry cough/problem");
        assertThat(beside(read.counts())).isEqualTo("TEXT_AFTER=1");
    }

    @Test
    void listedOnceAndPresentThreeTimesIsTheFirst() {
        assertThat(placed("pain , pain , pain", "pain")).containsExactly(new TextSpan(0, 4));
    }

    @Test
    void repeatsAreTheOccurrencesInOrder() {
        assertThat(placed("pain , rash , pain", "pain", "rash", "pain"))
                .containsExactly(new TextSpan(0, 4), new TextSpan(7, 11), new TextSpan(14, 18));
        assertThat(placed("pain , rash , pain", "rash", "pain"))
                .containsExactly(new TextSpan(7, 11), new TextSpan(14, 18));
    }

    @Test
    void aListOutOfOrderFindsItsPlacesAllTheSame() {
        AnswerTally tally = new AnswerTally();
        List<Mention> placed = OccurrenceAligner.placed("pain , rash", List.of(items("rash", "pain")), tally);
        assertThat(placed).extracting(Mention::span).containsExactlyInAnyOrder(new TextSpan(0, 4), new TextSpan(7, 11));
        assertThat(tally.counts().of(AnswerEvent.OUT_OF_ORDER)).isEqualTo(1);
    }

    @Test
    void oneTooManyIsDroppedAndCounted() {
        AnswerTally tally = new AnswerTally();
        assertThat(OccurrenceAligner.placed("pain", List.of(items("pain", "pain")), tally))
                .hasSize(1);
        assertThat(tally.counts().of(AnswerEvent.REPEATED)).isEqualTo(1);
    }

    @Test
    void wholeWordsComeBeforePartsOfWords() {
        assertThat(placed("otherwise her leg", "her")).containsExactly(new TextSpan(10, 13));
        assertThat(placed("otherwise", "her")).containsExactly(new TextSpan(2, 5));
    }

    @Test
    void aShortMentionDoesNotTakeThePlaceOfALongerOne() {
        String sentence = "lithium toxicity without lithium";
        AnswerTally tally = new AnswerTally();
        List<Mention> placed = OccurrenceAligner.placed(
                sentence,
                List.of(
                        List.of(new ListedMention("lithium", "test", 1)),
                        List.of(new ListedMention("lithium toxicity", "problem", 1))),
                tally);
        assertThat(quoted(Overlaps.resolved(placed, tally), sentence))
                .isEqualTo("lithium toxicity/problem lithium/test");
        assertThat(beside(tally.counts())).isEmpty();
    }

    /** Compared pair by pair these would take minutes. */
    @Test
    @Timeout(30)
    void hundredsOfRepeatsTakeNoTime() {
        String sentence = "a ".repeat(600).strip();
        List<ListedMention> items = items(sentence.split(" "));
        assertThat(OccurrenceAligner.placed(sentence, List.of(items), new AnswerTally()))
                .hasSize(600);
    }

    @Test
    void codeUnitsOfCharactersBeyondTheBasicPlaneCount() {
        String sentence = "\uD83D\uDE00 e\u0301 \uD83E\uDE78 bleed";
        assertThat(placed(sentence, "\uD83E\uDE78 bleed")).containsExactly(new TextSpan(6, 14));
        new AnnotatedText(sentence, List.of(Mention.gold(6, 14, "problem")));
    }

    private static Decoding read(OutputFormat format, String answer) {
        return Notation.of(format, PromptProfile.DEFAULT, TASK, List.of(SENTENCE))
                .decode(answer, SENTENCE);
    }

    private static List<TextSpan> placed(String sentence, String... texts) {
        return OccurrenceAligner.placed(sentence, List.of(items(texts)), new AnswerTally()).stream()
                .map(Mention::span)
                .toList();
    }

    private static List<ListedMention> items(String... texts) {
        return List.of(texts).stream()
                .map(text -> new ListedMention(text, "problem", 1))
                .toList();
    }
}
