package io.osler.models.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.osler.models.ModelException;
import io.osler.models.TextSpan;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.ObjectNode;

class TokenizerTest {
    private static final int UNUSED_ID = 280;

    private static int id(Tokenizer tokenizer, String entry) {
        return tokenizer.id(entry).orElseThrow(() -> new AssertionError(entry));
    }

    private static int[] ids(Tokenizer tokenizer, String... entries) {
        return Arrays.stream(entries).mapToInt(entry -> id(tokenizer, entry)).toArray();
    }

    @Test
    void spansAreInUtf16Units() {
        String text = "a😀e\u0301\r\nhello é";
        try (Tokenizer tokenizer = TinyTokenizers.open(TinyTokenizers.byteLevel())) {
            TokenizedText tokens = tokenizer.encodeWithSpans(text);

            assertThat(tokens.spans())
                    .containsExactly(
                            new TextSpan(0, 1),
                            new TextSpan(1, 3), // four bytes of one character, two UTF-16 units
                            new TextSpan(1, 3),
                            new TextSpan(1, 3),
                            new TextSpan(1, 3),
                            new TextSpan(3, 4),
                            new TextSpan(4, 5), // the combining accent's two bytes
                            new TextSpan(4, 5),
                            new TextSpan(5, 6),
                            new TextSpan(6, 7),
                            new TextSpan(7, 12),
                            new TextSpan(12, 13),
                            new TextSpan(13, 14),
                            new TextSpan(13, 14));
            assertThat(tokens.ids()).isEqualTo(tokenizer.encode(text));
            assertThat(tokens.ids()[10]).isEqualTo(id(tokenizer, "hello"));
        }
    }

    @Test
    void spansNameTheTextAsHandedInWhenItIsNormalised() {
        ObjectNode tree = TinyTokenizers.byteLevel();
        tree.set("normalizer", TinyTokenizers.step("NFC"));
        try (Tokenizer tokenizer = TinyTokenizers.open(tree)) {
            TokenizedText tokens = tokenizer.encodeWithSpans("e\u0301xu\u0308");

            assertThat(tokenizer.decode(tokens.ids())).isEqualTo("\u00e9x\u00fc");
            assertThat(tokens.spans())
                    .containsExactly(
                            new TextSpan(0, 2), // two bytes of one composed character
                            new TextSpan(0, 2),
                            new TextSpan(2, 3),
                            new TextSpan(3, 5),
                            new TextSpan(3, 5));
        }
    }

    @Test
    void neverTruncatesPadsOrAdds() {
        ObjectNode tree = TinyTokenizers.byteLevel();
        tree.putObject("truncation")
                .put("direction", "Right")
                .put("max_length", 5)
                .put("strategy", "LongestFirst")
                .put("stride", 0);
        ObjectNode padding = tree.putObject("padding");
        padding.put("direction", "Right").putNull("pad_to_multiple_of");
        padding.put("pad_id", 0).put("pad_type_id", 0).put("pad_token", "!");
        padding.putObject("strategy").put("Fixed", 10);
        tree.set("post_processor", template("<|end|>", TinyTokenizers.END, true));
        try (Tokenizer tokenizer = TinyTokenizers.open(tree)) {
            String words = "hello" + " word".repeat(1999);

            assertThat(tokenizer.encode(words)).hasSize(2000);
            assertThat(tokenizer.encodeTemplate(words)).hasSize(2000);
            assertThat(tokenizer.encode("hello")).hasSize(1);
            assertThat(tokenizer.encode("")).isEmpty();
        }
    }

    @Test
    void specialTokensAreRecognisedInTemplatesOnly() {
        try (Tokenizer tokenizer = TinyTokenizers.open(TinyTokenizers.byteLevel())) {
            assertThat(tokenizer.encodeTemplate("hello<|end|>"))
                    .containsExactly(id(tokenizer, "hello"), TinyTokenizers.END);
            assertThat(tokenizer.encode("hello<|end|>"))
                    .doesNotContain(TinyTokenizers.END)
                    .hasSize(1 + "<|end|>".length());
            assertThat(tokenizer.decode(tokenizer.encode("hello<|end|>"))).isEqualTo("hello<|end|>");
            assertThat(tokenizer.decode(TinyTokenizers.END)).isEqualTo("<|end|>");
            assertThat(tokenizer.isSpecial(TinyTokenizers.END)).isTrue();
        }
    }

    /** The ones left keep their ids although special tokens before them are left out. */
    @Test
    void addedTokensThatAreNotSpecialAreRecognisedInAnyText() {
        try (Tokenizer tokenizer = TinyTokenizers.open(TinyTokenizers.byteLevel())) {
            assertThat(tokenizer.encode("hello<tool>")).containsExactly(id(tokenizer, "hello"), TinyTokenizers.TOOL);
            assertThat(tokenizer.encodeTemplate("hello<tool>"))
                    .containsExactly(id(tokenizer, "hello"), TinyTokenizers.TOOL);
            assertThat(tokenizer.isSpecial(TinyTokenizers.TOOL)).isFalse();
        }
    }

    @Test
    void aPieceGoesOnDirectlyAfterOtherTextByteLevel() {
        try (Tokenizer tokenizer = TinyTokenizers.open(TinyTokenizers.byteLevel())) {
            assertThat(tokenizer.encode("word")).isEqualTo(ids(tokenizer, "word"));
            assertThat(tokenizer.encode(" word")).isEqualTo(ids(tokenizer, "Ġword"));
        }
        ObjectNode prefixed = TinyTokenizers.byteLevel();
        ((ObjectNode) prefixed.get("pre_tokenizer")).put("add_prefix_space", true);
        try (Tokenizer tokenizer = TinyTokenizers.open(prefixed)) {
            assertThat(tokenizer.encode("word")).isEqualTo(ids(tokenizer, "word"));
            assertThat(tokenizer.encode(" word")).isEqualTo(ids(tokenizer, "Ġword"));
            assertThat(tokenizer.encodeTemplate("word")).isEqualTo(ids(tokenizer, "Ġword"));
        }
    }

    @Test
    void aPieceGoesOnDirectlyAfterOtherTextSentencePiece() {
        for (ObjectNode tree : List.of(
                TinyTokenizers.sentencePiece(), TinyTokenizers.sentencePieceWithPrefix(), TinyTokenizers.metaspace())) {
            try (Tokenizer tokenizer = TinyTokenizers.open(tree)) {
                assertThat(tokenizer.encode("word")).isEqualTo(ids(tokenizer, "word"));
                assertThat(tokenizer.encode(" word")).isEqualTo(ids(tokenizer, "▁word"));
                assertThat(tokenizer.encode("a word")).isEqualTo(ids(tokenizer, "a", "▁word"));
                assertThat(tokenizer.decode(tokenizer.encode("a word"))).isEqualTo("a word");
            }
        }
    }

    @Test
    void templatesAreEncodedAsTheFileSaysPrefixIncluded() {
        for (ObjectNode tree : List.of(TinyTokenizers.sentencePieceWithPrefix(), TinyTokenizers.metaspace())) {
            try (Tokenizer tokenizer = TinyTokenizers.open(tree)) {
                assertThat(tokenizer.encodeTemplate("word")).isEqualTo(ids(tokenizer, "▁word"));
            }
        }
        ObjectNode alone = TinyTokenizers.sentencePiece();
        alone.set("normalizer", TinyTokenizers.step("Prepend").put("prepend", "▁"));
        try (Tokenizer tokenizer = TinyTokenizers.open(alone)) {
            assertThat(tokenizer.encodeTemplate("word")).isEqualTo(ids(tokenizer, "▁word"));
            assertThat(tokenizer.encode("word")).isEqualTo(ids(tokenizer, "word"));
        }
    }

    @Test
    void prefixesAreThoseAWalkThroughTheVocabularyFinds() {
        long seed = Long.getLong("test.seed", 20_261_122);
        System.out.printf("prefixes: rerun with -Dtest.seed=%d%n", seed);
        SplittableRandom random = new SplittableRandom(seed);
        String[] parts = {
            "hello", " hello", "word", " word", "wor", "h", "l", " ", "\n", "é", "😀", "<tool>", "<|end|>", "a"
        };
        for (ObjectNode tree : List.of(TinyTokenizers.byteLevel(), TinyTokenizers.sentencePiece())) {
            try (Tokenizer tokenizer = TinyTokenizers.open(tree)) {
                for (int round = 0; round < 200; round++) {
                    StringBuilder text = new StringBuilder();
                    for (int part = random.nextInt(4); part >= 0; part--) {
                        text.append(parts[random.nextInt(parts.length)]);
                    }
                    assertThat(tokenizer.prefixesOf(text.toString()))
                            .as(text.toString())
                            .isEqualTo(plainPrefixes(tokenizer, text.toString()));
                }
            }
        }
    }

    private static int[] plainPrefixes(Tokenizer tokenizer, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return IntStream.range(0, tokenizer.size())
                .filter(id -> !tokenizer.isSpecial(id))
                .filter(id -> tokenizer.bytes(id).length > 0 && tokenizer.bytes(id).length <= bytes.length)
                .filter(id -> Arrays.equals(tokenizer.bytes(id), Arrays.copyOf(bytes, tokenizer.bytes(id).length)))
                .boxed()
                .sorted(Comparator.comparingInt((Integer id) -> tokenizer.bytes(id).length))
                .mapToInt(id -> id)
                .toArray();
    }

    @Test
    void prefixesOfSomeTexts() {
        try (Tokenizer tokenizer = TinyTokenizers.open(TinyTokenizers.byteLevel())) {
            assertThat(tokenizer.prefixesOf("hellos")).isEqualTo(ids(tokenizer, "h", "he", "hell", "hello"));
            assertThat(tokenizer.prefixesOf("<|end|>")).isEqualTo(ids(tokenizer, "<"));
            assertThat(tokenizer.prefixesOf("")).isEmpty();
        }
        try (Tokenizer tokenizer = TinyTokenizers.open(TinyTokenizers.sentencePiece())) {
            assertThat(tokenizer.prefixesOf("a")).isEqualTo(ids(tokenizer, "<0x61>", "a"));
            assertThat(tokenizer.prefixesOf(" a")).isEqualTo(ids(tokenizer, "<0x20>", "▁", "▁a"));
        }
    }

    @Test
    void aCharacterMayBeSpreadOverTokens() {
        byte[] emoji = "😀".getBytes(StandardCharsets.UTF_8);
        for (ObjectNode tree : List.of(TinyTokenizers.byteLevel(), TinyTokenizers.sentencePiece())) {
            try (Tokenizer tokenizer = TinyTokenizers.open(tree)) {
                int[] ids = tokenizer.encode("😀");

                assertThat(ids).hasSize(4);
                for (int i = 0; i < ids.length; i++) {
                    assertThat(tokenizer.bytes(ids[i])).containsExactly(emoji[i]);
                }
                assertThat(tokenizer.decode(ids)).isEqualTo("😀");
                assertThat(tokenizer.decode(Arrays.copyOf(ids, 3))).isEqualTo("\uFFFD");
            }
        }
    }

    @Test
    void bytesCannotBeChangedFromOutside() {
        try (Tokenizer tokenizer = TinyTokenizers.open(TinyTokenizers.byteLevel())) {
            tokenizer.bytes('h')[0] = 'x';
            assertThat(tokenizer.decode('h')).isEqualTo("h");
        }
    }

    @Test
    void addedTokensStandForTheirTextAsWritten() {
        ObjectNode tree = TinyTokenizers.byteLevel();
        TinyTokenizers.added(tree, 302, "é▁", false);
        try (Tokenizer tokenizer = TinyTokenizers.open(tree)) {
            assertThat(tokenizer.decode(302)).isEqualTo("é▁");
            assertThat(tokenizer.encode("é▁")).containsExactly(302);
        }
    }

    @Test
    void anEntryThatLooksLikeAByteButIsNoneIsText() {
        ObjectNode tree = TinyTokenizers.sentencePiece();
        TinyTokenizers.added(tree, 400, "<0xZZ>", false);
        try (Tokenizer tokenizer = TinyTokenizers.open(tree)) {
            assertThat(tokenizer.decode(400)).isEqualTo("<0xZZ>");
        }
    }

    @Test
    void idsWithoutAnEntry() {
        try (Tokenizer tokenizer = TinyTokenizers.open(TinyTokenizers.byteLevel())) {
            assertThat(tokenizer.size()).isEqualTo(302);
            assertThat(tokenizer.bytes(UNUSED_ID)).isEmpty();
            assertThat(tokenizer.decode(UNUSED_ID)).isEmpty();
            assertThat(tokenizer.id("no such entry")).isEmpty();
            assertThatThrownBy(() -> tokenizer.bytes(302))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("token id is 302, expected 0 to 301");
            assertThatThrownBy(() -> tokenizer.decode('h', -1))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("token id is -1, expected 0 to 301");
        }
    }

    @Test
    void whatStandsFirst() {
        ObjectNode tree = TinyTokenizers.byteLevel();
        tree.set("post_processor", template("<|end|>", TinyTokenizers.END, true));
        try (Tokenizer tokenizer = TinyTokenizers.open(tree)) {
            assertThat(tokenizer.putsFirst("<|end|>")).isTrue();
            assertThat(tokenizer.putsFirst("<tool>")).isFalse();
        }
        ObjectNode sequence = TinyTokenizers.step("Sequence");
        sequence.putArray("processors")
                .add(TinyTokenizers.byteLevelStep())
                .add(template("<|end|>", TinyTokenizers.END, true));
        tree.set("post_processor", sequence);
        try (Tokenizer tokenizer = TinyTokenizers.open(tree)) {
            assertThat(tokenizer.putsFirst("<|end|>")).isTrue();
        }
        tree.set("post_processor", template("<|end|>", TinyTokenizers.END, false));
        try (Tokenizer tokenizer = TinyTokenizers.open(tree)) {
            assertThat(tokenizer.putsFirst("<|end|>")).as("put last").isFalse();
        }
        try (Tokenizer tokenizer = TinyTokenizers.open(TinyTokenizers.byteLevel())) {
            assertThat(tokenizer.putsFirst("<|end|>")).isFalse();
        }
    }

    private static ObjectNode template(String token, int id, boolean first) {
        ObjectNode special = TinyTokenizers.JSON.createObjectNode();
        special.putObject("SpecialToken").put("id", token).put("type_id", 0);
        ObjectNode text = TinyTokenizers.JSON.createObjectNode();
        text.putObject("Sequence").put("id", "A").put("type_id", 0);
        ObjectNode template = TinyTokenizers.step("TemplateProcessing");
        template.putArray("single").add(first ? special : text).add(first ? text : special);
        template.putArray("pair");
        ObjectNode tokens = template.putObject("special_tokens").putObject(token);
        tokens.put("id", token).putArray("ids").add(id);
        tokens.putArray("tokens").add(token);
        return template;
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "[1, 2", "nonsense"})
    void whatIsNoJson(String json) {
        assertThatThrownBy(() -> Tokenizer.of(json, "here/tokenizer.json"))
                .isInstanceOf(ModelException.class)
                .hasMessageStartingWith("FILE_CORRUPT: here/tokenizer.json: ")
                .hasMessageEndingWith("pull the model again");
    }

    @Test
    void whatIsNoTokenizer() {
        Map<String, Consumer<ObjectNode>> damages = Map.of(
                "FORMAT_UNSUPPORTED: tiny: model.vocab is missing or not an object, expected a BPE vocabulary",
                tree -> ((ObjectNode) tree.get("model")).remove("vocab"),
                "FORMAT_UNSUPPORTED: tiny: model.type is \"Unigram\", expected BPE",
                tree -> ((ObjectNode) tree.get("model")).put("type", "Unigram"),
                "FORMAT_UNSUPPORTED: tiny: model.type is , expected BPE",
                tree -> tree.remove("model"),
                "FILE_CORRUPT: tiny: a token id is -1, expected 0 to 2^24 - 1; pull the model again",
                tree -> ((ObjectNode) tree.get("model").get("vocab")).put("h", -1),
                "FILE_CORRUPT: tiny: a token id is 16777216, expected 0 to 2^24 - 1; pull the model again",
                tree -> ((ObjectNode) tree.get("model").get("vocab")).put("h", 1 << 24),
                "FILE_CORRUPT: tiny: a token id is \"7\", expected 0 to 2^24 - 1; pull the model again",
                tree -> ((ObjectNode) tree.get("model").get("vocab")).put("h", "7"),
                "FILE_CORRUPT: tiny: an added token has no content, expected a string; pull the model again",
                tree -> tree.withArray("added_tokens").addObject().put("id", 5));
        damages.forEach((message, damage) -> {
            ObjectNode tree = TinyTokenizers.byteLevel();
            damage.accept(tree);
            assertThatThrownBy(() -> TinyTokenizers.open(tree))
                    .isInstanceOf(ModelException.class)
                    .hasMessage(message);
        });
        assertThatThrownBy(() -> Tokenizer.of("[]", "tiny"))
                .isInstanceOf(ModelException.class)
                .hasMessage("FILE_CORRUPT: tiny: expected a JSON object; pull the model again");
    }

    @Test
    void whatTheLibraryRefuses() {
        ObjectNode tree = TinyTokenizers.byteLevel();
        tree.set("normalizer", TinyTokenizers.step("NoSuchThing"));
        assertThatThrownBy(() -> TinyTokenizers.open(tree))
                .isInstanceOf(ModelException.class)
                .hasMessageStartingWith("FILE_CORRUPT: tiny: the tokenizers library refuses it (");
    }

    @Test
    void aClosedTokenizerIsNotOpenedAgain() {
        Tokenizer tokenizer = TinyTokenizers.open(TinyTokenizers.byteLevel());
        tokenizer.close();
        assertThatThrownBy(() -> tokenizer.encodeTemplate("hello"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("the tokenizer of tiny is closed");
    }
}
