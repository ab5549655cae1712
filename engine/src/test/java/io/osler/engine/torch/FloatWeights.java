package io.osler.engine.torch;

import io.osler.models.weights.NumberFormat;
import io.osler.models.weights.TensorInfo;
import io.osler.models.weights.Weights;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** One float32 matrix in memory, for tests. */
record FloatWeights(String name, int rows, int columns, float[] values) implements Weights {
    @Override
    public List<TensorInfo> tensors() {
        return List.of(new TensorInfo(
                name, NumberFormat.F32, List.of((long) rows, (long) columns), 0, (long) values.length * Float.BYTES));
    }

    @Override
    public Optional<TensorInfo> find(String wanted) {
        return wanted.equals(name) ? Optional.of(tensors().getFirst()) : Optional.empty();
    }

    @Override
    public MemorySegment bytes(TensorInfo tensor) {
        ByteBuffer bytes = ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(values);
        MemorySegment direct = Arena.ofAuto().allocate(bytes.capacity(), ValueLayout.JAVA_LONG.byteSize());
        return direct.copyFrom(MemorySegment.ofBuffer(bytes));
    }

    @Override
    public Path path() {
        return Path.of("in-memory");
    }

    @Override
    public void close() {}
}
