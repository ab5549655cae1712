package io.osler.engine.grammar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.osler.models.text.Tokenizer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.lucene.util.automaton.ByteRunAutomaton;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

class TokenAutomatonTest {
    private static final TokenVocabulary VOCABULARY =
            Vocabularies.bytesAnd("fe", "fever", "ver", "{\"", "na", "name", "\":", "\": \"", "e\"", "é", " ");

    private static TokenAutomaton regex(String pattern) {
        return TokenAutomaton.of(TokenLanguage.regex(pattern), VOCABULARY);
    }

    private static TokenAutomaton choices(String... texts) {
        return TokenAutomaton.of(TokenLanguage.choices(List.of(texts)), VOCABULARY);
    }

    private static String forced(TokenAutomaton automaton, int state) {
        return IntStream.of(automaton.forced(state))
                .mapToObj(id -> Vocabularies.text(VOCABULARY, id))
                .collect(Collectors.joining("|"));
    }

    private static int after(TokenAutomaton automaton, String text) {
        int state = automaton.start();
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            state = automaton.next(state, b & 0xFF);
        }
        return state;
    }

    @Test
    void writesOneOfTheChoices() {
        String far = "far ".repeat(400);
        TokenAutomaton automaton = choices("fever", "ferritin", "fever", "", "é", far);
        for (String text : List.of("fever", "ferritin", "", "é", far)) {
            assertThat(Vocabularies.accepts(automaton, VOCABULARY, text)).isTrue();
        }
        for (String text : List.of("fe", "feverferritin", "è", "far far")) {
            assertThat(Vocabularies.accepts(automaton, VOCABULARY, text))
                    .as(text)
                    .isFalse();
        }
        assertThat(automaton.isComplete(automaton.start())).isTrue();
        assertThat(automaton.mustEnd(automaton.start())).isFalse();
        assertThat(automaton.mustEnd(after(automaton, "fever"))).isTrue();
    }

    @Test
    void refusesChoicesThatCannotBeWritten() {
        assertThatThrownBy(() -> TokenLanguage.choices(List.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("there are 0 choices, expected at least one");
        assertThatThrownBy(() -> TokenLanguage.choices(List.of("a", "b\ud83d")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("choice 1 has half a surrogate pair, expected whole characters");
    }

    @Test
    void allowsEveryTokenWithTheBytesAndNoSpecialOne() {
        TokenAutomaton automaton = regex(" *|fever");
        int ownSpace = 256 + 10;
        assertThat(VOCABULARY.bytes(ownSpace)).containsExactly(' ');
        assertThat(automaton.allowed(automaton.start()).ids())
                .containsExactly(' ', 'f', 256 /* fe */, 257 /* fever */, ownSpace);
        int special = VOCABULARY.size() - 1;
        assertThat(regex("[^a]*").allowed(0).contains(special)).isFalse();
        assertThat(automaton.next(automaton.start(), special)).isEqualTo(TokenAutomaton.DEAD);
        assertThat(automaton.next(automaton.start(), 'x')).isEqualTo(TokenAutomaton.DEAD);
    }

    @Test
    void namesTheStateOrTokenThatDoesNotExist() {
        TokenAutomaton automaton = regex("a");
        assertThatThrownBy(() -> automaton.allowed(TokenAutomaton.DEAD))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("state is -1, expected 0 to 1");
        assertThatThrownBy(() -> automaton.next(0, 268))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("token id is 268, expected 0 to 267");
    }

    @Test
    void forcesWhatNoTokenCanTakeElsewhere() {
        assertThat(forced(choices("fever"), 0)).isEqualTo("fever");
        // "fever" would be lost if "fe" were taken; nothing longer than "r" is at hand
        assertThat(forced(choices("fever", "ferritin"), 0)).isEmpty();
        TokenAutomaton rash = choices("rash", "rave");
        assertThat(forced(rash, 0)).isEqualTo("r|a");
        assertThat(rash.forced(after(rash, "ra"))).isEmpty();
        assertThat(forced(rash, after(rash, "ras"))).isEqualTo("h");
        assertThat(forced(rash, after(rash, "rash"))).isEmpty();
        // may end after "fe": no token beyond it is forced
        assertThat(forced(regex("rfe(ver)?"), 0)).isEqualTo("r");
        assertThat(forced(regex("rna(x)?"), 0)).isEqualTo("r|na");
    }

    @Test
    void forcesTheFrameOfJson() {
        TokenAutomaton automaton = TokenAutomaton.of(
                TokenLanguage.jsonSchema("{\"properties\":{\"name\":{\"type\":\"string\"}},\"required\":[\"name\"]}"),
                VOCABULARY);
        // '": "' is a token, so '":' is not forced; 'e"' ends within the forced text and takes nothing away
        assertThat(forced(automaton, 0)).isEqualTo("{\"|name");
        // a string may begin with a colon, and '":' is a token
        assertThat(forced(automaton, after(automaton, "{\"name\": "))).isEmpty();
        assertThat(forced(automaton, after(automaton, "{\"name\": \"x\""))).isEqualTo("}");
    }

    @Test
    void forcedTokensAreAllowedAndUnavoidable() {
        SplittableRandom random = new SplittableRandom(3);
        List<TokenAutomaton> automata = List.of(
                choices("fever", "feverish", "rash", "é😀", "éa"),
                regex("(fe|na){2,3}: (\"name\"|\"never\")"),
                regex("[€é]x{3}(fever){2}"));
        int found = 0;
        for (int i = 0; i < 300; i++) {
            TokenAutomaton automaton = automata.get(i % automata.size());
            for (int state = automaton.start(); !automaton.mustEnd(state); ) {
                int[] forced = automaton.forced(state);
                byte[] bytes = Vocabularies.bytes(VOCABULARY, forced);
                int other = state;
                for (byte b : bytes) {
                    int at = other;
                    assertThat(automaton.isComplete(at)).isFalse();
                    assertThat(automaton.allowed(at).stream()
                                    .allMatch(id -> VOCABULARY.bytes(id)[0] == b))
                            .isTrue();
                    other = automaton.next(at, b & 0xFF);
                }
                for (int id : forced) {
                    assertThat(automaton.allowed(state).contains(id)).isTrue();
                    state = automaton.next(state, id);
                }
                assertThat(state).isEqualTo(other);
                found += forced.length;
                int[] allowed = automaton.allowed(state).ids();
                if (allowed.length > 0) {
                    state = automaton.next(state, allowed[random.nextInt(allowed.length)]);
                }
            }
        }
        assertThat(found).isGreaterThan(300);
    }

    /** "é" and "è" share a byte; after it one byte is left of a character that must be an "é". */
    @Test
    void forcesPartsOfCharacters() {
        TokenAutomaton automaton = choices("é", "è");
        assertThat(automaton.forced(0)).isEmpty();
        TokenAutomaton single = choices("éa", "xa");
        int inside = single.next(0, 0xC3);
        assertThat(single.forced(inside)).containsExactly(0xA9, 'a');
    }

    /** As one that composes accents would. */
    @Test
    void forcesTheBytesThoughTheTokenizerChangesThem() {
        List<byte[]> tokens = new ArrayList<>();
        IntStream.range(0, VOCABULARY.size()).mapToObj(VOCABULARY::bytes).forEach(tokens::add);
        TokenVocabulary changing = new TokenVocabulary(
                tokens.toArray(byte[][]::new), text -> VOCABULARY.encode(text.replace("e\u0301", "é")));
        TokenAutomaton automaton = TokenAutomaton.of(TokenLanguage.choices(List.of("fe\u0301ver")), changing);
        assertThat(Vocabularies.text(changing, automaton.forced(0))).isEqualTo("fe\u0301ver");
        assertThat(automaton.forced(0)).startsWith(256 /* fe */);
    }

    /** Three bytes are missing, one of them only a part of a longer token. */
    @Test
    void avoidsWhatTheVocabularyCannotWrite() {
        List<byte[]> tokens = new ArrayList<>();
        IntStream.range(0, 256)
                .forEach(b -> tokens.add(b == 'x' || b == 'y' || b == 'z' ? null : new byte[] {(byte) b}));
        tokens.add("yz".getBytes(StandardCharsets.UTF_8));
        TokenVocabulary vocabulary = Vocabularies.of(tokens);
        TokenAutomaton automaton = TokenAutomaton.of(TokenLanguage.regex("a(bx|c|dyz|ey)"), vocabulary);
        int after = automaton.next(0, 'a');
        assertThat(automaton.allowed(after).ids()).containsExactly('c', 'd');
        assertThat(automaton.next(after, 'b')).isEqualTo(TokenAutomaton.DEAD);
        assertThat(automaton.allowed(automaton.next(after, 'd')).ids()).containsExactly(256);
        TokenAutomaton optional = TokenAutomaton.of(TokenLanguage.regex("ax?"), vocabulary);
        assertThat(optional.mustEnd(optional.next(0, 'a'))).isTrue();
        assertThatThrownBy(() -> TokenAutomaton.of(TokenLanguage.regex("a*x"), vocabulary))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("no text of the language can be written with the 257 tokens of the vocabulary, expected at"
                        + " least one");
    }

    @Test
    void walksFewNodesOfALargeVocabulary() {
        SplittableRandom random = new SplittableRandom(7);
        List<byte[]> tokens = new ArrayList<>();
        for (int i = 0; i < 50_000; i++) {
            byte[] token = new byte[1 + random.nextInt(8)];
            for (int at = 0; at < token.length; at++) {
                token[at] = (byte) ('a' + random.nextInt(26));
            }
            tokens.add(token);
        }
        byte[][] array = tokens.toArray(byte[][]::new);
        TokenTrie trie = new TokenTrie(array);
        for (String pattern : List.of("fever|rash", "[a-c]{0,5}", "(ab|c)*z", "[a-z]*")) {
            ByteRunAutomaton automaton = TokenLanguage.regex(pattern).automaton();
            BitSet found = new BitSet();
            int visited = trie.collect(automaton, 0, 0, _ -> true, found);
            BitSet expected = new BitSet();
            for (int id = 0; id < array.length; id++) {
                int state = 0;
                for (int i = 0; i < array[id].length && state >= 0; i++) {
                    state = automaton.step(state, array[id][i] & 0xFF);
                }
                expected.set(id, state >= 0);
            }
            assertThat(found).as(pattern).isEqualTo(expected);
            assertThat(visited).isLessThan(trie.nodes());
            if (pattern.equals("fever|rash")) {
                assertThat(visited).isLessThan(500);
                assertThat(trie.nodes()).isGreaterThan(100_000);
            }
        }
    }

    @Test
    void manyThreadsSeeTheSame() throws InterruptedException, ExecutionException {
        TokenAutomaton shared = regex("[a-f]{0,40}(fever|name)?");
        TokenAutomaton own = regex("[a-f]{0,40}(fever|name)?");
        try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
            List<Future<Integer>> sums = new ArrayList<>();
            for (int thread = 0; thread < 4; thread++) {
                sums.add(threads.submit(() -> sizes(shared)));
            }
            for (Future<Integer> sum : sums) {
                assertThat(sum.get()).isEqualTo(sizes(own));
            }
        }
    }

    private static int sizes(TokenAutomaton automaton) {
        int sum = 0;
        int state = automaton.start();
        for (int i = 0; i < 40; i++) {
            sum = 31 * sum + automaton.allowed(state).size() + automaton.forced(state).length;
            state = automaton.next(state, 'a' + i % 6);
        }
        return sum;
    }

    /** A set is kept in one of two forms; both answer alike. */
    @Test
    void setsOfAnySizeAnswerAlike() {
        for (int size : new int[] {0, 1, 2, 7, 64, 999, 1000}) {
            BitSet bits = new BitSet(1000);
            new SplittableRandom(size).ints(size, 0, 1000).forEach(bits::set);
            TokenSet set = new TokenSet((BitSet) bits.clone());
            assertThat(set.ids()).isEqualTo(bits.stream().toArray());
            assertThat(set.size()).isEqualTo(bits.cardinality());
            assertThat(set.isEmpty()).isEqualTo(size == 0);
            assertThat(IntStream.range(-1, 1100).filter(set::contains).toArray())
                    .isEqualTo(set.ids());
            assertThat(set).isEqualTo(new TokenSet((BitSet) bits.clone())).hasSameHashCodeAs(new TokenSet(bits));
        }
    }

    /** With the merges of a real tokenizer: "fever" is one token, and the end token is special. */
    @Test
    void takesForcedTextAsTheTokenizerCutsIt() {
        try (Tokenizer tokenizer = Tokenizer.of(byteLevel("fever", "pain"), "tiny")) {
            TokenAutomaton automaton = TokenAutomaton.of(TokenLanguage.choices(List.of("pain, fever é!")), tokenizer);
            assertThat(automaton.forced(0)).isEqualTo(tokenizer.encode("pain, fever é!"));
            assertThat(automaton.forced(0)[0]).isEqualTo(tokenizer.id("pain").orElseThrow());
            TokenAutomaton any = TokenAutomaton.of(TokenLanguage.regex("[^a]*"), tokenizer);
            int end = tokenizer.id("<|end|>").orElseThrow();
            assertThat(any.allowed(0).contains(end)).isFalse();
            assertThat(any.allowed(0).contains(tokenizer.id("fever").orElseThrow()))
                    .isTrue();
        }
    }

    private static String byteLevel(String... words) {
        Map<String, Integer> vocabulary = new TreeMap<>();
        int other = 256;
        for (int b = 0; b < 256; b++) {
            boolean printable = (b > 32 && b < 127) || (b > 160 && b != 173);
            vocabulary.put(Character.toString(printable ? b : other++), b);
        }
        List<String> merges = new ArrayList<>();
        for (String word : words) {
            for (int length = 2; length <= word.length(); length++) {
                vocabulary.put(word.substring(0, length), vocabulary.size());
                merges.add(word.substring(0, length - 1) + " " + word.charAt(length - 1));
            }
        }
        ObjectNode tree = JsonMapper.shared().createObjectNode();
        ObjectNode model = tree.putObject("model").put("type", "BPE");
        model.set("vocab", JsonMapper.shared().valueToTree(vocabulary));
        model.set("merges", JsonMapper.shared().valueToTree(merges));
        for (String step : List.of("pre_tokenizer", "decoder")) {
            tree.putObject(step)
                    .put("type", "ByteLevel")
                    .put("add_prefix_space", false)
                    .put("trim_offsets", false)
                    .put("use_regex", true);
        }
        tree.putArray("added_tokens")
                .addObject()
                .put("id", vocabulary.size())
                .put("content", "<|end|>")
                .put("special", true)
                .put("single_word", false)
                .put("lstrip", false)
                .put("rstrip", false)
                .put("normalized", false);
        return JsonMapper.shared().writeValueAsString(tree);
    }
}
