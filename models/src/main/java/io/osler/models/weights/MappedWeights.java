package io.osler.models.weights;

import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/** Weights in one mapped file; the two formats differ only in how they are opened. Owns the mapping. */
abstract sealed class MappedWeights implements Weights permits GgufFile, SafetensorsFile {
    private final MappedFile file;
    private final List<TensorInfo> tensors;
    private final Map<String, TensorInfo> tensorsByName;
    private final AtomicBoolean closed = new AtomicBoolean();

    /**
     * @param tensors with distinct names and within the file, checked by the reader of the format
     * @throws io.osler.models.ModelException FILE_CORRUPT when two tensors share bytes
     */
    MappedWeights(MappedFile file, List<TensorInfo> tensors) {
        this.file = file;
        this.tensors = List.copyOf(tensors);
        this.tensorsByName = LinkedHashMap.newLinkedHashMap(tensors.size());
        tensors.forEach(tensor -> tensorsByName.put(tensor.name(), tensor));
        requireDisjoint();
    }

    private void requireDisjoint() {
        List<TensorInfo> byPlace = tensors.stream()
                .filter(tensor -> tensor.byteSize() > 0)
                .sorted(Comparator.comparingLong(TensorInfo::byteOffset))
                .toList();
        for (int i = 1; i < byPlace.size(); i++) {
            TensorInfo before = byPlace.get(i - 1);
            TensorInfo here = byPlace.get(i);
            if (here.byteOffset() < before.byteEnd()) {
                throw WeightErrors.corrupt(
                        WeightErrors.place(file.path(), here.name()),
                        "it begins at byte %d, inside tensor %s, which ends at byte %d"
                                .formatted(here.byteOffset(), WeightErrors.shown(before.name()), before.byteEnd()));
            }
        }
    }

    @Override
    public final List<TensorInfo> tensors() {
        return tensors;
    }

    @Override
    public final Optional<TensorInfo> find(String name) {
        return Optional.ofNullable(tensorsByName.get(name));
    }

    @Override
    public final MemorySegment bytes(TensorInfo tensor) {
        if (!tensor.equals(tensorsByName.get(tensor.name()))) {
            throw new IllegalArgumentException("%s is not a tensor of %s; ask this file for it by name"
                    .formatted(tensor, WeightErrors.place(file.path())));
        }
        if (closed.get()) {
            throw new IllegalStateException(WeightErrors.place(file.path()) + " is closed, no tensor can be read");
        }
        return file.bytes().asSlice(tensor.byteOffset(), tensor.byteSize());
    }

    @Override
    public final Path path() {
        return file.path();
    }

    @Override
    public final void close() {
        if (closed.compareAndSet(false, true)) {
            file.close();
        }
    }

    @Override
    public final String toString() {
        return "%s[%s, %d tensors]".formatted(getClass().getSimpleName(), file.path(), tensors.size());
    }
}
