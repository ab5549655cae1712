package io.osler.ner.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.osler.models.TextSpan;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.charset.StandardCharsets;
import java.text.BreakIterator;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class SentenceSplitterTest {
    private static final int MEGABYTE = 1 << 20;
    private static final int HEADING_MAX = 67;
    private static final Pattern UNICODE_ESCAPE = Pattern.compile("\\\\u([0-9A-F]{4})");

    private final SentenceSplitter splitter = new SentenceSplitter();

    /** One case of {@code sentence-cases.txt}. */
    record Case(String name, String note, List<String> sentences) {
        @Override
        public String toString() {
            return name;
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void splitsAsListed(Case listed) {
        List<String> found = splitter.split(listed.note()).stream()
                .map(sentence -> shown(listed.note(), sentence))
                .toList();
        assertThat(found).isEqualTo(listed.sentences());
        checkCover(listed.note(), splitter.split(listed.note()), SentenceSplitter.LENGTH_MAX);
    }

    @Test
    void caseListIsRead() throws IOException {
        assertThat(cases()).hasSizeGreaterThan(40);
    }

    @Test
    void sectionsLastUntilTheNextHeading() {
        String note = "Anna came.\nHPI: Cough. Fever.\n\nNo rash.\nFALL RISK:\nHigh.";
        assertThat(splitter.split(note))
                .extracting(sentence -> sentence.section() + "|" + sentence.heading() + "|"
                        + sentence.span().in(note))
                .containsExactly(
                        "|false|Anna came.",
                        "history of present illness|true|HPI:",
                        "history of present illness|false|Cough.",
                        "history of present illness|false|Fever.",
                        "history of present illness|false|No rash.",
                        "fall risk|true|FALL RISK:",
                        "fall risk|false|High.");
    }

    @Test
    void spansAreOffsetsOfTheNoteItself() {
        String note = "  😀 Fever.\r\n\tNo rash.  ";
        assertThat(splitter.split(note))
                .extracting(Sentence::span)
                .containsExactly(new TextSpan(2, 11), new TextSpan(14, 22));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\n", " \t\r\n\f\u00A0\u2003\uFEFF\u2028 "})
    void noteWithoutTextHasNoSentence(String note) {
        assertThat(splitter.split(note)).isEmpty();
    }

    @Test
    void longLineIsCutAtWhiteSpace() {
        String note = "cough ".repeat(17_000).strip();
        List<Sentence> sentences = splitter.split(note);
        checkCover(note, sentences, SentenceSplitter.LENGTH_MAX);
        assertThat(sentences).hasSize(103);
        assertThat(sentences).allSatisfy(sentence -> {
            assertThat(sentence.span().in(note)).startsWith("cough").endsWith("cough");
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "😀", "e\u0301", "👩🏽\u200D⚕\uFE0F", "🇬🇧", "각"})
    void longWordIsCutBetweenCharacters(String character) {
        String note = character.repeat(5_000);
        List<Sentence> sentences = splitter.split(note);
        checkCover(note, sentences, SentenceSplitter.LENGTH_MAX);
        assertThat(sentences).hasSizeBetween(note.length() / 1_000, note.length() / 990 + 1);
        assertThat(sentences).allSatisfy(sentence -> {
            assertThat(sentence.span().begin() % character.length()).isZero();
        });
    }

    @Test
    void characterLongerThanASentenceIsCutAtTheLimit() {
        String note = "e" + "\u0301".repeat(2_500);
        assertThat(splitter.split(note))
                .extracting(sentence -> sentence.span().length())
                .containsExactly(1_000, 1_000, 501);
    }

    @ParameterizedTest
    @ValueSource(ints = {16, 17, 31, 100, 1_000})
    void limitIsExact(int lengthMax) {
        SentenceSplitter small = new SentenceSplitter(lengthMax);
        String fits = "x".repeat(lengthMax);
        assertThat(small.split(fits)).hasSize(1);
        assertThat(small.split(fits + "y"))
                .extracting(sentence -> sentence.span().length())
                .containsExactly(lengthMax, 1);
        assertThat(small.split(fits + " y"))
                .extracting(sentence -> sentence.span().length())
                .containsExactly(lengthMax, 1);
    }

    @Test
    void ruleBehindAHeadingIsNotPartOfIt() {
        String note = "PLAN:" + "=".repeat(2_000);
        assertThat(splitter.split(note))
                .extracting(sentence -> sentence.span().length())
                .containsExactly(11, 1_000, 994);
    }

    @Test
    void limitBelowSixteenIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new SentenceSplitter(15))
                .withMessage("lengthMax is 15, expected at least 16");
    }

    @Test
    void emptySentenceIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Sentence(new TextSpan(7, 7), ""))
                .withMessage("sentence is empty at 7, expected text");
    }

    /** Random notes made of what trips splitters; each run prints its seed. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7, 15, 16, 17, 100, 1_000, 20_000})
    void everyCharacterIsInOneSentence(int pieces) {
        SplittableRandom random = seeded("pieces=" + pieces);
        int rounds = Math.max(3, 1_500 / pieces);
        for (int round = 0; round < rounds; round++) {
            String note = randomNote(random, pieces);
            int lengthMax = 16 + random.nextInt(200);
            List<Sentence> sentences = new SentenceSplitter(lengthMax).split(note);
            checkCover(note, sentences, lengthMax);
            assertThat(new SentenceSplitter(lengthMax).split(note)).isEqualTo(sentences);
        }
    }

    /** Any UTF-16 at all, lone surrogates and unassigned characters too. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 33, 500})
    void anyUnitsAreCovered(int length) {
        SplittableRandom random = seeded("units=" + length);
        for (int round = 0; round < 300; round++) {
            char[] units = new char[length];
            for (int i = 0; i < length; i++) {
                units[i] = (char) (random.nextBoolean() ? random.nextInt(128) : random.nextInt(1 << 16));
            }
            String note = new String(units);
            checkCover(note, new SentenceSplitter(16).split(note), 16);
        }
    }

    /** One step that is quadratic would need minutes. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "x", ".", " ", "\n", "\r", "a.", "a. ", ".)", ". )", "?", "...a", "a.B", "abc.De", "(", "1. ", "1.\n",
                "- ", "\n- ", "A:\n", "HPI: ", "J. ", "\t", "| ", "  x", "e\u0301", "\u0301", "\uD83D", "😀", "\"",
                "and\n", "x,\n", "Dr.\n", "#", "*", "a:b ", "/"
            })
    void hostileTextTakesLinearTime(String unit) {
        String note = unit.repeat(MEGABYTE / 4 / unit.length());
        assertThat(bestOf(1, note)).isLessThan(Duration.ofSeconds(10));
    }

    @Test
    void megabyteOfNotesTakesLessThanASecond() {
        String page = """
                HPI:
                Mr. Tarn, 71 y.o., c/o SOB x3d. Took 0.5 mg. of Ativan at 8 a.m. He slept...
                1. Hypertension: continue lisinopril 10 mg p.o. q.d.
                - Gout

                WBC  12.3  K/uL
                BP 120/80, HR 80
                """;
        assertThat(bestOf(3, page.repeat(MEGABYTE / page.length()))).isLessThan(Duration.ofSeconds(1));
    }

    /** Time of this thread on a processor, so that a busy machine does not matter; the best of several runs. */
    private Duration bestOf(int runs, String note) {
        ThreadMXBean clock = ManagementFactory.getThreadMXBean();
        return IntStream.range(0, runs)
                .mapToObj(run -> {
                    long start = clock.getCurrentThreadCpuTime();
                    splitter.split(note);
                    return Duration.ofNanos(clock.getCurrentThreadCpuTime() - start);
                })
                .min(Duration::compareTo)
                .orElseThrow();
    }

    /** The promise of the class: trimmed, sorted, disjoint, nothing left out, short enough, no character cut in two. */
    private static void checkCover(String note, List<Sentence> sentences, int lengthMax) {
        BreakIterator characters = BreakIterator.getCharacterInstance(Locale.ROOT);
        characters.setText(note);
        int covered = 0;
        for (Sentence sentence : sentences) {
            TextSpan span = sentence.span();
            assertThat(span.begin()).isGreaterThanOrEqualTo(covered);
            assertThat(Whitespace.skip(note, covered, span.begin())).isEqualTo(span.begin());
            assertThat(Whitespace.isWhite(note.charAt(span.begin()))).isFalse();
            assertThat(Whitespace.isWhite(note.charAt(span.end() - 1))).isFalse();
            assertThat(span.length()).isLessThanOrEqualTo(sentence.heading() ? HEADING_MAX : lengthMax);
            boolean glued = span.begin() == covered && covered > 0;
            boolean giant = glued && isOneCharacter(characters, covered - lengthMax + 1, covered);
            assertThat(!glued || giant || characters.isBoundary(covered)).isTrue();
            covered = span.end();
        }
        assertThat(Whitespace.skip(note, covered, note.length())).isEqualTo(note.length());
    }

    /** All units but the first belong to one character: it had to be cut. */
    private static boolean isOneCharacter(BreakIterator characters, int begin, int end) {
        return begin > 0 && IntStream.range(begin + 1, end).noneMatch(characters::isBoundary);
    }

    private static String randomNote(SplittableRandom random, int pieces) {
        String[] choice = {
            "cough",
            "Fever",
            "NPO",
            "Dr.",
            "q.d.",
            "0.5",
            "mg.",
            "p.o.",
            "a.m.",
            "12.",
            "1.",
            "2)",
            "-",
            "•",
            "*",
            "#",
            "?",
            "!",
            "...",
            "…",
            ".",
            ".",
            ",",
            ":",
            "HPI:",
            "Plan",
            "A/P:",
            "FALL RISK:",
            "(",
            ")",
            "\"",
            "”",
            "[**x**]",
            "|",
            "---",
            "pH",
            "x.Then",
            "www.a.example",
            "😀",
            "👩🏽\u200D⚕\uFE0F",
            "🇬🇧",
            "e\u0301\u0302",
            "\u0301",
            "\u200D",
            "\uFE0F",
            "\uD83D",
            "\uDE00",
            "。",
            "发热",
            "각",
            "µg/L",
            "≥",
            "°C",
            "\u0000",
            "and",
            "J.",
            "x".repeat(40)
        };
        String[] white = {
            " ", " ", " ", " ", "", "", "\n", "\n", "\r\n", "\r", "\n\n", "\t", "\f", "\u00A0", "  ", "     ", "\u2028",
            "\u0085", "\u200B", "\uFEFF"
        };
        StringBuilder note = new StringBuilder();
        for (int i = 0; i < pieces; i++) {
            note.append(choice[random.nextInt(choice.length)]).append(white[random.nextInt(white.length)]);
        }
        return note.toString();
    }

    /** A generator whose seed is printed; {@code -Dtest.seed=…} repeats a run. */
    private static SplittableRandom seeded(String what) {
        String given = System.getProperty("test.seed", "");
        long seed = given.isBlank() ? System.nanoTime() : Long.parseLong(given);
        System.out.printf("%s: rerun with -Dtest.seed=%d%n", what, seed);
        return new SplittableRandom(seed);
    }

    private static String shown(String note, Sentence sentence) {
        StringBuilder text = new StringBuilder();
        String written = sentence.span().in(note);
        for (int i = 0; i < written.length(); i++) {
            boolean white = Whitespace.isWhite(written.charAt(i));
            if (!white || text.charAt(text.length() - 1) != ' ') {
                text.append(white ? ' ' : written.charAt(i));
            }
        }
        return sentence.heading() ? "[" + sentence.section() + "] " + text : text.toString();
    }

    static List<Case> cases() throws IOException {
        try (InputStream in = SentenceSplitterTest.class.getResourceAsStream("sentence-cases.txt")) {
            String file = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            return Arrays.stream(file.split("(?m)^== "))
                    .skip(1)
                    .map(SentenceSplitterTest::parse)
                    .toList();
        }
    }

    private static Case parse(String block) {
        List<String> lines = new ArrayList<>(block.lines().toList());
        String name = lines.removeFirst();
        int expected =
                (int) lines.stream().takeWhile(line -> !line.startsWith("> ")).count();
        List<String> sentences = lines.stream()
                .skip(expected)
                .flatMap(line -> line.startsWith("> ") ? Stream.of(line.substring(2)) : Stream.empty())
                .toList();
        return new Case(name, unescaped(String.join("\n", lines.subList(0, expected))), sentences);
    }

    private static String unescaped(String text) {
        String units = UNICODE_ESCAPE
                .matcher(text)
                .replaceAll(escape -> String.valueOf((char) Integer.parseInt(escape.group(1), 16)));
        return units.replace("\\r", "\r").replace("\\t", "\t").replace("\\f", "\f");
    }
}
