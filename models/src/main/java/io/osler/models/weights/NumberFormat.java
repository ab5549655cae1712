package io.osler.models.weights;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * How numbers lie in a weight file: plain numbers, or blocks of quantised numbers that share scales.
 *
 * <p>A tensor of {@code n} elements takes {@code n / blockElements() * blockBytes()} bytes; a plain number is a block
 * of one. Byte and bit positions of the quantised blocks are written in {@link BlockFormats}, those of plain numbers in
 * {@link PlainFormats}. The last group is known by size only: files that hold such tensors open and list them, and
 * reading one says what to do. Identity of the ggml types: the GGUF specification's {@code ggml_type} numbers.
 *
 * @see <a href="https://github.com/ggml-org/ggml/blob/master/docs/gguf.md">GGUF specification</a>
 */
public enum NumberFormat {
    F64(1, 8, 28),
    F32(1, 4, 0),
    F16(1, 2, 1),
    BF16(1, 2, 30),
    F8_E4M3(1, 1),
    F8_E5M2(1, 1),
    I64(1, 8, 27),
    I32(1, 4, 26),
    I16(1, 2, 25),
    I8(1, 1, 24),
    U64(1, 8),
    U32(1, 4),
    U16(1, 2),
    U8(1, 1),
    BOOL(1, 1),

    Q8_0(32, 34, 8),
    Q5_0(32, 22, 6),
    Q5_1(32, 24, 7),
    Q4_0(32, 18, 2),
    Q4_1(32, 20, 3),
    Q6_K(256, 210, 14),
    Q5_K(256, 176, 13),
    Q4_K(256, 144, 12),

    Q8_1(32, 40, 9),
    Q8_K(256, 292, 15),
    Q3_K(256, 110, 11),
    Q2_K(256, 84, 10),
    IQ4_XS(256, 136, 23),
    IQ4_NL(32, 18, 20),
    IQ3_S(256, 110, 21),
    IQ3_XXS(256, 98, 18),
    IQ2_S(256, 82, 22),
    IQ2_XS(256, 74, 17),
    IQ2_XXS(256, 66, 16),
    IQ1_M(256, 56, 29),
    IQ1_S(256, 50, 19),
    TQ2_0(256, 66, 35),
    TQ1_0(256, 54, 34),
    MXFP4(32, 17, 39),
    NVFP4(64, 36, 40),
    Q1_0(128, 18, 41);

    private static final int NOT_GGML = -1;
    private static final NumberFormat[] ALL = values();

    private final int blockElements;
    private final int blockBytes;
    private final int ggmlType;

    NumberFormat(int blockElements, int blockBytes) {
        this(blockElements, blockBytes, NOT_GGML);
    }

    NumberFormat(int blockElements, int blockBytes, int ggmlType) {
        this.blockElements = blockElements;
        this.blockBytes = blockBytes;
        this.ggmlType = ggmlType;
    }

    /** The format that the GGUF specification gives this number; empty when this build does not know the number. */
    static Optional<NumberFormat> ofGgmlType(int ggmlType) {
        for (NumberFormat format : ALL) {
            if (format.ggmlType == ggmlType && ggmlType != NOT_GGML) {
                return Optional.of(format);
            }
        }
        return Optional.empty();
    }

    /** The formats of GGUF files that {@link #decode} takes, for messages: "F64 (28), F32 (0), …". */
    static String ggmlTypesDecodable() {
        return Arrays.stream(values())
                .filter(f -> f.ggmlType >= 0 && f.isDecodable())
                .map(f -> f.name() + " (" + f.ggmlType + ")")
                .collect(Collectors.joining(", "));
    }

    /** Numbers that share one block; 1 for plain numbers. */
    public int blockElements() {
        return blockElements;
    }

    /** Bytes of one block. */
    public int blockBytes() {
        return blockBytes;
    }

    /** True for blocks of quantised numbers, false for plain numbers. */
    public boolean isBlocked() {
        return blockElements > 1;
    }

    /** False for the formats known by size only. */
    public boolean isDecodable() {
        return compareTo(Q4_K) <= 0;
    }

    /**
     * Bytes that this many numbers take.
     *
     * @param elements a multiple of {@link #blockElements()}, not negative
     * @throws IllegalArgumentException for part of a block, a negative count, or more bytes than a {@code long} counts
     */
    public long bytesFor(long elements) {
        if (elements < 0 || elements % blockElements != 0) {
            throw new IllegalArgumentException("%s: elements is %d, expected a multiple of %d, 0 or more"
                    .formatted(this, elements, blockElements));
        }
        long blocks = elements / blockElements;
        if (blocks > Long.MAX_VALUE / blockBytes) {
            throw new IllegalArgumentException("%s: elements is %d, too many to address".formatted(this, elements));
        }
        return blocks * blockBytes;
    }

    /**
     * Decodes whole blocks to float32. Exact for all formats up to 24 significant bits; F64, I64, U64, I32 and U32 are
     * rounded to nearest. Quantised numbers are computed in float32 in the order of ggml's reference, so they agree bit
     * for bit. Little-endian, any alignment. Any thread; one call works on a few kilobytes of scratch of its own.
     *
     * @param source       memory that holds the blocks
     * @param byteOffset   where the first block begins in {@code source}
     * @param target       receives the numbers
     * @param targetOffset index of the first number in {@code target}
     * @param elements     how many numbers, a multiple of {@link #blockElements()}
     * @throws IllegalArgumentException      when source or target are too small, or part of a block is asked for
     * @throws UnsupportedOperationException when {@link #isDecodable()} is false
     */
    public void decode(MemorySegment source, long byteOffset, float[] target, int targetOffset, int elements) {
        long bytes = bytesFor(elements);
        if (byteOffset < 0 || byteOffset > source.byteSize() - bytes) {
            throw new IllegalArgumentException("%s: byteOffset is %d, source has %d bytes, %d elements take %d"
                    .formatted(this, byteOffset, source.byteSize(), elements, bytes));
        }
        if (targetOffset < 0 || targetOffset > target.length - elements) {
            throw new IllegalArgumentException("%s: targetOffset is %d, target has room for %d, elements is %d"
                    .formatted(this, targetOffset, target.length, elements));
        }
        if (!isDecodable()) {
            throw new UnsupportedOperationException(this + " is known by size only and cannot be decoded");
        }
        if (isBlocked()) {
            BlockFormats.decode(this, source, byteOffset, target, targetOffset, elements);
        } else {
            PlainFormats.decode(this, source, byteOffset, target, targetOffset, elements);
        }
    }
}
