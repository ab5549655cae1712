package io.osler.engine.grammar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Against {@link Pattern}, which shares no code with this. */
class RegexLanguageTest {
    /** Letters, a line end, and characters of two, three and four bytes, whole and in parts. */
    private static final List<byte[]> TOKENS = List.of(
            utf8("a"),
            utf8("b"),
            utf8("ab"),
            utf8("ba"),
            utf8("7"),
            utf8("\n"),
            utf8("é"),
            utf8("aé"),
            new byte[] {(byte) 0xC3},
            new byte[] {(byte) 0xA9},
            utf8("€"),
            new byte[] {(byte) 0xE2, (byte) 0x82},
            new byte[] {(byte) 0xAC, 'a'},
            utf8("😀"),
            new byte[] {(byte) 0xF0, (byte) 0x9F},
            new byte[] {(byte) 0x98, (byte) 0x80});

    private static final TokenVocabulary VOCABULARY = Vocabularies.of(TOKENS);
    private static final TokenVocabulary BYTES = Vocabularies.bytesAnd();

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void takesTheTextsThatMatchAndNoOthers() {
        SplittableRandom random = new SplittableRandom(11);
        int matches = 0;
        for (int i = 0; i < 300; i++) {
            String regex = randomRegex(random, 3);
            Pattern pattern = Pattern.compile(regex);
            Optional<TokenAutomaton> made = made(regex);
            for (int sample = 0; sample < 60; sample++) {
                int[] ids = random.ints(random.nextInt(7), 0, TOKENS.size()).toArray();
                matches += check(made, pattern, ids) ? 1 : 0;
            }
            for (int sample = 0; made.isPresent() && sample < 10; sample++) {
                Optional<int[]> ids = randomWalk(made.orElseThrow(), random, 8);
                assertThat(ids.isEmpty() || check(made, pattern, ids.orElseThrow()))
                        .as("a walk through %s", regex)
                        .isTrue();
            }
        }
        assertThat(matches).as("the samples are no idle ones").isGreaterThan(500);
    }

    /** Some language has no text in this small vocabulary; then nothing may match. */
    private static Optional<TokenAutomaton> made(String regex) {
        try {
            return Optional.of(TokenAutomaton.of(TokenLanguage.regex(regex), VOCABULARY));
        } catch (IllegalArgumentException e) {
            assertThat(e).hasMessageStartingWith("no text of the language");
            return Optional.empty();
        }
    }

    private static boolean check(Optional<TokenAutomaton> automaton, Pattern pattern, int[] ids) {
        boolean expected = decoded(Vocabularies.bytes(VOCABULARY, ids))
                .filter(text -> pattern.matcher(text).matches())
                .isPresent();
        boolean accepted = automaton.filter(made -> accepts(made, ids)).isPresent();
        assertThat(accepted)
                .as("%s on %s", pattern, IntStream.of(ids).boxed().toList())
                .isEqualTo(expected);
        return expected;
    }

    /** Empty where the bytes are no UTF-8: such a text is in no language. */
    private static Optional<String> decoded(byte[] bytes) {
        try {
            return Optional.of(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString());
        } catch (CharacterCodingException e) {
            return Optional.empty();
        }
    }

    private static boolean accepts(TokenAutomaton automaton, int[] ids) {
        int state = automaton.start();
        for (int id : ids) {
            boolean allowed = automaton.allowed(state).contains(id);
            state = automaton.next(state, id);
            assertThat(state != TokenAutomaton.DEAD).isEqualTo(allowed);
            if (state == TokenAutomaton.DEAD) {
                return false;
            }
        }
        return automaton.isComplete(state);
    }

    private static Optional<int[]> randomWalk(TokenAutomaton automaton, SplittableRandom random, int tokensMax) {
        IntStream.Builder ids = IntStream.builder();
        int state = automaton.start();
        for (int i = 0; i < tokensMax && !automaton.mustEnd(state); i++) {
            int[] allowed = automaton.allowed(state).ids();
            int id = allowed[random.nextInt(allowed.length)];
            ids.add(id);
            state = automaton.next(state, id);
        }
        return automaton.isComplete(state) ? Optional.of(ids.build().toArray()) : Optional.empty();
    }

    private static String randomRegex(SplittableRandom random, int depth) {
        List<String> atoms = List.of(
                "a", "b", "ab", "é", "€", "😀", ".", "\\d", "\\w", "\\s", "\\S", "\\W", "[ab7]", "[^a]", "[a-é]",
                "[^\\w€]");
        if (depth == 0) {
            return atoms.get(random.nextInt(atoms.size()));
        }
        String inner = randomRegex(random, depth - 1);
        return switch (random.nextInt(9)) {
            case 0 -> "(%s)*".formatted(inner);
            case 1 -> "(?:%s)+".formatted(inner);
            case 2 -> "(?<x%d>%s)?".formatted(random.nextInt(1000), inner);
            case 3 -> "(%s){1,2}?".formatted(inner);
            case 4 -> "(?:%s|%s)".formatted(inner, randomRegex(random, depth - 1));
            case 5 -> "(?:|%s){2}".formatted(inner);
            case 6 -> "(?:%s){1,}".formatted(inner);
            default -> inner + randomRegex(random, depth - 1);
        };
    }

    @Test
    void noStateIsADeadEnd() {
        for (String regex : List.of("a*b|é+", "[^a]{0,3}", "(ab|a€)+7", "a😀b")) {
            TokenAutomaton automaton = TokenAutomaton.of(TokenLanguage.regex(regex), VOCABULARY);
            Deque<Integer> open = new ArrayDeque<>(List.of(automaton.start()));
            Set<Integer> seen = new HashSet<>(open);
            while (!open.isEmpty()) {
                int state = open.pop();
                assertThat(canEnd(automaton, state))
                        .as("%s, state %d", regex, state)
                        .isTrue();
                automaton.allowed(state).stream()
                        .map(id -> automaton.next(state, id))
                        .filter(seen::add)
                        .forEach(open::push);
            }
            assertThat(seen.size()).isGreaterThan(1);
        }
    }

    private static boolean canEnd(TokenAutomaton automaton, int from) {
        Deque<Integer> open = new ArrayDeque<>(List.of(from));
        Set<Integer> seen = new HashSet<>(open);
        while (!open.isEmpty()) {
            int state = open.pop();
            if (automaton.isComplete(state)) {
                return true;
            }
            automaton.allowed(state).stream()
                    .map(id -> automaton.next(state, id))
                    .filter(seen::add)
                    .forEach(open::push);
        }
        return false;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "#@&<>~\"",
                "^a$",
                "^a|b$",
                "a|",
                "",
                "[-a]",
                "[a-]",
                "[a\\]\\[]",
                "\\.\\*\\(\\\\",
                "}]",
                "[.+*?^$]",
                "\\x41",
                "\\u00e9",
                "\\ud83d\\ude00",
                "\\t\\n\\f\\r",
                "a??b*?",
                "()",
                "a{0}",
                "[\\d-]",
                "\\-\\/",
                "[a&b]",
                "\\u20ac{2}"
            })
    void readsWhatPatternReads(String regex) {
        Pattern pattern = Pattern.compile(regex);
        TokenAutomaton automaton = TokenAutomaton.of(TokenLanguage.regex(regex), BYTES);
        List<String> texts = List.of(
                "",
                "a",
                "b",
                "-",
                "]",
                "[",
                ".",
                "A",
                "é",
                "😀",
                "\t\n\f\r",
                "ab",
                "}]",
                "#@&<>~\"",
                ".*(\\",
                "^",
                "$",
                "5",
                "-/",
                "&",
                "€€",
                "aa",
                "\n",
                "*");
        int matches = 0;
        for (String text : texts) {
            boolean expected = pattern.matcher(text).matches();
            assertThat(Vocabularies.accepts(automaton, BYTES, text))
                    .as("%s on %s", regex, text)
                    .isEqualTo(expected);
            matches += expected ? 1 : 0;
        }
        assertThat(matches).isPositive();
    }

    /** Here ours and Java's differ. */
    @Test
    void readsBracesAsCodePoint() {
        TokenAutomaton automaton = TokenAutomaton.of(TokenLanguage.regex("\\u{1F600}\\v"), BYTES);
        assertThat(Vocabularies.accepts(automaton, BYTES, "😀\u000B")).isTrue();
        assertThat(Vocabularies.accepts(automaton, BYTES, "😀\n")).isFalse();
    }

    /** Every text is UTF-8: no surrogate, no overlong form, nothing beyond U+10FFFF. */
    @Test
    void writesNothingButUtf8() {
        TokenAutomaton automaton = TokenAutomaton.of(TokenLanguage.regex("[^x]"), BYTES);
        assertThat(automaton.allowed(automaton.start()).ids())
                .doesNotContain(0x80, 0xBF, 0xC0, 0xC1, 0xF5, 0xFF, (int) 'x')
                .contains(0x00, 0x7F, 0xC2, 0xED, 0xF4);
        assertThat(second(automaton, 0xE0))
                .isEqualTo(IntStream.range(0xA0, 0xC0).toArray());
        assertThat(second(automaton, 0xE1))
                .isEqualTo(IntStream.range(0x80, 0xC0).toArray());
        assertThat(second(automaton, 0xED))
                .isEqualTo(IntStream.range(0x80, 0xA0).toArray());
        assertThat(second(automaton, 0xF0))
                .isEqualTo(IntStream.range(0x90, 0xC0).toArray());
        assertThat(second(automaton, 0xF4))
                .isEqualTo(IntStream.range(0x80, 0x90).toArray());
    }

    private static int[] second(TokenAutomaton automaton, int first) {
        return automaton.allowed(automaton.next(automaton.start(), first)).ids();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '¦',
            quoteCharacter = '¬',
            value = {
                "a(?=b)   ¦ the pattern has '(?' and neither ':' nor '<name>' at offset 1; look-around and flags are not",
                "(?i)a    ¦ the pattern has '(?' and neither ':' nor '<name>' at offset 0; look-around and flags are not",
                "a(b      ¦ the pattern has a '(' without its ')' at offset 1; escape it",
                "a)b      ¦ the pattern has a ')' without its '(' at offset 1; escape it",
                "a[b      ¦ the pattern has a '[' without its ']' at offset 1; escape it",
                "a[]b     ¦ the pattern has brackets that match no character at offset 1; expected at least one",
                "[^\\u0000-\\ud7ff\\ue000-\\u{10ffff}] ¦ the pattern has brackets that match no character at offset 0;",
                "[[:alpha:]] ¦ the pattern has '[' inside brackets at offset 1; dialects disagree",
                "[a-z&&b] ¦ the pattern has '&&' inside brackets at offset 4; dialects disagree",
                "[z-a]    ¦ the pattern has '-' that is not between two characters, the smaller first at offset 2; escape",
                "[\\d-x]  ¦ the pattern has '-' that is not between two characters, the smaller first at offset 3; escape",
                "😀*+     ¦ the pattern has '+' after a repetition at offset 3; possessive",
                "a{2}{3}  ¦ the pattern has '{' after a repetition at offset 4; possessive",
                "*a       ¦ the pattern has '*' with nothing before it to repeat at offset 0; escape it",
                "{a}      ¦ the pattern has '{' with nothing before it to repeat at offset 0; escape it",
                "a{b}     ¦ the pattern has '{' and not {n}, {n,} or {n,m} at offset 1; escape it",
                "a{3,2}   ¦ the pattern has {3,2} at offset 1; expected the smaller number first",
                "a{12345678} ¦ the pattern has a count of 8 digits at offset 2; expected at most 6",
                "a^b      ¦ the pattern has '^' at offset 1; expected it at an end of the pattern or of a top-level",
                "a$b      ¦ the pattern has '$' at offset 1; expected it at an end of the pattern or of a top-level",
                "(a$)     ¦ the pattern has '$' at offset 2; expected it at an end of the pattern or of a top-level",
                "\\bab    ¦ the pattern has '\\b' at offset 0; expected \\d \\w \\s",
                "a\\1     ¦ the pattern has '\\1' at offset 1; expected \\d \\w \\s",
                "\\p{L}   ¦ the pattern has '\\p' at offset 0; expected \\d \\w \\s",
                "a\\      ¦ the pattern has a '\\' at the end at offset 1; write \\\\ for a backslash",
                "\\x4     ¦ the pattern has an unfinished code at offset 0; expected \\xhh",
                "\\u{zz}  ¦ the pattern has an unfinished code at offset 0; expected \\xhh",
                "\\ud83d  ¦ the pattern has half a character (a surrogate) at offset 0; expected both halves",
            })
    void refusesWhatItDoesNotKnow(String regex, String message) {
        assertThatThrownBy(() -> TokenLanguage.regex(regex))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(message);
    }

    /** Many states, many sets of states, deep recursion. */
    @Test
    void refusesWhatWouldExplode() {
        for (String regex : List.of("(a{1000}){1000}", "(.*a.{40})", "[^x]{20000}")) {
            assertThatThrownBy(() -> TokenLanguage.regex(regex))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith(
                            "the pattern takes more than the 65536 states, or the work, that an automaton");
        }
        assertThatThrownBy(() -> TokenLanguage.regex("(".repeat(5000)))
                .hasMessage("the pattern has a group at offset 100; expected at most 100 groups in each other");
    }
}
