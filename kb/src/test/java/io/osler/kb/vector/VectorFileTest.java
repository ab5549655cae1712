package io.osler.kb.vector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.osler.kb.KbException;
import io.osler.kb.TextEncoder;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class VectorFileTest {
    @TempDir
    private Path directory;

    private Path file;

    @BeforeEach
    void name() {
        file = directory.resolve("vectors");
    }

    @ParameterizedTest
    @EnumSource(VectorForm.class)
    void givesBackWhatWasAdded(VectorForm form) {
        List<float[]> vectors = Vectors.units(1, 21, 33);
        Vectors.write(file, form, vectors);
        double error = switch (form.scored()) {
            case F32 -> 0;
            case F16 -> 0x1p-11;
            case INT8 -> 1.0 / 254;
        };
        try (VectorFile read = VectorFile.open(file)) {
            assertThat(read.facts()).isEqualTo(new VectorFacts("invented", 33, 21, form, 0, size()));
            read.verify();
            for (int row = 0; row < vectors.size(); row++) {
                assertThat(read.key(row)).isEqualTo(1000 + row / 3);
                for (int i = 0; i < 33; i++) {
                    assertThat((double) read.scored().row(row)[i]).isCloseTo(vectors.get(row)[i], within(error + 1e-9));
                }
            }
        }
    }

    @Test
    void statedErrorsHold() {
        List<float[]> vectors = Vectors.units(2, 50, 100);
        Vectors.write(file, VectorForm.INT8_F32, vectors);
        try (VectorFile read = VectorFile.open(file)) {
            for (int row = 0; row < vectors.size(); row++) {
                float[] bytes = read.coarse().orElseThrow().row(row);
                // The query for which rounding is worst: what rounding took away, made a unit.
                double lost = 0;
                for (int i = 0; i < bytes.length; i++) {
                    lost += Math.pow(vectors.get(row)[i] - bytes[i], 2);
                }
                assertThat((double) read.error(row)).isBetween(Math.sqrt(lost), Math.sqrt(lost) + 1e-4);
            }
        }
    }

    @Test
    void deletingIsBuildingAnew() {
        Vectors.write(file, VectorForm.F16, Vectors.units(3, 9, 8));
        Path fewer = directory.resolve("fewer");
        try (VectorFile old = VectorFile.open(file);
                VectorIndexBuilder builder = VectorIndexBuilder.create(fewer, "invented", 8, VectorForm.F16)) {
            builder.addRows(old, (row, key) -> key != 1001).build();
            try (VectorFile read = VectorFile.open(fewer)) {
                assertThat(IntStream.range(0, read.facts().rows()).map(read::key))
                        .containsExactly(1000, 1000, 1000, 1002, 1002, 1002);
                assertThat(read.scored().row(3)).isEqualTo(old.scored().row(6));
            }
        }
    }

    @Test
    void encodesTextsInTheirOrder() {
        List<KeyedText> texts = IntStream.range(0, 1100)
                .mapToObj(i -> new KeyedText(i % 7, "x".repeat(i % 50)))
                .toList();
        try (VectorIndexBuilder builder = VectorIndexBuilder.create(file, new Lengths(), VectorForm.F32)) {
            assertThat(builder.addTexts(new Lengths(), texts.iterator()).build().rows())
                    .isEqualTo(1100);
        }
        try (VectorFile read = VectorFile.open(file)) {
            assertThat(read.scored().row(1030)[0]).isEqualTo(30);
            assertThat(read.key(1030)).isEqualTo(1);
            read.facts().requireFit(new Lengths(), "kb");
        }
    }

    @Test
    void anotherEncoderIsRefused() {
        Vectors.write(file, VectorForm.F32, Vectors.units(4, 2, 3));
        try (VectorFile read = VectorFile.open(file)) {
            assertUnfit(
                    () -> read.facts().requireFit(new Lengths(), "kb"),
                    "kb: vectors of encoder 'invented', expected 'lengths'; use that encoder or build the vectors anew");
            try (VectorIndexBuilder builder =
                    VectorIndexBuilder.create(directory.resolve("n"), new Lengths(), VectorForm.F32)) {
                assertUnfit(
                        () -> builder.addRows(read, RowFilter.ALL),
                        directory.resolve("n")
                                + ": vectors of encoder 'invented', expected 'lengths'; look at the encoder");
            }
        }
        try (VectorIndexBuilder builder = VectorIndexBuilder.create(file, "other", 1, VectorForm.F32)) {
            assertUnfit(
                    () -> builder.addTexts(new Lengths(), List.of()),
                    file + ": vectors of encoder 'lengths', expected 'other'; look at the encoder");
        }
    }

    @Test
    void whatIsNoNumberIsRefused() {
        try (VectorIndexBuilder builder = VectorIndexBuilder.create(file, "invented", 2, VectorForm.F16)) {
            builder.add(0, new float[] {1, 65504});
            assertUnfit(
                    () -> builder.add(0, new float[] {1, Float.NaN}),
                    file + ": row 1 holds NaN at 1, expected a number of at most 65504.0; look at the encoder");
            assertUnfit(
                    () -> builder.add(0, new float[] {-70_000, 1}),
                    file + ": row 1 holds -70000.0 at 0, expected a number of at most 65504.0; look at the encoder");
            assertUnfit(
                    () -> builder.add(0, new float[3]),
                    file + ": row 1 has 3 numbers, expected 2; look at the encoder");
        }
        try (VectorIndexBuilder builder = VectorIndexBuilder.create(file, "invented", 1, VectorForm.F32)) {
            assertUnfit(
                    () -> builder.add(0, new float[] {Float.POSITIVE_INFINITY}),
                    file + ": row 0 holds Infinity at 0, expected a number of at most 3.4028235E38; look at the"
                            + " encoder");
        }
    }

    @Test
    void aBuildThatEndsEarlyLeavesTheOldFile() throws IOException {
        Vectors.write(file, VectorForm.F32, Vectors.units(5, 4, 6));
        byte[] before = Files.readAllBytes(file);
        try (VectorIndexBuilder builder = VectorIndexBuilder.create(file, "invented", 6, VectorForm.F32)) {
            builder.add(1, new float[6]);
        }
        assertThat(file).hasBinaryContent(before);
        assertThat(directory).isDirectoryNotContaining("glob:**.part");
    }

    @Test
    void everyTruncationIsSeen() throws IOException {
        Vectors.write(file, VectorForm.INT8_F16, Vectors.units(6, 5, 6));
        byte[] whole = Files.readAllBytes(file);
        for (int length : new int[] {8, 31, 4095, 4096, whole.length - 16, whole.length - 1}) {
            Files.write(file, Arrays.copyOf(whole, length));
            assertThatThrownBy(() -> VectorFile.open(file))
                    .as("%d bytes", length)
                    .isInstanceOf(KbException.class)
                    .hasMessageStartingWith("DAMAGED: " + file + ": is " + length + " bytes long, expected ")
                    .hasMessageEndingWith(": truncated, half-written or changed; build the vectors anew");
        }
    }

    @Test
    void foreignFilesAreRefused() throws IOException {
        for (String content : new String[] {"", "OSLER", "id,name\n".repeat(1000)}) {
            Files.writeString(file, content);
            assertThatThrownBy(() -> VectorFile.open(file))
                    .isInstanceOf(KbException.class)
                    .hasMessage("NOT_A_KB: " + file + ": is no file of vectors, expected one that begins with OSLERVEC;"
                            + " build the vectors anew");
        }
        assertThatThrownBy(() -> VectorFile.open(directory.resolve("none")))
                .isInstanceOf(KbException.class)
                .hasMessageStartingWith("IO: " + directory.resolve("none") + ": cannot be read: ");
    }

    @Test
    void otherVersionsAndByteOrdersAreRefused() throws IOException {
        changed(8, 2);
        assertRefused("VERSION_UNSUPPORTED", "has version 2, this build reads 1; build the vectors anew");
        changed(12, Integer.reverseBytes(0x0A0B0C0D));
        assertRefused(
                "VERSION_UNSUPPORTED", "has its bytes in big-endian order, expected little; build the vectors anew");
    }

    @Test
    void changedBytesAreSeen() throws IOException {
        changed(24, 77);
        assertRefused(
                "DAMAGED",
                "has a header that differs from its checksum: truncated, half-written or changed; build the vectors"
                        + " anew");
        int length = (int) size();
        changed(length - 8, 0);
        assertRefused("DAMAGED", "has no end mark: truncated, half-written or changed; build the vectors anew");
        for (int at : new int[] {4096, 4096 + 6, length - 20}) {
            changed(at, 12345);
            try (VectorFile read = VectorFile.open(file)) {
                assertThatThrownBy(read::verify)
                        .as("changed at %d", at)
                        .isInstanceOf(KbException.class)
                        .hasMessageStartingWith("DAMAGED: " + file + ": has checksum ");
            }
        }
    }

    @Test
    void badArgumentsAreRefused() {
        assertThatThrownBy(() -> VectorIndexBuilder.create(file, "e", 0, VectorForm.F32))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("dimension is 0, expected 1 to 65536");
        assertThatThrownBy(() -> VectorIndexBuilder.create(file, "e".repeat(3000), 1, VectorForm.F32))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the encoder's name takes 3000 bytes, expected at most 2048");
        Path nowhere = directory.resolve("none").resolve("vectors");
        assertThatThrownBy(() -> VectorIndexBuilder.create(nowhere, "e", 1, VectorForm.F32))
                .isInstanceOf(KbException.class)
                .hasMessageStartingWith("IO: " + nowhere + ": cannot be written: ");
    }

    private void changed(int at, int value) throws IOException {
        Vectors.write(file, VectorForm.F32, Vectors.units(7, 5, 6));
        byte[] bytes = Files.readAllBytes(file);
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putInt(at, value);
        Files.write(file, bytes);
    }

    private void assertRefused(String code, String message) {
        assertThatThrownBy(() -> VectorFile.open(file))
                .isInstanceOf(KbException.class)
                .hasMessage(code + ": " + file + ": " + message);
    }

    private static void assertUnfit(ThrowingCallable call, String message) {
        assertThatThrownBy(call).isInstanceOf(KbException.class).hasMessage("VECTORS_UNFIT: " + message);
    }

    private long size() {
        return file.toFile().length();
    }

    /** Says how long a text is. */
    private static final class Lengths implements TextEncoder {
        @Override
        public String name() {
            return "lengths";
        }

        @Override
        public int dimension() {
            return 1;
        }

        @Override
        public List<float[]> encode(List<String> texts) {
            return texts.stream().map(text -> new float[] {text.length()}).toList();
        }
    }
}
