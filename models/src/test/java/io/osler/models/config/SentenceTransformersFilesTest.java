package io.osler.models.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.osler.models.ModelException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SentenceTransformersFilesTest {
    private static final String MODULE = "{\"path\": \"%s\", \"type\": \"sentence_transformers.models.%s\"}";
    private static final String MEAN = "{\"pooling_mode_cls_token\": false, \"pooling_mode_mean_tokens\": true}";

    @TempDir
    private Path directory;

    @BeforeEach
    void writeModel() throws IOException {
        modules(MODULE.formatted("", "Transformer"), MODULE.formatted("1_Pooling", "Pooling"));
        write("1_Pooling/config.json", MEAN);
    }

    private void modules(String... modules) throws IOException {
        write("modules.json", "[" + String.join(",", modules) + "]");
    }

    private void write(String name, String content) throws IOException {
        Files.createDirectories(directory.resolve(name).getParent());
        Files.writeString(directory.resolve(name), content);
    }

    @Test
    void readsPoolingLengthCaseAndPrompt() throws IOException {
        write("sentence_bert_config.json", "{\"max_seq_length\": 384, \"do_lower_case\": true}");
        write(
                "config_sentence_transformers.json",
                "{\"prompts\": {\"query\": \"query: \", \"other\": \"x\"}, \"default_prompt_name\": \"query\"}");
        assertThat(SentenceTransformersFiles.read(directory))
                .contains(new EncoderRecipe(Pooling.MEAN, 384, "query: ", true));
    }

    @Test
    void whatIsNotSaidIsTheUsual() {
        assertThat(SentenceTransformersFiles.read(directory)).contains(new EncoderRecipe(Pooling.MEAN, 0));
    }

    @Test
    void newerFilesNameThePooling() throws IOException {
        write("1_Pooling/config.json", "{\"pooling_mode\": \"cls\"}");
        assertThat(SentenceTransformersFiles.read(directory)).contains(new EncoderRecipe(Pooling.CLS, 0));
    }

    @Test
    void aDirectoryWithoutModulesSaysNothing() throws IOException {
        Files.delete(directory.resolve("modules.json"));
        assertThat(SentenceTransformersFiles.read(directory)).isEmpty();
    }

    @Test
    void otherPoolingsAndModulesAreRefused() throws IOException {
        write("1_Pooling/config.json", MEAN.replace("false", "true"));
        assertThatThrownBy(() -> SentenceTransformersFiles.read(directory))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining("pooling is cls and mean, expected cls or mean");
        write("1_Pooling/config.json", "{\"pooling_mode_lasttoken\": true}");
        assertThatThrownBy(() -> SentenceTransformersFiles.read(directory))
                .hasMessageContaining("pooling is lasttoken");
        modules(MODULE.formatted("", "Transformer"), MODULE.formatted("2_Dense", "Dense"));
        assertThatThrownBy(() -> SentenceTransformersFiles.read(directory))
                .hasMessageContaining("module 'sentence_transformers.models.Dense', expected Transformer");
        modules(MODULE.formatted("", "Transformer"));
        assertThatThrownBy(() -> SentenceTransformersFiles.read(directory)).hasMessageContaining("no Pooling");
        Files.delete(directory.resolve("1_Pooling/config.json"));
        modules(MODULE.formatted("1_Pooling", "Pooling"));
        assertThatThrownBy(() -> SentenceTransformersFiles.read(directory)).hasMessageContaining("FILE_MISSING");
    }
}
