package io.osler.models.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import io.osler.models.ModelException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever the bytes, a file opens and reads or says what is wrong with it: a ModelException, nothing else. */
class DamagedFilesTest {
    private static final int ROUNDS = 3000;

    /** Numbers that lengths, counts and offsets trip over. */
    private static final long[] NASTY = {
        Long.MIN_VALUE, Long.MAX_VALUE, -1, 1L << 60, 1L << 40, 1L << 32, (1L << 31) - 1, 1L << 24, 0, 1
    };

    private static byte[] small(String kind) {
        return kind.equals("gguf") ? GgufBytes.small() : SafetensorsBytes.small();
    }

    /** The bytes as a mapped file would show them, without the time that a file takes. */
    @SuppressWarnings("MustBeClosedChecker") // closed with the weights, or by the open that fails
    private static Weights open(String kind, byte[] bytes) {
        Arena arena = Arena.ofConfined();
        MemorySegment copy = arena.allocate(Math.max(1, bytes.length)).asSlice(0, bytes.length);
        MemorySegment.copy(bytes, 0, copy, ValueLayout.JAVA_BYTE, 0, bytes.length);
        MappedFile file = new MappedFile(Path.of("model." + kind), arena, copy.asReadOnly());
        return kind.equals("gguf") ? GgufFile.open(file) : SafetensorsFile.open(file);
    }

    @ParameterizedTest
    @ValueSource(strings = {"gguf", "safetensors"})
    void theFileIsValidUndamaged(String kind) {
        assertThat(readAll(kind, small(kind))).isPositive();
    }

    @ParameterizedTest
    @ValueSource(strings = {"gguf", "safetensors"})
    void truncatedAtEveryByte(String kind) {
        byte[] bytes = small(kind);
        for (int length = 0; length < bytes.length; length++) {
            byte[] first = Arrays.copyOf(bytes, length);
            assertThatThrownBy(() -> open(kind, first))
                    .as("%s, first %d of %d bytes", kind, length, bytes.length)
                    .isInstanceOfSatisfying(
                            ModelException.class,
                            e -> assertThat(e.code()).isEqualTo(ModelException.Code.FILE_TRUNCATED));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"gguf", "safetensors"})
    void bytesFlipped(String kind) {
        SplittableRandom random = SeededRandom.of("bytes flipped, " + kind);
        byte[] valid = small(kind);
        int opened = 0;
        for (int round = 0; round < ROUNDS; round++) {
            byte[] bytes = valid.clone();
            for (int flips = random.nextInt(1, 4); flips > 0; flips--) {
                bytes[random.nextInt(bytes.length)] ^= (byte) random.nextInt(1, 256);
            }
            opened += readsOrSaysWhy(kind, bytes, round) ? 1 : 0;
        }
        assertThat(opened).as("some damage is harmless, some is not").isBetween(1, ROUNDS - 1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"gguf", "safetensors"})
    void nastyNumbersWrittenOver(String kind) {
        byte[] valid = small(kind);
        for (int at = 0; at <= valid.length - 8; at++) {
            for (long nasty : NASTY) {
                byte[] bytes = valid.clone();
                ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putLong(at, nasty);
                readsOrSaysWhy(kind, bytes, at);
            }
        }
    }

    /** Digits of the JSON replaced by other digits keep it readable: sizes and offsets then lie. */
    @ParameterizedTest
    @ValueSource(strings = {"safetensors"})
    void digitsReplaced(String kind) {
        SplittableRandom random = SeededRandom.of("digits replaced");
        byte[] valid = small(kind);
        for (int round = 0; round < ROUNDS; round++) {
            byte[] bytes = valid.clone();
            for (int i = 8; i < bytes.length; i++) {
                if (Character.isDigit(bytes[i]) && random.nextInt(12) == 0) {
                    bytes[i] = (byte) "0123456789-.eE".charAt(random.nextInt(14));
                }
            }
            readsOrSaysWhy(kind, bytes, round);
        }
    }

    private static boolean readsOrSaysWhy(String kind, byte[] bytes, int round) {
        try {
            readAll(kind, bytes);
            return true;
        } catch (ModelException e) {
            assertThat(e.getMessage()).contains("model." + kind);
            return false;
        } catch (RuntimeException | Error e) {
            return fail("%s, round %d: %s".formatted(kind, round, e), e);
        }
    }

    /** Reads all tensors and metadata; the ones that cannot be decoded must say so. */
    private static int readAll(String kind, byte[] bytes) {
        int read = 0;
        try (Weights weights = open(kind, bytes)) {
            for (TensorInfo tensor : weights.tensors()) {
                if (tensor.format().isDecodable()) {
                    read += weights.readAll(tensor).length;
                } else {
                    assertThatThrownBy(() -> weights.readAll(tensor)).isInstanceOf(ModelException.class);
                }
            }
            if (weights instanceof GgufFile gguf) {
                gguf.metadata()
                        .keys()
                        .forEach(key -> assertThat(gguf.metadata().value(key)).isPresent());
            }
        }
        return read;
    }
}
