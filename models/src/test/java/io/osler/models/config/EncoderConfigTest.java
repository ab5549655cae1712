package io.osler.models.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.osler.models.ModelException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EncoderConfigTest {
    private static final String SIZES = """
            "vocab_size": 100, "num_hidden_layers": 2, "hidden_size": 32, "num_attention_heads": 4,
            "intermediate_size": 48, "max_position_embeddings": 42, "hidden_act": "gelu"
            """;
    private static final EncoderShape SHAPE = new EncoderShape(100, 2, 32, 4, 48, 42, 1e-12);

    @TempDir
    private Path directory;

    private EncoderConfig read(String more) {
        try {
            return HuggingFaceEncoderConfig.read(
                    Files.writeString(directory.resolve("config.json"), "{" + SIZES + "," + more + "}"));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void bertReadsFromPositionZeroOn() {
        EncoderConfig bert = read("\"model_type\": \"bert\"");
        assertThat(bert).isEqualTo(new BertConfig(SHAPE, 2));
        assertThat(bert.firstPosition()).isZero();
        assertThat(bert.tokensMax()).isEqualTo(42);
        assertThat(bert.shape().headSize()).isEqualTo(8);
    }

    @ParameterizedTest
    @CsvSource({"roberta", "xlm-roberta"})
    void robertaBeginsBehindThePaddingId(String type) {
        EncoderConfig roberta =
                read("\"model_type\": \"%s\", \"type_vocab_size\": 1, \"pad_token_id\": 1, \"layer_norm_eps\": 1e-5"
                        .formatted(type));
        assertThat(roberta).isEqualTo(new RobertaConfig(new EncoderShape(100, 2, 32, 4, 48, 42, 1e-5), 1, 1));
        assertThat(roberta.firstPosition()).isEqualTo(2);
        assertThat(roberta.tokensMax()).isEqualTo(40);
    }

    @Test
    void mpnetHasBucketsOfDistances() {
        assertThat(read("\"model_type\": \"mpnet\"")).isEqualTo(new MpnetConfig(SHAPE, 1, 32));
    }

    /** Where the reference's rows change, to either side of each boundary. */
    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "-1, 1",
        "-7, 7",
        "-8, 8",
        "-11, 8",
        "-12, 9",
        "-15, 9",
        "-16, 10",
        "-22, 10",
        "-23, 11",
        "-31, 11",
        "-32, 12",
        "-45, 12",
        "-46, 13",
        "-63, 13",
        "-64, 14",
        "-90, 14",
        "-91, 15",
        "-600, 15",
        "1, 17",
        "7, 23",
        "8, 24",
        "11, 24",
        "12, 25",
        "16, 26",
        "23, 27",
        "32, 28",
        "46, 29",
        "63, 29",
        "64, 30",
        "90, 30",
        "91, 31",
        "600, 31"
    })
    void distancesFallInTheReferencesBuckets(int distance, int bucket) {
        assertThat(new MpnetConfig(SHAPE, 1, 32).bucket(distance)).isEqualTo(bucket);
    }

    @Test
    void otherFamiliesAndVariantsAreRefused() {
        assertThatThrownBy(() -> read("\"model_type\": \"llama\""))
                .isInstanceOfSatisfying(
                        ModelException.class,
                        e -> assertThat(e.code()).isEqualTo(ModelException.Code.ARCHITECTURE_UNSUPPORTED))
                .hasMessageContaining("model_type is 'llama', expected an encoder: bert, mpnet, roberta, xlm-roberta");
        assertThatThrownBy(() -> read("\"model_type\": \"bert\", \"position_embedding_type\": \"relative_key\""))
                .hasMessageContaining("position_embedding_type is \"relative_key\", expected absolute");
        assertThatThrownBy(() -> read("\"model_type\": \"bert\", \"is_decoder\": true"))
                .hasMessageContaining("is_decoder is true, expected false");
        assertThatThrownBy(() -> read("\"model_type\": \"bert\", \"hidden_act\": \"relu\""))
                .hasMessageContaining("hidden_act is \"relu\", expected gelu");
    }

    @Test
    void sizesThatMakeNoSenseAreNamed() {
        assertThatThrownBy(() -> read("\"model_type\": \"bert\", \"num_attention_heads\": 5"))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining("hidden is 32, expected a multiple of heads 5");
        assertThatThrownBy(() -> read("\"model_type\": \"bert\", \"vocab_size\": 0"))
                .hasMessageContaining("vocabulary is 0, expected 1 to 16777216");
        assertThatThrownBy(() -> read("\"model_type\": \"bert\", \"type_vocab_size\": 0"))
                .hasMessageContaining("tokenTypes is 0, expected at least 1");
        assertThatThrownBy(() -> read("\"model_type\": \"roberta\", \"pad_token_id\": 41"))
                .hasMessageContaining("padId is 41, expected 0 to 40: positions begin behind it");
        assertThatThrownBy(() -> read("\"model_type\": \"mpnet\", \"relative_attention_num_buckets\": 7"))
                .hasMessageContaining("buckets is 7, expected a multiple of 4 from 4 to 128");
        assertThatThrownBy(() -> read("\"model_type\": \"bert\", \"layer_norm_eps\": 0"))
                .hasMessageContaining("normEpsilon is 0.0, expected a number in (0, 1)");
    }
}
