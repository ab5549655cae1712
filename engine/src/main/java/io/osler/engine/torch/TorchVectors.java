package io.osler.engine.torch;

import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.jni.IValue;
import io.osler.engine.ComputeDevice;
import io.osler.engine.DeviceVectors;
import io.osler.engine.EngineException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;

/**
 * The tensors of {@link DeviceVectors}: all rows in one matrix on the device, scored block by block, so that what a search
 * needs beside them is bounded. One thread at a time, prepared by {@link #prepareThread}.
 */
public final class TorchVectors implements AutoCloseable {
    /** Rows are handed over in parts of this many bytes. */
    private static final int HANDED_OVER_BYTES = 1 << 24;

    private final TorchModule module;
    private final PtNDArray rows;
    private final int count;
    private final int dimension;
    private final int blockRows;

    private TorchVectors(TorchModule module, PtNDArray rows, int count, int dimension, int blockRows) {
        this.module = module;
        this.rows = rows;
        this.count = count;
        this.dimension = dimension;
        this.blockRows = blockRows;
    }

    /**
     * Loads libtorch where need be and moves the rows to the device.
     *
     * @param row       one by one, from the first to the last
     * @param numbers   how the device holds them
     * @param blockRows of one step of a search
     * @throws EngineException LIBRARY_MISSING, DEVICE_MISSING, or MEMORY_SHORT when the rows do not fit
     */
    public static TorchVectors load(
            int count,
            int dimension,
            IntFunction<float[]> row,
            DeviceVectors.Numbers numbers,
            ComputeDevice device,
            int blockRows) {
        TorchSetup.load();
        prepareThread();
        TorchProgram program =
                TorchProgram.of(List.of("memory", "vectors"), Map.of("dtype", (Object) TorchModule.FLOAT32));
        TorchModule module = TorchModule.load(program, TorchSetup.device(device));
        try {
            PtNDArray rows = module.blank(count, dimension, dtype(numbers));
            TorchVectors vectors = new TorchVectors(module, rows, count, dimension, blockRows);
            vectors.fill(row);
            return vectors;
        } catch (RuntimeException e) {
            module.close();
            throw failure(e, EngineException.Code.MEMORY_SHORT, "%,d rows of %d numbers".formatted(count, dimension));
        } catch (Error e) {
            module.close();
            throw e;
        }
    }

    private static int dtype(DeviceVectors.Numbers numbers) {
        return switch (numbers) {
            case F32 -> TorchModule.FLOAT32;
            case F16 -> TorchModule.FLOAT16;
        };
    }

    private void fill(IntFunction<float[]> row) {
        int together = Math.min(count, Math.max(1, HANDED_OVER_BYTES / (dimension * Float.BYTES)));
        ByteBuffer bytes =
                ByteBuffer.allocateDirect(together * dimension * Float.BYTES).order(ByteOrder.nativeOrder());
        for (int from = 0; from < count; from += together) {
            int some = Math.min(together, count - from);
            for (int i = 0; i < some; i++) {
                bytes.asFloatBuffer().put(i * dimension, row.apply(from + i), 0, dimension);
            }
            module.fill(rows, from, bytes, DataType.FLOAT32, some, dimension);
        }
    }

    /** To be called on the thread that searches: on a CPU one thread computes, so as to take none from an engine. */
    public static void prepareThread() {
        TorchSetup.prepareThread(1);
    }

    /** Takes what scores best in a block of rows, one array of scores and one of rows for each query. */
    @FunctionalInterface
    public interface Block {
        void accept(float[][] scores, int[][] rows);
    }

    /**
     * Scores all rows.
     *
     * @param most  rows of each block to be told, or all of a smaller one
     * @param taker called for each block
     */
    public void search(List<float[]> queries, int most, Block taker) {
        float[] flat = new float[queries.size() * dimension];
        for (int q = 0; q < queries.size(); q++) {
            System.arraycopy(queries.get(q), 0, flat, q * dimension, dimension);
        }
        try (PtNDManager call = module.newManager();
                IValue rowValue = IValue.from(rows);
                IValue queryValue = IValue.from((PtNDArray) call.create(flat, new Shape(queries.size(), dimension)))) {
            for (int from = 0; from < count; from += blockRows) {
                block(rowValue, queryValue, queries.size(), from, most, taker);
            }
        } catch (RuntimeException e) {
            throw failure(e, EngineException.Code.FAILED, "a search for %d vectors".formatted(queries.size()));
        }
    }

    private void block(IValue rowValue, IValue queries, int queryCount, int from, int most, Block taker) {
        int to = Math.min(count, from + blockRows);
        int told = Math.min(most, to - from);
        try (PtNDManager call = module.newManager();
                IValue begin = IValue.from((long) from);
                IValue end = IValue.from((long) to);
                IValue limit = IValue.from((long) told);
                IValue result = module.run("best", rowValue, queries, begin, end, limit)) {
            PtNDArray[] best = result.toTensorArray(call);
            float[] flatScores = best[0].toFloatArray();
            long[] flatPlaces = best[1].toLongArray();
            float[][] scores = new float[queryCount][told];
            int[][] places = new int[queryCount][told];
            for (int q = 0; q < queryCount; q++) {
                System.arraycopy(flatScores, q * told, scores[q], 0, told);
                for (int i = 0; i < told; i++) {
                    places[q][i] = from + (int) flatPlaces[q * told + i];
                }
            }
            taker.accept(scores, places);
        }
    }

    /** DJL's own failures tell libtorch's account of it in their first line; others are whoever's rows these are. */
    private static RuntimeException failure(RuntimeException e, EngineException.Code code, String place) {
        if (!(e instanceof ai.djl.engine.EngineException)) {
            return e;
        }
        String told = String.valueOf(e.getMessage()).lines().findFirst().orElse("no message");
        return new EngineException(
                code, place, "failed inside libtorch (%s); search on the CPU instead".formatted(told), e);
    }

    @Override
    public void close() {
        module.close();
    }
}
