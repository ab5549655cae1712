package io.osler.models.weights;

import java.nio.file.Path;

/**
 * One GGUF file (version 2 or 3, little-endian): metadata and tensors. Owns its mapping; close it when all is read.
 *
 * <p>The layout is written in {@link GgufHeader}. Opening reads and checks the header (lengths, counts, types, names,
 * that tensors lie within the file and apart from each other) and none of the tensors' bytes.
 */
public final class GgufFile extends MappedWeights {
    private final int version;
    private final GgufMetadata metadata;

    private GgufFile(MappedFile file, GgufHeader header) {
        super(file, header.tensors());
        this.version = header.version();
        this.metadata = header.metadata();
    }

    /**
     * Opens a file.
     *
     * @throws io.osler.models.ModelException FILE_MISSING, FILE_TRUNCATED, FILE_CORRUPT, or FORMAT_UNSUPPORTED for
     *     another version, another byte order, one part of a split model, or a tensor of a format whose size is not
     *     known
     */
    public static GgufFile open(Path path) {
        return open(MappedFile.open(path));
    }

    /** Takes the mapping over; closes it when it cannot be used. */
    static GgufFile open(MappedFile file) {
        try {
            return new GgufFile(file, GgufHeader.read(file));
        } catch (RuntimeException | Error e) {
            file.close();
            throw e;
        }
    }

    /** Of the format: 2 or 3. */
    public int version() {
        return version;
    }

    /** What the file says about the model; stays readable after {@link #close}. */
    public GgufMetadata metadata() {
        return metadata;
    }
}
