package io.osler.models.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class NumberFormatTest {
    /** The source begins at an odd address, as tensors of safetensors files may. */
    private static final int SOURCE_OFFSET = 3;

    private static final int TARGET_OFFSET = 5;

    static Stream<NumberFormat> decodable() {
        return Arrays.stream(NumberFormat.values()).filter(NumberFormat::isDecodable);
    }

    /**
     * Block counts around the chunks that the decoders copy. Random bytes cover all scales, also NaN and infinite ones.
     * The order of operations is the same in both, so equality is exact.
     */
    @ParameterizedTest
    @MethodSource("decodable")
    void decodesAsThePlainTwinDoes(NumberFormat format) {
        SplittableRandom random = SeededRandom.of("decode " + format);
        int chunk = format.isBlocked() ? 2048 / format.blockBytes() : 1024;
        for (int blocks : new int[] {0, 1, 2, 7, chunk - 1, chunk, chunk + 1, 2 * chunk + 1}) {
            byte[] bytes = SeededRandom.bytes(random, blocks * format.blockBytes());
            float[] found = decode(format, bytes, blocks * format.blockElements());
            for (int i = 0; i < found.length; i++) {
                assertThat(Float.floatToIntBits(found[i]))
                        .as("%s, %d blocks, element %d", format, blocks, i)
                        .isEqualTo(Float.floatToIntBits(PlainTwin.value(format, bytes, i)));
            }
        }
    }

    private static float[] decode(NumberFormat format, byte[] bytes, int elements) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment source = arena.allocate(SOURCE_OFFSET + bytes.length + 1);
            MemorySegment.copy(bytes, 0, source, ValueLayout.JAVA_BYTE, SOURCE_OFFSET, bytes.length);
            float[] target = new float[TARGET_OFFSET + elements + 1];
            Arrays.fill(target, -77f);
            format.decode(source, SOURCE_OFFSET, target, TARGET_OFFSET, elements);
            assertThat(Arrays.copyOf(target, TARGET_OFFSET)).containsOnly(-77f);
            assertThat(target[target.length - 1]).isEqualTo(-77f);
            return Arrays.copyOfRange(target, TARGET_OFFSET, TARGET_OFFSET + elements);
        }
    }

    @Test
    void wholeNumbersAboveTwentyFourBitsAreRoundedToNearest() {
        byte[] bytes = new byte[16];
        MemorySegment source = MemorySegment.ofArray(bytes);
        source.set(ValueLayout.JAVA_LONG_UNALIGNED, 0, Long.MIN_VALUE + (1L << 39) + 1);
        source.set(ValueLayout.JAVA_LONG_UNALIGNED, 8, Long.MIN_VALUE + (1L << 39));
        float[] target = new float[2];
        NumberFormat.U64.decode(source, 0, target, 0, 2);
        assertThat(target).containsExactly(Math.nextUp(0x1p63f), 0x1p63f);
    }

    @Test
    void countsBytesOfWholeBlocksOnly() {
        assertThat(NumberFormat.Q4_K.bytesFor(512)).isEqualTo(288);
        assertThat(NumberFormat.BF16.bytesFor(3)).isEqualTo(6);
        assertThat(NumberFormat.Q8_0.bytesFor(0)).isZero();
        assertThat(NumberFormat.Q8_0.bytesFor(1L << 40)).isEqualTo((1L << 35) * 34);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> NumberFormat.Q8_0.bytesFor(33))
                .withMessage("Q8_0: elements is 33, expected a multiple of 32, 0 or more");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> NumberFormat.F32.bytesFor(-4))
                .withMessage("F32: elements is -4, expected a multiple of 1, 0 or more");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> NumberFormat.F64.bytesFor(Long.MAX_VALUE / 8 + 1))
                .withMessageContaining("too many to address");
    }

    @Test
    void refusesMoreThanSourceOrTargetHold() {
        MemorySegment source = MemorySegment.ofArray(new byte[67]);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> NumberFormat.Q8_0.decode(source, 0, new float[64], 0, 64))
                .withMessage("Q8_0: byteOffset is 0, source has 67 bytes, 64 elements take 68");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> NumberFormat.F32.decode(source, -1, new float[64], 0, 1))
                .withMessageContaining("byteOffset is -1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> NumberFormat.F32.decode(source, 0, new float[4], 2, 3))
                .withMessage("F32: targetOffset is 2, target has room for 4, elements is 3");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> NumberFormat.F32.decode(source, 0, new float[4], 0, -1))
                .withMessageContaining("elements is -1");
    }

    @Test
    void formatsKnownBySizeOnlyAreNotDecoded() {
        assertThat(NumberFormat.IQ4_NL.isDecodable()).isFalse();
        MemorySegment source = MemorySegment.ofArray(new byte[18]);
        assertThatThrownBy(() -> NumberFormat.IQ4_NL.decode(source, 0, new float[32], 0, 32))
                .isInstanceOf(UnsupportedOperationException.class)
                .hasMessageContaining("IQ4_NL is known by size only");
    }

    @Test
    void ggmlNumbersAreDistinctAndFound() {
        assertThat(NumberFormat.ofGgmlType(12)).contains(NumberFormat.Q4_K);
        assertThat(NumberFormat.ofGgmlType(4))
                .as("removed from the specification")
                .isEmpty();
        assertThat(NumberFormat.ofGgmlType(-1)).isEmpty();
        long known = java.util.stream.IntStream.range(0, 64)
                .filter(i -> NumberFormat.ofGgmlType(i).isPresent())
                .count();
        assertThat(known).as("types of gguf 0.19.0, GGMLQuantizationType").isEqualTo(34);
    }
}
