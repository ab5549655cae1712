package io.osler.models.weights;

import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The tensors of one model, mapped into memory and decoded on demand. Owns the mapping: close it when all is read.
 *
 * <p>Safe for any number of threads until {@link #close}; afterwards every read throws {@link IllegalStateException},
 * also reads through segments handed out before. Bytes are read from disk when they are touched, so opening costs
 * milliseconds whatever the size; the file must not be cut shorter while it is open. Whatever is wrong with a file is a
 * {@link io.osler.models.ModelException}, at open where that can be seen, and a failed open holds nothing.
 */
public interface Weights extends AutoCloseable {
    /**
     * Opens what a model is published as: a {@code .gguf} file, a {@code .safetensors} file, or a directory that holds
     * one of them or {@code model.safetensors.index.json} with its shards.
     *
     * @throws io.osler.models.ModelException FILE_MISSING when nothing of the kind is there, FORMAT_UNSUPPORTED when it
     *     is not clear what to open or it is of another kind, and what the opened kind throws
     */
    static Weights open(Path fileOrDirectory) {
        return WeightsLocator.open(fileOrDirectory);
    }

    /**
     * All tensors: GGUF in the order of the file's list, safetensors in the order of their bytes, shard after shard.
     */
    List<TensorInfo> tensors();

    /** The tensor of this name, if the file has it. */
    Optional<TensorInfo> find(String name);

    /**
     * The raw bytes of a tensor, read-only, in the file's own order (little-endian).
     *
     * @param tensor one of {@link #tensors()}
     * @throws IllegalArgumentException when the tensor is not one of this file's
     */
    MemorySegment bytes(TensorInfo tensor);

    /** The file or directory that was opened. */
    Path path();

    /** Releases the mapping; a second call does nothing. */
    @Override
    void close();

    /** True when the file has a tensor of this name. */
    default boolean contains(String name) {
        return find(name).isPresent();
    }

    /**
     * The tensor of this name.
     *
     * @throws io.osler.models.ModelException ARCHITECTURE_UNSUPPORTED, with the nearest names, when there is none
     */
    default TensorInfo tensor(String name) {
        return find(name)
                .orElseThrow(() -> WeightErrors.noTensor(
                        path(), name, tensors().stream().map(TensorInfo::name).toList()));
    }

    /**
     * Decodes consecutive rows of a tensor, seen as {@code [rows()][columns()]}, to float32.
     *
     * @param tensor       one of {@link #tensors()}
     * @param rowBegin     first row
     * @param rows         how many rows
     * @param target       receives {@code rows * columns()} numbers, row after row
     * @param targetOffset index of the first number in {@code target}
     * @throws IllegalArgumentException       when the rows are not in the tensor or do not fit in the target
     * @throws io.osler.models.ModelException FORMAT_UNSUPPORTED when this build cannot decode the tensor's format
     */
    default void readRows(TensorInfo tensor, long rowBegin, int rows, float[] target, int targetOffset) {
        if (rows < 0 || rowBegin < 0 || rowBegin > tensor.rows() - rows) {
            throw new IllegalArgumentException("%s: rows %d to %d asked, the tensor has %d"
                    .formatted(tensor.name(), rowBegin, rowBegin + rows, tensor.rows()));
        }
        long elements = rows * tensor.columns();
        if (targetOffset < 0 || elements > target.length - targetOffset) {
            throw new IllegalArgumentException("%s: %d rows take %d numbers, target has room for %d from offset %d"
                    .formatted(tensor.name(), rows, elements, target.length - targetOffset, targetOffset));
        }
        decode(tensor, rowBegin * tensor.columns(), target, targetOffset, (int) elements);
    }

    /**
     * Decodes a whole tensor to a new array, in the order of the file.
     *
     * @throws IllegalArgumentException       when it has more numbers than an array holds
     * @throws io.osler.models.ModelException FORMAT_UNSUPPORTED when this build cannot decode the tensor's format
     */
    default float[] readAll(TensorInfo tensor) {
        long elements = tensor.elements();
        if (elements > Integer.MAX_VALUE - 8) {
            throw new IllegalArgumentException(
                    "%s: %d elements do not fit in one array; read it by rows".formatted(tensor.name(), elements));
        }
        float[] target = new float[(int) elements];
        decode(tensor, 0, target, 0, target.length);
        return target;
    }

    private void decode(TensorInfo tensor, long elementBegin, float[] target, int targetOffset, int elements) {
        MemorySegment bytes = bytes(tensor);
        if (!tensor.format().isDecodable()) {
            throw WeightErrors.undecodable(path(), tensor);
        }
        tensor.format().decode(bytes, tensor.format().bytesFor(elementBegin), target, targetOffset, elements);
    }
}
