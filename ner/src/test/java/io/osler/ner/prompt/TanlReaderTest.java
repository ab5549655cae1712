package io.osler.ner.prompt;

import static org.assertj.core.api.Assertions.assertThat;

import io.osler.models.TextSpan;
import io.osler.ner.Mention;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Answers as models write them when nothing holds them to the format. */
class TanlReaderTest {
    private static final String SENTENCE = "The patient had fever and a dry cough .";

    /** Answer; mentions as text/label; what was counted beside the answer itself. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '#',
            quoteCharacter = '~',
            value = {
                "The patient had [ fever | problem ] and [ a dry cough | problem ] . # fever/problem a dry cough/problem #",
                "The patient had [fever|problem] and a dry cough . # fever/problem #",
                "The patient had [ fever | Problem ] and a dry cough . # fever/problem # LABEL_CASE=1",
                "The patient had [ fever | problm ] and a dry cough . # fever/problem # LABEL_NEAR=1",
                "The patient had [ fever | symptom ] and a dry cough . # # LABEL_UNKNOWN=1",
                "The patient had [ fever | problem and a dry cough . # fever/problem # MARK_CLOSED=1",
                "The patient had [ fever | odd and a dry cough . # # ECHO_DIFFERS=1 MARK_STRAY=1",
                "The patient had [ fever and a dry cough . # # MARK_STRAY=1",
                "The patient had fever ] and a dry cough . # # MARK_STRAY=1",
                "The patient had [ fever ] and a dry cough . # # MARK_STRAY=1",
                "The patient had [ | problem ] fever and a dry cough . # # MARK_EMPTY=1",
                "The patient had [ fever and [ a dry cough | problem ] | problem ] . # fever and a dry cough/problem # OVERLAP=1",
                "The patient had [ FEVER | problem ] and a dry cough . # fever/problem # ECHO_DIFFERS=1 FUZZY=1",
                "The had [ fever | problem ] and a dry cough . # fever/problem # ECHO_DIFFERS=1",
                "The patient had a [ fever | problem ] and a dry cough . # fever/problem # ECHO_DIFFERS=1",
                "The patient had [ fever | problem ] # fever/problem # ECHO_DIFFERS=1",
                "The patient had [ malaria | problem ] and a dry cough . # # ECHO_DIFFERS=1 UNGROUNDED=1",
                "# # UNPARSEABLE=1"
            })
    void answersAreMendedAndCounted(String answer, String mentions, String counted) {
        Decoding read = read(answer == null ? "" : answer, SENTENCE);
        assertThat(quoted(read.mentions(), SENTENCE)).isEqualTo(mentions == null ? "" : mentions);
        assertThat(beside(read.counts())).isEqualTo(counted == null ? "" : counted);
    }

    @Test
    void textAfterTheAnswerIsLeft() {
        Decoding read = read("\n\n The patient had [ fever | problem ] and a dry cough .\nText: another\n", SENTENCE);
        assertThat(quoted(read.mentions(), SENTENCE)).isEqualTo("fever/problem");
        assertThat(beside(read.counts())).isEqualTo("TEXT_AFTER=1");
    }

    @Test
    void spacingMayDiffer() {
        Decoding read = read("The  patient had [  fever  | problem ]  and a dry\u00A0cough .", SENTENCE);
        assertThat(quoted(read.mentions(), SENTENCE)).isEqualTo("fever/problem");
    }

    private static Decoding read(String answer, String sentence) {
        return new TanlReader(Marks.DEFAULT, List.of("problem", "test")).read(answer, sentence);
    }

    static String quoted(List<Mention> mentions, String sentence) {
        return mentions.stream()
                .map(mention -> mention.span().in(sentence) + "/" + mention.type())
                .collect(Collectors.joining(" "));
    }

    static String beside(AnswerCounts counts) {
        Map<AnswerEvent, Integer> rest = new EnumMap<>(AnswerEvent.class);
        rest.putAll(counts.counts());
        assertThat(rest.remove(AnswerEvent.ANSWER)).isEqualTo(1);
        return rest.entrySet().stream().map(Map.Entry::toString).sorted().collect(Collectors.joining(" "));
    }

    /** 9 of 10 characters is enough, 8 of 9 is not; 12 for 10 is, 13 for 10 is not. */
    @Test
    void theLimitsOfAlignment() {
        assertThat(project("abcdefghiX end", 10, "abcdefghi end")).contains(new TextSpan(0, 9));
        assertThat(project("abcdefghX end", 9, "abcdefgh end")).isEmpty();
        assertThat(project("abcdefghij end", 10, "abcde12fghij end")).contains(new TextSpan(0, 12));
        assertThat(project("abcdefghij end", 10, "abcde123fghij end")).isEmpty();
    }

    private static Optional<TextSpan> project(String echo, int end, String text) {
        return new EchoAligner(echo, text).project(new TextSpan(0, end)).map(EchoAligner.Projected::span);
    }

    @Test
    void alignedEndsAreSnappedToWords() {
        assertThat(project("a left-sided pain", 16, "a left-sided pains")).contains(new TextSpan(0, 18));
    }

    @Test
    void aRunIsNotTornApart() {
        EchoAligner aligner = new EchoAligner("no ab here", "no a b ab  x here");
        assertThat(aligner.project(new TextSpan(3, 5)).orElseThrow().span()).isEqualTo(new TextSpan(7, 9));
    }
}
