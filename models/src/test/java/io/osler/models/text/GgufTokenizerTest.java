package io.osler.models.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.osler.models.ModelException;
import io.osler.models.weights.GgufBuilder;
import io.osler.models.weights.GgufFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Vocabularies invented for this test; those of real models are in {@code TokenizerIT}. */
class GgufTokenizerTest {
    private static final int NORMAL = 1;
    private static final int UNKNOWN = 2;
    private static final int CONTROL = 3;
    private static final int USER_DEFINED = 4;
    private static final int UNUSED = 5;
    private static final int BYTE = 6;

    @TempDir
    private Path directory;

    private Tokenizer open(GgufBuilder builder) {
        try (GgufFile file = GgufFile.open(builder.write(directory.resolve("tiny.gguf")))) {
            return Tokenizer.of(file);
        }
    }

    /** What each token of {@code text} reads, with bars between. */
    private static String split(Tokenizer tokenizer, String text) {
        return String.join(
                "|",
                Arrays.stream(tokenizer.encode(text))
                        .mapToObj(tokenizer::decode)
                        .toList());
    }

    private static GgufBuilder byteLevel(String pre) {
        List<String> tokens = TinyTokenizers.byteEntries();
        tokens.addAll(List.of("12", "123", "1234", "Ġ1", "zz", "[PAD261]"));
        tokens.addAll(List.of("<|end|>", "<|fim_prefix|>", "<tool_call>"));
        int[] types = IntStream.range(0, tokens.size()).map(id -> NORMAL).toArray();
        types[261] = UNUSED;
        types[262] = CONTROL;
        types[263] = CONTROL;
        types[264] = USER_DEFINED;
        return new GgufBuilder()
                .string("tokenizer.ggml.model", "gpt2")
                .string("tokenizer.ggml.pre", pre)
                .strings("tokenizer.ggml.tokens", tokens)
                .integers("tokenizer.ggml.token_type", types)
                .strings("tokenizer.ggml.merges", List.of("1 2", "12 3", "123 4", "Ġ 1"));
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '"',
            value = {
                "smollm,    x|1|2|3|4,  x| |1, z|z",
                "gpt-2,     x|1234,     x| 1,  z|z",
                "qwen2,     x|1|2|3|4,  x| |1, z|z",
                "llama-bpe, x|123|4,    x| |1, zz",
                "llama3,    x|123|4,    x| |1, zz"
            })
    void preTokenizersCutAsTheirModelsDo(String pre, String digits, String spaced, String unmerged) {
        try (Tokenizer tokenizer = open(byteLevel(pre))) {
            assertThat(split(tokenizer, "x1234")).isEqualTo(digits);
            assertThat(split(tokenizer, "x 1")).isEqualTo(spaced);
            assertThat(split(tokenizer, "zz")).as("an entry no merge leads to").isEqualTo(unmerged);
        }
    }

    @Test
    void onlyQwenComposesCharacters() {
        try (Tokenizer tokenizer = open(byteLevel("qwen2"))) {
            assertThat(tokenizer.decode(tokenizer.encode("e\u0301"))).isEqualTo("\u00e9");
        }
        try (Tokenizer tokenizer = open(byteLevel("smollm"))) {
            assertThat(tokenizer.decode(tokenizer.encode("e\u0301"))).isEqualTo("e\u0301");
        }
    }

    @Test
    void kindsOfAddedTokens() {
        try (Tokenizer tokenizer = open(byteLevel("qwen2"))) {
            assertThat(tokenizer.encodeTemplate("<|end|>")).containsExactly(262);
            assertThat(tokenizer.encode("<|end|>")).hasSize(7);
            assertThat(tokenizer.isSpecial(262)).isTrue();
            assertThat(tokenizer.encode("<|fim_prefix|>"))
                    .as("control, yet not special")
                    .containsExactly(263);
            assertThat(tokenizer.encode("<tool_call>")).containsExactly(264);
            assertThat(tokenizer.isSpecial(264)).isFalse();
            assertThat(tokenizer.encodeTemplate("[PAD261]")).as("unused").hasSize(8);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"default", "chameleon"})
    void anUnknownPreTokenizerIsNotGuessed(String pre) {
        assertThatThrownBy(() -> open(byteLevel(pre)))
                .isInstanceOf(ModelException.class)
                .hasMessageStartingWith("FORMAT_UNSUPPORTED: ")
                .hasMessageContaining("tokenizer.ggml.pre is '%s', expected smollm, gpt-2, qwen2 or llama-bpe;", pre)
                .hasMessageEndingWith("put the model's tokenizer.json beside the file, it is used instead");
    }

    @Test
    void aMissingPreTokenizerIsNotGuessed() {
        assertThatThrownBy(() -> open(byteLevel("x").without("tokenizer.ggml.pre")))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining("tokenizer.ggml.pre is missing, expected smollm");
    }

    /** Three controls, bytes from id 3 on, runs of 2 to 5 spaces, then letters and words with falling scores. */
    private static GgufBuilder sentencePiece() {
        List<String> tokens = new ArrayList<>(List.of("<unk>", "<s>", "</s>"));
        List<Integer> types = new ArrayList<>(List.of(UNKNOWN, CONTROL, CONTROL));
        List<Float> scores = new ArrayList<>(List.of(-1000f, -1000f, -1000f));
        IntStream.range(0, 256).forEach(b -> add(tokens, types, scores, "<0x%02X>".formatted(b), BYTE, -1000));
        for (int run = 2; run <= 5; run++) {
            add(tokens, types, scores, " ".repeat(run), USER_DEFINED, -1000);
        }
        add(tokens, types, scores, "<unused7>", CONTROL, -1000);
        add(tokens, types, scores, "<start_of_image>", USER_DEFINED, -1000);
        add(tokens, types, scores, "\u2581a", NORMAL, -1);
        add(tokens, types, scores, "ab", NORMAL, -2);
        add(tokens, types, scores, "bc", NORMAL, -3);
        add(tokens, types, scores, "abc", NORMAL, -4);
        for (String single : List.of("\u2581", "a", "b", "c")) {
            add(tokens, types, scores, single, NORMAL, -5 - scores.size());
        }
        float[] values = new float[scores.size()];
        IntStream.range(0, values.length).forEach(id -> values[id] = scores.get(id));
        return new GgufBuilder()
                .string("tokenizer.ggml.model", "llama")
                .strings("tokenizer.ggml.tokens", tokens)
                .integers(
                        "tokenizer.ggml.token_type",
                        types.stream().mapToInt(type -> type).toArray())
                .reals("tokenizer.ggml.scores", values)
                .integer("tokenizer.ggml.unknown_token_id", 0);
    }

    private static void add(
            List<String> tokens, List<Integer> types, List<Float> scores, String token, int type, float score) {
        tokens.add(token);
        types.add(type);
        scores.add(score);
    }

    @Test
    void scoresBecomeMerges() {
        try (Tokenizer tokenizer = open(sentencePiece().bool("tokenizer.ggml.add_space_prefix", false))) {
            assertThat(split(tokenizer, "abc")).isEqualTo("abc");
            assertThat(split(tokenizer, "bcab")).isEqualTo("bc|ab");
            assertThat(split(tokenizer, " abc")).as("the best score first").isEqualTo(" a|bc");
            assertThat(split(tokenizer, "é"))
                    .as("unknown characters fall to bytes")
                    .isEqualTo("\uFFFD|\uFFFD");
            assertThat(tokenizer.decode(tokenizer.encode("é"))).isEqualTo("é");
        }
    }

    /** Longest left part first: runs grow from the left. In the order of ids alone this would be 2 + 5. */
    @Test
    void runsOfSpacesGrowFromTheLeft() {
        try (Tokenizer tokenizer = open(sentencePiece().bool("tokenizer.ggml.add_space_prefix", false))) {
            assertThat(Arrays.stream(tokenizer.encode(" ".repeat(7))).map(id -> tokenizer.bytes(id).length))
                    .containsExactly(5, 2);
        }
    }

    @Test
    void aSpaceBeforeTheTextWhereTheFileSaysSo() {
        try (Tokenizer tokenizer = open(sentencePiece().bool("tokenizer.ggml.add_space_prefix", true))) {
            assertThat(tokenizer.decode(tokenizer.encodeTemplate("abc"))).isEqualTo(" abc");
            assertThat(tokenizer.decode(tokenizer.encode("abc"))).isEqualTo("abc");
        }
        try (Tokenizer tokenizer = open(sentencePiece())) {
            assertThat(tokenizer.decode(tokenizer.encodeTemplate("abc")))
                    .as("SentencePiece's default")
                    .isEqualTo(" abc");
        }
        try (Tokenizer tokenizer = open(sentencePiece().bool("tokenizer.ggml.add_space_prefix", false))) {
            assertThat(tokenizer.decode(tokenizer.encodeTemplate("abc"))).isEqualTo("abc");
        }
    }

    @Test
    void kindsOfAddedTokensOfGemma() {
        try (Tokenizer tokenizer = open(sentencePiece().bool("tokenizer.ggml.add_space_prefix", false))) {
            assertThat(tokenizer.encode("<unused7>")).hasSize(1);
            assertThat(tokenizer.isSpecial(tokenizer.encode("<unused7>")[0])).isFalse();
            assertThat(tokenizer.encodeTemplate("<start_of_image>")).hasSize(1);
            assertThat(tokenizer.encode("<start_of_image>")).hasSizeGreaterThan(1);
            assertThat(tokenizer.encodeTemplate("<s>a")).hasSize(2);
        }
    }

    @Test
    void filesThatContradictThemselves() {
        assertThatThrownBy(() -> open(sentencePiece().string("tokenizer.ggml.model", "bert")))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining("FORMAT_UNSUPPORTED: ")
                .hasMessageEndingWith("tokenizer.ggml.model is 'bert', expected one of [gpt2, llama]");
        assertThatThrownBy(() -> open(sentencePiece().integers("tokenizer.ggml.token_type", 1, 1)))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining("tokenizer.ggml.token_type has 2 entries, expected 273; pull the model again");
        assertThatThrownBy(() -> open(sentencePiece().reals("tokenizer.ggml.scores", 1)))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining("tokenizer.ggml.scores has 1 entries, expected 273; pull the model again");
        assertThatThrownBy(() -> open(sentencePiece().integer("tokenizer.ggml.unknown_token_id", 273)))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining("tokenizer.ggml.unknown_token_id is 273, expected 0 to 272");
        for (String merge : List.of("12", " 12", "1 2 3")) {
            assertThatThrownBy(() -> open(byteLevel("gpt-2").strings("tokenizer.ggml.merges", List.of("1 2", merge))))
                    .isInstanceOf(ModelException.class)
                    .hasMessageContaining("tokenizer.ggml.merges[1] is '%s', expected two entries".formatted(merge));
        }
        assertThatThrownBy(() -> open(byteLevel("gpt-2").without("tokenizer.ggml.tokens")))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining("tokenizer.ggml.tokens");
    }
}
