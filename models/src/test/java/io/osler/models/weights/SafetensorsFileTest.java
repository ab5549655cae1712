package io.osler.models.weights;

import static io.osler.models.weights.SafetensorsBytes.entry;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import io.osler.models.ModelException;
import io.osler.models.ModelException.Code;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SafetensorsFileTest extends WeightsContract {
    @Override
    protected Weights open(Path directory) throws IOException {
        byte[] data = new byte[14 + 6];
        for (int i = 0; i < data.length; i++) {
            data[i] = (byte) (i + 1);
        }
        String json =
                "{" + entry("a.weight", "F16", "[7]", 0, 14) + "," + entry("b.weight", "I8", "[3,2]", 14, 20) + "}";
        return SafetensorsFile.open(write(directory, SafetensorsBytes.of(json, data)));
    }

    private static Path write(Path directory, byte[] bytes) throws IOException {
        return Files.write(directory.resolve("model.safetensors"), bytes);
    }

    private void refuses(byte[] file, Code code, String... words) throws IOException {
        Path path = write(directory, file);
        assertThatThrownBy(() -> SafetensorsFile.open(path))
                .asInstanceOf(type(ModelException.class))
                .satisfies(e -> assertThat(e.code()).as(e.getMessage()).isEqualTo(code))
                .satisfies(e -> assertThat(e.getMessage()).contains(words));
        assertThat(Mappings.of(path)).isEmpty();
    }

    private void refusesHeader(String json, Code code, String... words) throws IOException {
        refuses(SafetensorsBytes.of(json, new byte[8]), code, words);
    }

    @Test
    void tensorsInTheOrderOfTheirBytes() throws IOException {
        byte[] bytes = SafetensorsBytes.small();
        try (SafetensorsFile file = SafetensorsFile.open(write(directory, bytes))) {
            assertThat(file.tensors().stream().map(TensorInfo::name))
                    .containsExactly("a.bias", "b.weight", "mask", "empty", "ids");
            assertThat(file.metadata()).containsExactly(java.util.Map.entry("format", "pt"));
            assertThat(file.tensor("b.weight").shape()).containsExactly(3L, 5L);
            assertThat(file.tensor("ids").byteEnd()).isEqualTo(bytes.length);
            assertThat(file.tensor("mask").elements()).isEqualTo(1);
            assertThat(file.readAll(file.tensor("empty"))).isEmpty();
            assertThat(file.tensor("empty").rows()).isZero();
        }
    }

    @Test
    void aFileWithoutTensorsIsValid() throws IOException {
        try (SafetensorsFile file = SafetensorsFile.open(write(directory, SafetensorsBytes.of("{}", new byte[0])))) {
            assertThat(file.tensors()).isEmpty();
            assertThat(file.metadata()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {Long.MIN_VALUE, -1, 0, 1, 100_000_001, 1L << 60})
    void lengthOfTheHeaderMustMakeSense(long length) throws IOException {
        refuses(
                SafetensorsBytes.ofLength(length, "{}".getBytes(StandardCharsets.UTF_8), new byte[0]),
                Code.FILE_CORRUPT,
                "model.safetensors, header: its length is " + Long.toUnsignedString(length),
                "expected 2 to 100000000 bytes");
    }

    @Test
    void headerBehindTheEndIsTruncation() throws IOException {
        refuses(new byte[0], Code.FILE_TRUNCATED, "the file has 0 bytes");
        refuses(new byte[7], Code.FILE_TRUNCATED, "the file has 7 bytes");
        refuses(
                SafetensorsBytes.ofLength(100_000_000, new byte[2], new byte[0]),
                Code.FILE_TRUNCATED,
                "the file ends at byte 10, the header at byte 100000008");
    }

    @Test
    void headerMustBeTheExpectedJson() throws IOException {
        refusesHeader("{\"a\":", Code.FILE_CORRUPT, "the JSON cannot be read");
        refusesHeader("not json", Code.FILE_CORRUPT, "header: the JSON cannot be read");
        refusesHeader("[1, 2]", Code.FILE_CORRUPT, "the header: found an array, expected an object");
        refusesHeader("{} {}", Code.FILE_CORRUPT, "there is more behind the JSON object");
        refusesHeader("{\"a\": 3}", Code.FILE_CORRUPT, "tensor a: its description: found a whole number");
        refusesHeader("{\"a\": {\"dtype\": null}}", Code.FILE_CORRUPT, "its dtype: found null, expected a string");
        refusesHeader("{\"a\": {\"dtype\": \"F32\"}}", Code.FILE_CORRUPT, "it has dtype F32, shape null");
        refusesHeader("{\"a\": {\"type\": \"F32\"}}", Code.FILE_CORRUPT, "it has a field type, expected dtype");
        refusesHeader(
                "{\"__metadata__\": {\"a\": 1}}", Code.FILE_CORRUPT, "the metadata's values: found a whole number");
        refusesHeader("{\"__metadata__\": []}", Code.FILE_CORRUPT, "the metadata: found an array");
        refusesHeader("{\"\": {}}", Code.FILE_CORRUPT, "a name has 0 characters");
        refusesHeader("{\"" + "n".repeat(1025) + "\": {}}", Code.FILE_CORRUPT, "a name has 1025 characters");
        refusesHeader("{\"a\":{\"shape\":" + "[".repeat(9000), Code.FILE_CORRUPT, "its shape: found an array");
        refusesHeader("{\"a\":{\"x\":" + "9".repeat(9000) + "}}", Code.FILE_CORRUPT, "tensor a");
    }

    @Test
    void namesMayNotBeThereTwice() throws IOException {
        String twice = "{" + entry("a", "F32", "[1]", 0, 4) + "," + entry("a", "F32", "[1]", 4, 8) + "}";
        refusesHeader(twice, Code.FILE_CORRUPT, "Duplicate");
        refusesHeader("{\"a\":{\"dtype\":\"F32\",\"dtype\":\"F16\"}}", Code.FILE_CORRUPT, "Duplicate");
    }

    @Test
    void sizesMustAgree() throws IOException {
        refusesHeader(
                "{" + entry("a", "F32", "[3]", 0, 8) + "}",
                Code.FILE_CORRUPT,
                "byteSize is 8, expected 12 for F32 [3]");
        refusesHeader("{" + entry("a", "F32", "[-1]", 0, 8) + "}", Code.FILE_CORRUPT, "its shape holds -1");
        refusesHeader(
                "{" + entry("a", "F32", "[2.0]", 0, 8) + "}", Code.FILE_CORRUPT, "found a number with a fraction");
        refusesHeader(
                "{" + entry("a", "F32", "[1e1]", 0, 8) + "}", Code.FILE_CORRUPT, "found a number with a fraction");
        refusesHeader(
                "{" + entry("a", "F32", "[9223372036854775808]", 0, 8) + "}", Code.FILE_CORRUPT, "expected 0 to 2^63");
        refusesHeader(
                "{" + entry("a", "F32", "[4294967296,4294967296]", 0, 8) + "}", Code.FILE_CORRUPT, "less than 2^63");
        refusesHeader(
                "{" + entry("a", "F32", "[4611686018427387904]", 0, 8) + "}", Code.FILE_CORRUPT, "too many to address");
        refusesHeader(
                "{" + entry("a", "F32", "[1" + ",1".repeat(16) + "]", 0, 8) + "}", Code.FILE_CORRUPT, "more than 16");
        refusesHeader(
                "{" + entry("a", "F4", "[2]", 0, 8) + "}", Code.FORMAT_UNSUPPORTED, "its dtype is F4", "BF16, BOOL");
    }

    @Test
    void tensorsFillTheFile() throws IOException {
        String whole = entry("a", "F32", "[2]", 0, 8);
        refusesHeader("{" + entry("a", "F32", "[1]", 8, 4) + "}", Code.FILE_CORRUPT, "its data_offsets are 8 and 4");
        refusesHeader("{" + entry("a", "F32", "[2]", -4, 4) + "}", Code.FILE_CORRUPT, "its data_offsets holds -4");
        refusesHeader("{" + entry("a", "F32", "[3]", 0, 12) + "}", Code.FILE_TRUNCATED, "the file ends at byte");
        refusesHeader(
                "{" + entry("a", "U8", "[8]", Long.MAX_VALUE - 8, Long.MAX_VALUE) + "}",
                Code.FILE_CORRUPT,
                "data_offsets");
        refusesHeader(
                "{" + entry("a", "U8", "[8]", 1L << 40, (1L << 40) + 8) + "}", Code.FILE_TRUNCATED, "the file ends at");
        refusesHeader(
                "{" + whole + "," + entry("b", "F32", "[1]", 4, 8) + "}", Code.FILE_CORRUPT, "tensor b: it begins at");
        refusesHeader(
                "{" + whole + "," + entry("b", "F32", "[2]", 0, 8) + "}", Code.FILE_CORRUPT, "tensor b: it begins at");
        refusesHeader(
                "{" + entry("a", "F32", "[1]", 4, 8) + "}", Code.FILE_CORRUPT, "expected", "tensor before it ends");
        refusesHeader("{" + entry("a", "F32", "[1]", 0, 4) + "}", Code.FILE_CORRUPT, "expected no bytes behind them");
    }

    /** Offsets beyond what an int counts; the file is sparse, its bytes are not written. */
    @Test
    void readsBeyondFourGigabytes() throws IOException {
        long rows = 5_000_001;
        String json = "{" + entry("big", "U8", "[" + rows + ",1000]", 0, rows * 1000) + "}";
        Path path = directory.resolve("big.safetensors");
        try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
            byte[] header = SafetensorsBytes.of(json, new byte[0]);
            file.write(header);
            file.setLength(header.length + rows * 1000);
            file.seek(header.length + rows * 1000 - 1);
            file.write(77);
        }
        try (SafetensorsFile file = SafetensorsFile.open(path)) {
            float[] row = new float[1000];
            file.readRows(file.tensor("big"), rows - 1, 1, row, 0);
            assertThat(row[999]).isEqualTo(77f);
            assertThat(row[998]).isZero();
            assertThatThrownBy(() -> file.readAll(file.tensor("big")))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("big: 5000001000 elements do not fit in one array; read it by rows");
        }
    }
}
