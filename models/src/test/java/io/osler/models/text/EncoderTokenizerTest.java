package io.osler.models.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.osler.models.ModelException;
import io.osler.models.TextSpan;
import java.util.List;
import org.junit.jupiter.api.Test;

class EncoderTokenizerTest {
    private static final List<String> PIECES = List.of(
            "[PAD]", "[UNK]", "[CLS]", "[SEP]", "[", "]", "sep", "fever", "no", "##er", "f", "##e", "##v", "Fever",
            "e");

    private static EncoderTokenizer open(boolean lowerCase) {
        return EncoderTokenizer.ofWordPieces(PIECES, lowerCase, "vocab.txt");
    }

    @Test
    void textsStandBetweenTheModelsOwnTokens() {
        try (EncoderTokenizer tokenizer = open(true)) {
            assertThat(tokenizer.encode("No fever")).containsExactly(2, 8, 7, 3);
            assertThat(tokenizer.encode("fee")).containsExactly(2, 10, 11, 11, 3);
            assertThat(tokenizer.encode("§")).containsExactly(2, 1, 3);
            assertThat(tokenizer.encode("")).containsExactly(2, 3);
            assertThat(tokenizer.around()).isEqualTo(2);
        }
    }

    @Test
    void spansAreInUtf16UnitsOfTheTextAndEmptyAroundIt() {
        try (EncoderTokenizer tokenizer = open(true)) {
            String text = "\uD83D\uDE00 No fever";
            TokenizedText tokens = tokenizer.encodeWithSpans(text);
            assertThat(tokens.ids()).isEqualTo(tokenizer.encode(text));
            assertThat(tokens.spans())
                    .containsExactly(
                            new TextSpan(0, 0),
                            new TextSpan(0, 2),
                            new TextSpan(3, 5),
                            new TextSpan(6, 11),
                            new TextSpan(11, 11));
            assertThat(tokenizer.encodeWithSpans("").spans()).containsExactly(new TextSpan(0, 0), new TextSpan(0, 0));
            assertThat(tokenizer.before()).isEqualTo(1);
        }
    }

    @Test
    void whatLooksLikeASpecialTokenIsText() {
        try (EncoderTokenizer tokenizer = open(true)) {
            assertThat(tokenizer.encode("no [SEP] fever")).containsExactly(2, 8, 4, 6, 5, 7, 3);
        }
    }

    @Test
    void capitalsStayWhereTheVocabularyHasThem() {
        try (EncoderTokenizer lower = open(true);
                EncoderTokenizer cased = open(false)) {
            assertThat(lower.encode("Fever")).containsExactly(2, 7, 3);
            assertThat(cased.encode("Fever")).containsExactly(2, 13, 3);
        }
    }

    @Test
    void aLongTextIsCutAndKeepsWhatStandsBehindIt() {
        try (EncoderTokenizer tokenizer = open(true)) {
            int[] ids = tokenizer.encode("no fever ".repeat(500));
            assertThat(ids).hasSize(1002);
            assertThat(tokenizer.cut(ids, 5)).containsExactly(2, 8, 7, 8, 3);
            assertThat(tokenizer.cut(ids, 3)).containsExactly(2, 8, 3);
            assertThat(tokenizer.cut(ids, 1002)).isSameAs(ids);
            assertThatThrownBy(() -> tokenizer.cut(ids, 2))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("tokensMax is 2, expected more than the 2 tokens around a text");
        }
    }

    @Test
    void aFilesOwnCuttingAndPaddingAreSetAside() {
        String json = """
                {"truncation": {"max_length": 3, "strategy": "LongestFirst", "stride": 0, "direction": "Right"},
                 "padding": {"strategy": {"Fixed": 9}, "direction": "Right", "pad_to_multiple_of": null, "pad_id": 0,
                             "pad_type_id": 0, "pad_token": "[PAD]"},
                 "added_tokens": [{"id": 9, "content": "[MASK]", "special": true, "single_word": false,
                                   "lstrip": false, "rstrip": false, "normalized": false}],
                 "pre_tokenizer": {"type": "Whitespace"},
                 "post_processor": {"type": "BertProcessing", "sep": ["</s>", 3], "cls": ["<s>", 2]},
                 "model": {"type": "WordPiece", "unk_token": "?", "continuing_subword_prefix": "##",
                           "max_input_chars_per_word": 100, "vocab": {"?": 0, "a": 1, "<s>": 2, "</s>": 3}}}""";
        try (EncoderTokenizer tokenizer = EncoderTokenizer.of(json, "tokenizer.json")) {
            assertThat(tokenizer.encode("a a a a")).containsExactly(2, 1, 1, 1, 1, 3);
            assertThat(tokenizer.encode("[MASK]")).doesNotContain(9);
        }
        String bare = json.replaceAll("(?s)\"post_processor\".*?\\},", "");
        assertThatThrownBy(() -> EncoderTokenizer.of(bare, "tokenizer.json"))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining("tokenizer.json: puts no token before a text");
    }

    @Test
    void whatIsNoTokenizerIsTold() {
        assertThatThrownBy(() -> EncoderTokenizer.of("{", "t.json"))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining("t.json: not readable as JSON");
        assertThatThrownBy(() -> EncoderTokenizer.of("[]", "t.json")).hasMessageContaining("expected a JSON object");
        assertThatThrownBy(() -> EncoderTokenizer.of("{\"model\": {\"type\": \"None\"}}", "t.json"))
                .hasMessageContaining("the tokenizers library refuses it");
        assertThatThrownBy(() -> EncoderTokenizer.ofWordPieces(List.of("a", "[UNK]"), true, "vocab.txt"))
                .hasMessageContaining("vocab.txt: has no line '[CLS]', expected the word pieces of BERT");
    }
}
