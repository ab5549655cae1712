package io.osler.models.weights;

import java.nio.file.Path;
import java.util.Collections;
import java.util.Map;

/**
 * One safetensors file. Owns its mapping; close it when all is read.
 *
 * <p>The layout is written in {@link SafetensorsHeader}. Opening reads and checks the header: types, shapes and sizes
 * agree, and the tensors fill the file without overlaps or holes, as the format demands.
 */
public final class SafetensorsFile extends MappedWeights {
    private final Map<String, String> metadata;

    private SafetensorsFile(MappedFile file, SafetensorsHeader header) {
        super(file, header.tensors());
        this.metadata = Collections.unmodifiableMap(header.metadata());
    }

    /**
     * Opens a file.
     *
     * @throws io.osler.models.ModelException FILE_MISSING, FILE_TRUNCATED, FILE_CORRUPT, or FORMAT_UNSUPPORTED for a
     *     tensor of a dtype that this build does not read
     */
    public static SafetensorsFile open(Path path) {
        return open(MappedFile.open(path));
    }

    /** Takes the mapping over; closes it when it cannot be used. */
    static SafetensorsFile open(MappedFile file) {
        try {
            return new SafetensorsFile(file, SafetensorsHeader.read(file));
        } catch (RuntimeException | Error e) {
            file.close();
            throw e;
        }
    }

    /** What {@code __metadata__} of the header says, for example {@code format: pt}; empty when there is none. */
    public Map<String, String> metadata() {
        return metadata;
    }
}
