package io.osler.models.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import io.osler.models.ModelException;
import io.osler.models.ModelException.Code;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GgufFileTest extends WeightsContract {
    @Override
    protected Weights open(Path directory) throws IOException {
        byte[] file = GgufBytes.header(2, 0)
                .tensor("norm.weight", 0, 0, 2)
                .tensor("q.weight", 8, 32, 32, 3)
                .alignTo(32)
                .f32(1f)
                .f32(2f)
                .alignTo(32)
                .raw(quantised(3))
                .toBytes();
        return GgufFile.open(write(directory, file));
    }

    private static byte[] quantised(int blocks) {
        GgufBytes bytes = new GgufBytes();
        for (int i = 0; i < 32 * blocks; i++) {
            if (i % 32 == 0) {
                bytes.u8(0).u8(0x3C); // float16 1
            }
            bytes.u8(i);
        }
        return bytes.toBytes();
    }

    private static Path write(Path directory, byte[] bytes) throws IOException {
        return Files.write(directory.resolve("model.gguf"), bytes);
    }

    private void refuses(GgufBytes file, Code code, String... words) throws IOException {
        Path path = write(directory, file.toBytes());
        assertThatThrownBy(() -> GgufFile.open(path))
                .asInstanceOf(type(ModelException.class))
                .satisfies(e -> assertThat(e.code()).as(e.getMessage()).isEqualTo(code))
                .satisfies(e -> assertThat(e.getMessage()).contains(words));
    }

    @Test
    void shapesAreReversedAndOffsetsAbsolute() throws IOException {
        byte[] bytes = GgufBytes.small();
        try (GgufFile file = GgufFile.open(write(directory, bytes))) {
            TensorInfo q = file.tensor("q.weight");
            assertThat(q.shape()).containsExactly(2L, 32L);
            assertThat(q.rows()).isEqualTo(2);
            assertThat(q.columns()).isEqualTo(32);
            assertThat(file.tensor("norm.weight").rows()).isEqualTo(1);
            assertThat(q.byteOffset() - file.tensor("norm.weight").byteOffset()).isEqualTo(32);
            assertThat(file.tensor("iq.weight").byteEnd()).isEqualTo(bytes.length);
            assertThat(file.tensors().stream().map(TensorInfo::name))
                    .containsExactly("norm.weight", "q.weight", "k.weight", "v.weight", "iq.weight");
            assertThat(file.readAll(file.tensor("norm.weight"))).containsExactly(1.5f, -2f, 0f);
            assertThat(file.version()).isEqualTo(3);
        }
    }

    @Test
    void versionTwoIsReadTheSame() throws IOException {
        byte[] bytes = GgufBytes.small();
        bytes[4] = 2;
        try (GgufFile file = GgufFile.open(write(directory, bytes))) {
            assertThat(file.version()).isEqualTo(2);
            assertThat(file.tensors()).hasSize(5);
        }
    }

    @Test
    void undecodableTensorIsListedAndItsReadSaysWhatToDo() throws IOException {
        try (GgufFile file = GgufFile.open(write(directory, GgufBytes.small()))) {
            TensorInfo tensor = file.tensor("iq.weight");
            assertThat(file.bytes(tensor).byteSize()).isEqualTo(18);
            assertThatThrownBy(() -> file.readAll(tensor))
                    .isInstanceOf(ModelException.class)
                    .hasMessage("FORMAT_UNSUPPORTED: model.gguf, tensor iq.weight: its numbers are IQ4_NL, this build"
                            + " reads "
                            + NumberFormat.ggmlTypesDecodable()
                            + ". Convert the model to one of these, for example Q4_K_M or Q8_0");
            assertThat(NumberFormat.ggmlTypesDecodable()).contains("Q4_K (12)").doesNotContain("IQ4_NL");
        }
    }

    @Test
    void vocabularyOnlyFileHasNoTensors() throws IOException {
        byte[] bytes = GgufBytes.header(0, 1).pairOfU32("n", 3).toBytes();
        try (GgufFile file = GgufFile.open(write(directory, bytes))) {
            assertThat(file.tensors()).isEmpty();
            assertThat(file.metadata().integer("n")).isEqualTo(3);
        }
    }

    @Test
    void aFileThatIsNotThereIsMissing() {
        Path path = directory.resolve("none.gguf");
        assertThatThrownBy(() -> GgufFile.open(path))
                .isInstanceOf(ModelException.class)
                .hasMessage(
                        "FILE_MISSING: " + path + ": there is no such file. Check the path, or pull the model again");
        assertThatThrownBy(() -> GgufFile.open(directory))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining("FILE_MISSING")
                .hasMessageContaining("this is not a file");
    }

    @Test
    void wrongMagicVersionAndByteOrder() throws IOException {
        refuses(new GgufBytes().raw("GGML").u32(3).u64(0).u64(0), Code.FILE_CORRUPT, "model.gguf, header", "\"GGUF\"");
        refuses(new GgufBytes().raw("GGUF").u32(1).u32(0).u32(0), Code.FORMAT_UNSUPPORTED, "GGUF version 1");
        refuses(new GgufBytes().raw("GGUF").u32(4).u64(0).u64(0), Code.FORMAT_UNSUPPORTED, "GGUF version 4", "2 and 3");
        refuses(
                new GgufBytes().raw("GGUF").u32(3 << 24).u64(0).u64(0),
                Code.FORMAT_UNSUPPORTED,
                "big-endian (version 3)");
        refuses(new GgufBytes(), Code.FILE_TRUNCATED, "the file ends at byte 0", "Fetch or convert the file again");
    }

    @ParameterizedTest
    @ValueSource(longs = {Long.MIN_VALUE, -1, 1L << 60, 1L << 40, 1L << 31, 1L << 21})
    void hugeCountsAreRefusedBeforeAnythingIsAllocated(long huge) throws IOException {
        refuses(
                GgufBytes.header(huge, 0),
                Code.FILE_CORRUPT,
                "the number of tensors is " + Long.toUnsignedString(huge));
        refuses(GgufBytes.header(0, huge), Code.FILE_CORRUPT, "the number of metadata pairs is");
        refuses(GgufBytes.header(0, 1).u64(huge).alignTo(64), Code.FILE_CORRUPT, "the number of bytes of a key is");
        refuses(
                GgufBytes.header(1, 0).u64(huge).alignTo(64),
                Code.FILE_CORRUPT,
                "the number of bytes of a tensor name is");
    }

    @ParameterizedTest
    @ValueSource(longs = {Long.MIN_VALUE, -1, 1L << 60, 1L << 40, (1 << 26) + 1})
    void hugeValuesAreRefusedBeforeAnythingIsAllocated(long huge) throws IOException {
        refuses(
                GgufBytes.header(0, 1).pair("k", GgufBytes.STRING).u64(huge),
                Code.FILE_CORRUPT,
                "model.gguf, metadata k",
                "the number of bytes of a string is " + Long.toUnsignedString(huge));
        refuses(
                GgufBytes.header(0, 1)
                        .pair("k", GgufBytes.ARRAY)
                        .u32(GgufBytes.STRING)
                        .u64(huge),
                Code.FILE_CORRUPT,
                "the number of array elements is");
    }

    @Test
    void countsThatTheFileCannotHoldAreTruncation() throws IOException {
        refuses(GgufBytes.header(1000, 0), Code.FILE_TRUNCATED, "25000 bytes are needed from byte 16 on");
        refuses(
                GgufBytes.header(0, 1)
                        .pair("k", GgufBytes.ARRAY)
                        .u32(GgufBytes.FLOAT64)
                        .u64(1 << 24),
                Code.FILE_TRUNCATED,
                "134217728 bytes are needed");
    }

    @Test
    void metadataThatIsNotWhatItSays() throws IOException {
        refuses(GgufBytes.header(0, 1).pair("k", 13).u64(0), Code.FILE_CORRUPT, "metadata k", "the value's type is 13");
        refuses(
                GgufBytes.header(0, 1).pair("k", GgufBytes.BOOL).u8(2),
                Code.FILE_CORRUPT,
                "a bool is 2, expected 0 or 1");
        refuses(
                GgufBytes.header(0, 1).pair("", GgufBytes.BOOL).u8(1).u8(1),
                Code.FILE_CORRUPT,
                "pair 0",
                "key is empty");
        refuses(
                GgufBytes.header(0, 1)
                        .u64(2)
                        .u8(0xC3)
                        .u8(0x28)
                        .u32(GgufBytes.BOOL)
                        .u8(1),
                Code.FILE_CORRUPT,
                "the key is not UTF-8");
        refuses(
                GgufBytes.header(0, 2).pairOfU32("same", 1).pairOfU32("same", 1),
                Code.FILE_CORRUPT,
                "model.gguf, metadata same: the key is there twice");
        GgufBytes deep = GgufBytes.header(0, 1).pair("k", GgufBytes.ARRAY);
        for (int i = 0; i < 8; i++) {
            deep.u32(GgufBytes.ARRAY).u64(1);
        }
        refuses(deep, Code.FILE_CORRUPT, "arrays are nested more than 4 deep");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 3, 24, -32, 1 << 21})
    void alignmentMustBeASmallPowerOfTwo(int alignment) throws IOException {
        refuses(
                GgufBytes.header(0, 1).pairOfU32("general.alignment", alignment),
                Code.FILE_CORRUPT,
                "metadata general.alignment",
                "expected a power of two");
    }

    @Test
    void alignmentIsHonoured() throws IOException {
        byte[] bytes = GgufBytes.header(1, 1)
                .pairOfU32("general.alignment", 512)
                .tensor("a", 0, 0, 1)
                .alignTo(512)
                .f32(42f)
                .toBytes();
        try (GgufFile file = GgufFile.open(write(directory, bytes))) {
            assertThat(file.tensor("a").byteOffset()).isEqualTo(512);
            assertThat(file.readAll(file.tensor("a"))).containsExactly(42f);
        }
    }

    @Test
    void tensorsThatCannotBe() throws IOException {
        refuses(one("a", 0, 0, 1L << 32, 1L << 32), Code.FILE_CORRUPT, "tensor a", "less than 2^63 elements");
        refuses(one("a", 0, 0, Long.MAX_VALUE / 4), Code.FILE_CORRUPT, "tensor a: byteOffset is 64 and byteSize");
        refuses(one("a", 0, 0, -1), Code.FILE_CORRUPT, "expected sizes of 0 or more");
        refuses(one("a", 0, 0, 1, 1, 1, 1, 1), Code.FILE_CORRUPT, "the number of dimensions is 5, expected at most 4");
        refuses(one("a", 8, 0, 33), Code.FILE_CORRUPT, "rows have 33 elements, expected a multiple of 32 for Q8_0");
        refuses(one("a", 12, 0, 128, 2), Code.FILE_CORRUPT, "expected a multiple of 256 for Q4_K");
        refuses(one("a", 0, 16, 1), Code.FILE_CORRUPT, "its offset is 16, expected a multiple of the alignment 32");
        refuses(one("a", 0, -32, 1), Code.FILE_CORRUPT, "its offset is 18446744073709551584");
        refuses(one("a", 0, Long.MAX_VALUE - 31, 1), Code.FILE_CORRUPT, "its offset is 9223372036854775776");
        refuses(one("a", 0, 1L << 40, 1), Code.FILE_TRUNCATED, "tensor a: the file ends at byte 96");
        refuses(one("a", 0, 0, 9), Code.FILE_TRUNCATED, "the tensor takes bytes 64 to 100");
        refuses(one("a", 99, 0, 1), Code.FORMAT_UNSUPPORTED, "ggml type 99, this build reads", "Q4_K (12)");
        refuses(one("", 0, 0, 1), Code.FILE_CORRUPT, "tensor 0", "the tensor name is empty");
    }

    /** One tensor in a file of 32 bytes of data. */
    private static GgufBytes one(String name, int ggmlType, long offset, long... sizes) {
        GgufBytes file =
                GgufBytes.header(1, 0).tensor(name, ggmlType, offset, sizes).alignTo(32);
        return file.raw(new byte[32]);
    }

    @Test
    void twoTensorsMayNotShareANameOrBytes() throws IOException {
        refuses(
                GgufBytes.header(2, 0)
                        .tensor("a", 0, 0, 1)
                        .tensor("a", 0, 32, 1)
                        .alignTo(32)
                        .raw(new byte[64]),
                Code.FILE_CORRUPT,
                "tensor 1: the name a is there twice");
        refuses(
                GgufBytes.header(2, 0)
                        .tensor("b", 0, 32, 1)
                        .tensor("a", 0, 0, 9)
                        .alignTo(32)
                        .raw(new byte[64]),
                Code.FILE_CORRUPT,
                "model.gguf, tensor b: it begins at byte 128, inside tensor a, which ends at byte 132");
    }

    @Test
    void partOfASplitModelIsRefused() throws IOException {
        refuses(
                GgufBytes.header(0, 1).pairOfU32("split.count", 4),
                Code.FORMAT_UNSUPPORTED,
                "this is one of 4 parts of a split model",
                "llama-gguf-split --merge");
    }

    @Test
    void strangeNamesAreShownOnOneShortLine() throws IOException {
        Path path =
                write(directory, one("line\nbreak" + "x".repeat(900), 99, 0, 1).toBytes());
        assertThatThrownBy(() -> GgufFile.open(path))
                .isInstanceOf(ModelException.class)
                .message()
                .startsWith("FORMAT_UNSUPPORTED: model.gguf, tensor line?break" + "x".repeat(90) + "…: ")
                .doesNotContain("\n");
    }

    @Test
    void aFailedOpenLeavesNothingMapped() throws IOException {
        Path path = write(directory, GgufBytes.header(7, 7).toBytes());
        assertThatThrownBy(() -> GgufFile.open(path)).isInstanceOf(ModelException.class);
        assertThat(Mappings.of(path)).isEmpty();
        try (GgufFile file = GgufFile.open(write(directory, GgufBytes.small()))) {
            assertThat(Mappings.of(file.path())).as("the test sees mappings").isNotEmpty();
        }
        assertThat(Mappings.of(path)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {65_535, 65_536, 65_537, 200_001})
    void longTextsAndWhatFollowsThem(int length) throws IOException {
        String text = "ü".repeat(length / 2) + "x".repeat(length % 2);
        byte[] bytes = GgufBytes.header(0, 2)
                .pair("tokenizer.chat_template", GgufBytes.STRING)
                .text(text)
                .pairOfU32("after", 0x8765_4321)
                .toBytes();
        try (GgufFile file = GgufFile.open(write(directory, bytes))) {
            assertThat(file.metadata().string("tokenizer.chat_template")).isEqualTo(text);
            assertThat(file.metadata().integer("after")).isEqualTo(0x8765_4321L);
        }
    }

    @Test
    void aHeaderLongerThanAllowedIsRefused() throws IOException {
        Path path = directory.resolve("long.gguf");
        GgufBytes begin = GgufBytes.header(0, 2)
                .pair("a", GgufBytes.ARRAY)
                .u32(GgufBytes.FLOAT64)
                .u64(1 << 24);
        try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
            file.write(begin.toBytes());
            file.setLength(1L << 28); // sparse: zeros that are not written
        }
        assertThatThrownBy(() -> GgufFile.open(path))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining("FILE_CORRUPT: long.gguf, metadata a: 134217728 bytes from byte")
                .hasMessageContaining("pass the 134217728 bytes a header may have");
    }

    @Test
    void aVocabularyOfAQuarterMillionIsReadQuickly() throws IOException {
        int words = 262_144;
        GgufBytes file = GgufBytes.header(0, 1)
                .pair("words", GgufBytes.ARRAY)
                .u32(GgufBytes.STRING)
                .u64(words);
        for (int i = 0; i < words; i++) {
            file.text("Ġword" + i);
        }
        Path path = write(directory, file.toBytes());
        long begin = System.nanoTime();
        try (GgufFile opened = GgufFile.open(path)) {
            long millis = (System.nanoTime() - begin) / 1_000_000;
            List<String> read = opened.metadata().strings("words");
            assertThat(read).hasSize(words).endsWith("Ġword262143");
            // 130 ms of CPU time in a fresh JVM where it was written; the bound leaves room for a busy machine
            assertThat(millis).isLessThan(1500);
        }
    }
}
