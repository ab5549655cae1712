package io.osler.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.osler.models.text.ChatTemplate.Message;
import io.osler.models.weights.GgufBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

class ModelDirectoryTest {
    private static final String TEMPLATE =
            "{{ bos_token }}{% for m in messages %}{{ m.content }}{{ eos_token }}{% endfor %}";
    private static final List<Message> MESSAGES = List.of(new Message("user", "abc"));

    @TempDir
    private Path directory;

    private final TinyModel tiny = new TinyModel("llama", true);

    private ModelDirectory open(GgufBuilder file) {
        return ModelDirectory.open(file.write(directory.resolve("tiny.gguf")));
    }

    @Test
    void aGgufFile() {
        try (ModelDirectory model = open(tiny.gguf().string("tokenizer.chat_template", TEMPLATE))) {
            assertThat(model.path()).isEqualTo(directory.resolve("tiny.gguf"));
            assertThat(model.tokenizer().encode("abc")).containsExactly(0, 1, 2);
            assertThat(model.stopIds()).containsExactly(TinyModel.END);
            assertThat(model.chatTemplate().orElseThrow().render(MESSAGES)).isEqualTo("<s>abc<|im_end|>");
        }
        try (ModelDirectory model = open(tiny.gguf())) {
            assertThat(model.chatTemplate()).as("a base model").isEmpty();
        }
    }

    @Test
    void whetherSequencesBeginWithBos() {
        try (ModelDirectory model = open(tiny.gguf().bool("tokenizer.ggml.add_bos_token", true))) {
            assertThat(model.bosId()).contains(TinyModel.BOS);
        }
        try (ModelDirectory model = open(tiny.gguf().bool("tokenizer.ggml.add_bos_token", false))) {
            assertThat(model.bosId()).isEmpty();
        }
        try (ModelDirectory model = open(tiny.gguf())) {
            assertThat(model.bosId())
                    .as("byte-level tokenizers do not, unless they say so")
                    .isEmpty();
        }
        GgufBuilder sentencePiece = tiny.gguf()
                .string("tokenizer.ggml.model", "llama")
                .reals("tokenizer.ggml.scores", 0, -1, -2, -3, -4, -5, -6, -7, -8, -9, 0, 0);
        try (ModelDirectory model = open(sentencePiece)) {
            assertThat(model.bosId()).as("SentencePiece ones do").contains(TinyModel.BOS);
        }
        try (ModelDirectory model = open(
                tiny.gguf().bool("tokenizer.ggml.add_bos_token", true).integer("tokenizer.ggml.bos_token_id", 99))) {
            assertThat(model.bosId()).as("an id that is none").isEmpty();
        }
    }

    /** The token a file names, and what ends a turn in the known families where it is special. */
    @Test
    void stopIdsAreEndOfSequenceAndTurnEnds() {
        try (ModelDirectory model = open(tiny.gguf().integer("tokenizer.ggml.eos_token_id", 3))) {
            assertThat(model.stopIds()).containsExactly(3, TinyModel.END);
            assertThatThrownBy(() -> model.stopIds().add(4)).isInstanceOf(UnsupportedOperationException.class);
        }
        GgufBuilder ordinary = tiny.gguf()
                .integer("tokenizer.ggml.eos_token_id", 3)
                .integers("tokenizer.ggml.token_type", 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 3, 1);
        try (ModelDirectory model = open(ordinary)) {
            assertThat(model.stopIds())
                    .as("<|im_end|> is an ordinary entry here")
                    .containsExactly(3);
        }
        try (ModelDirectory model = open(tiny.gguf().without("tokenizer.ggml.eos_token_id"))) {
            assertThat(model.stopIds()).containsExactly(TinyModel.END);
        }
    }

    @Test
    void aTokenizerBesideTheGgufFileGoesFirst() {
        ObjectNode tokenizer = TinyModel.tokenizer();
        ((ObjectNode) tokenizer.get("model").get("vocab")).put("a", 1).put("b", 0);
        TinyModel.write(directory.resolve("tokenizer.json"), tokenizer.toString());
        try (ModelDirectory model = open(tiny.gguf().string("tokenizer.ggml.pre", "unheard of"))) {
            assertThat(model.tokenizer().encode("abc")).containsExactly(1, 0, 2);
        }
    }

    @Test
    void aDirectory() {
        tiny.writeDirectory(directory);
        try (ModelDirectory model = ModelDirectory.open(directory)) {
            assertThat(model.tokenizer().encode("abc")).containsExactly(0, 1, 2);
            assertThat(model.bosId()).isEmpty();
            assertThat(model.stopIds()).containsExactly(TinyModel.END);
            assertThat(model.chatTemplate()).isEmpty();
        }
        settings("\"bos_token\": \"<s>\", \"eos_token\": {\"content\": \"d\"}, \"chat_template\": \"%s\"");
        try (ModelDirectory model = ModelDirectory.open(directory.resolve("model.safetensors"))) {
            assertThat(model.bosId()).as("nothing puts it first").isEmpty();
            assertThat(model.stopIds()).containsExactly(3, TinyModel.END);
            assertThat(model.chatTemplate().orElseThrow().render(MESSAGES))
                    .as("templates name it all the same")
                    .isEqualTo("<s>abcd");
        }
        TinyModel.write(directory.resolve("chat_template.jinja"), "{{ 'own file' }}\n");
        try (ModelDirectory model = ModelDirectory.open(directory)) {
            assertThat(model.chatTemplate().orElseThrow().render(MESSAGES)).isEqualTo("own file");
        }
    }

    private void settings(String fields) {
        TinyModel.write(directory.resolve("tokenizer_config.json"), "{" + fields.formatted(TEMPLATE) + "}");
    }

    @Test
    void aDirectoryWhoseTokenizerPutsBosFirst() {
        tiny.writeDirectory(directory);
        settings("\"bos_token\": \"<s>\"");
        ObjectNode tokenizer = TinyModel.tokenizer();
        tokenizer.set("post_processor", JsonMapper.shared().readTree("""
                {"type": "TemplateProcessing", "single": [{"SpecialToken": {"id": "<s>", "type_id": 0}},
                 {"Sequence": {"id": "A", "type_id": 0}}], "pair": [],
                 "special_tokens": {"<s>": {"id": "<s>", "ids": [10], "tokens": ["<s>"]}}}"""));
        TinyModel.write(directory.resolve("tokenizer.json"), tokenizer.toString());
        try (ModelDirectory model = ModelDirectory.open(directory)) {
            assertThat(model.bosId()).contains(TinyModel.BOS);
            assertThat(model.tokenizer().encodeTemplate("a"))
                    .as("it is for the caller to put")
                    .containsExactly(0);
        }
    }

    @Test
    void missingAndDamagedFilesAreNamed() throws IOException {
        tiny.writeDirectory(directory);
        TinyModel.write(directory.resolve("tokenizer_config.json"), "{\"bos_token\": ");
        assertThatThrownBy(() -> ModelDirectory.open(directory))
                .isInstanceOf(ModelException.class)
                .hasMessageStartingWith("FILE_CORRUPT: " + directory.resolve("tokenizer_config.json"))
                .hasMessageContaining("not readable as JSON (");
        Files.delete(directory.resolve("tokenizer_config.json"));

        Files.delete(directory.resolve("tokenizer.json"));
        assertThatThrownBy(() -> ModelDirectory.open(directory))
                .isInstanceOf(ModelException.class)
                .hasMessageStartingWith("FILE_MISSING: " + directory.resolve("tokenizer.json"))
                .hasMessageEndingWith("expected beside the weights, pull the model again");

        Files.delete(directory.resolve("config.json"));
        assertThatThrownBy(() -> ModelDirectory.open(directory))
                .isInstanceOf(ModelException.class)
                .hasMessageStartingWith("FILE_MISSING: " + directory.resolve("config.json"));

        Files.delete(directory.resolve("model.safetensors"));
        assertThatThrownBy(() -> ModelDirectory.open(directory))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining(directory.toString());
    }
}
