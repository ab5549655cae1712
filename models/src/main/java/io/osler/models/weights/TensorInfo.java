package io.osler.models.weights;

import java.util.List;

/**
 * Name, shape and place of one tensor in a weight file.
 *
 * @param name       the name in the file
 * @param format     how its numbers lie
 * @param shape      sizes, outermost first as in PyTorch (GGUF files write them innermost first; they are reversed
 *                   here); empty for a single number
 * @param byteOffset first byte, counted from the beginning of the file that holds it
 * @param byteSize   bytes from there, equal to {@code format.bytesFor(elements())}
 */
public record TensorInfo(String name, NumberFormat format, List<Long> shape, long byteOffset, long byteSize) {
    public TensorInfo {
        shape = List.copyOf(shape);
        long expected = byteSize(format, shape);
        if (byteSize != expected) {
            throw new IllegalArgumentException(
                    "byteSize is %d, expected %d for %s %s".formatted(byteSize, expected, format, shape));
        }
        if (byteOffset < 0 || byteOffset > Long.MAX_VALUE - byteSize) {
            throw new IllegalArgumentException(
                    "byteOffset is %d and byteSize %d, expected 0 or more and a sum below 2^63"
                            .formatted(byteOffset, byteSize));
        }
    }

    /** The tensor of this shape at this place; the size follows from shape and format. */
    static TensorInfo of(String name, NumberFormat format, List<Long> shape, long byteOffset) {
        return new TensorInfo(name, format, shape, byteOffset, byteSize(format, shape));
    }

    /** How many numbers: the product of the shape, 1 for an empty shape. */
    public long elements() {
        return product(shape);
    }

    /** Numbers in one row: the innermost size, 1 for an empty shape. */
    public long columns() {
        return shape.isEmpty() ? 1 : shape.getLast();
    }

    /** Rows when the tensor is read as a matrix: the product of all sizes but the innermost; 1 for a vector. */
    public long rows() {
        return shape.size() < 2 ? 1 : product(shape.subList(0, shape.size() - 1));
    }

    /** First byte behind the tensor, counted as {@link #byteOffset()} is. */
    public long byteEnd() {
        return byteOffset + byteSize;
    }

    /** Every row is made of whole blocks. */
    private static long byteSize(NumberFormat format, List<Long> shape) {
        long elements = product(shape);
        long columns = shape.isEmpty() ? 1 : shape.getLast();
        if (columns % format.blockElements() != 0) {
            throw new IllegalArgumentException("rows have %d elements, expected a multiple of %d for %s"
                    .formatted(columns, format.blockElements(), format));
        }
        return format.bytesFor(elements);
    }

    private static long product(List<Long> shape) {
        long product = 1;
        for (long size : shape) {
            if (size < 0 || (size != 0 && product > Long.MAX_VALUE / size)) {
                throw new IllegalArgumentException(
                        "shape is %s, expected sizes of 0 or more and less than 2^63 elements".formatted(shape));
            }
            product *= size;
        }
        return product;
    }
}
