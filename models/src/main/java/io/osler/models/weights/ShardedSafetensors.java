package io.osler.models.weights;

import io.osler.models.ModelException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A model in several safetensors files of one directory, joined by {@code model.safetensors.index.json}. Owns the
 * mappings of all shards; closing it closes them.
 *
 * <p>The tensors are those that the index names, in the order of the shards' names; offsets count from the beginning of
 * the shard that holds the tensor. Tensors that a shard holds but the index does not name are left out.
 */
public final class ShardedSafetensors implements Weights {
    /** The file that says which shard holds which tensor. */
    public static final String INDEX = "model.safetensors.index.json";

    private final Path directory;
    private final List<SafetensorsFile> shards;
    private final List<TensorInfo> tensors;
    private final Map<String, SafetensorsFile> shardsByTensor;

    private ShardedSafetensors(Path directory, Map<String, SafetensorsFile> shardsByName, ShardIndex index) {
        this.directory = directory;
        this.shards = List.copyOf(shardsByName.values());
        this.shardsByTensor = new LinkedHashMap<>();
        index.shardsByTensor().forEach((tensor, shard) -> shardsByTensor.put(tensor, shardsByName.get(shard)));
        shardsByTensor.forEach(ShardedSafetensors::requireTensor);
        this.tensors = shards.stream()
                .flatMap(shard -> shard.tensors().stream().filter(tensor -> shardsByTensor.get(tensor.name()) == shard))
                .toList();
    }

    /**
     * Opens the index of a directory and all shards that it names.
     *
     * @throws io.osler.models.ModelException FILE_MISSING when the index or a shard is not there, FILE_CORRUPT when the
     *     index is not readable, names a shard outside the directory, or a tensor that its shard does not hold, and
     *     what {@link SafetensorsFile#open} throws
     */
    public static ShardedSafetensors open(Path directory) {
        ShardIndex index = ShardIndex.read(directory.resolve(INDEX));
        Map<String, SafetensorsFile> shardsByName = new TreeMap<>();
        try {
            for (String shard : index.shardsByTensor().values()) {
                if (!shardsByName.containsKey(shard)) {
                    shardsByName.put(shard, SafetensorsFile.open(directory.resolve(shard)));
                }
            }
            return new ShardedSafetensors(directory, shardsByName, index);
        } catch (RuntimeException | Error e) {
            shardsByName.values().forEach(SafetensorsFile::close);
            throw e;
        }
    }

    private static void requireTensor(String tensor, SafetensorsFile shard) {
        if (!shard.contains(tensor)) {
            throw new ModelException(
                    ModelException.Code.FILE_CORRUPT,
                    WeightErrors.place(shard.path(), tensor),
                    "%s says this file holds the tensor, it does not. Fetch all files of the model again"
                            .formatted(INDEX));
        }
    }

    @Override
    public List<TensorInfo> tensors() {
        return tensors;
    }

    @Override
    public Optional<TensorInfo> find(String name) {
        return Optional.ofNullable(shardsByTensor.get(name)).flatMap(shard -> shard.find(name));
    }

    @Override
    public MemorySegment bytes(TensorInfo tensor) {
        SafetensorsFile shard = shardsByTensor.get(tensor.name());
        if (shard == null) {
            throw new IllegalArgumentException(
                    "%s is not a tensor of %s; ask for it by name".formatted(tensor, WeightErrors.place(directory)));
        }
        return shard.bytes(tensor);
    }

    @Override
    public Path path() {
        return directory;
    }

    @Override
    public void close() {
        shards.forEach(SafetensorsFile::close);
    }

    @Override
    public String toString() {
        return "ShardedSafetensors[%s, %d shards, %d tensors]".formatted(directory, shards.size(), tensors.size());
    }
}
