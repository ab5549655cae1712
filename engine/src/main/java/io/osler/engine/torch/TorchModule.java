package io.osler.engine.torch;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.IValue;
import ai.djl.pytorch.jni.JniUtils;
import io.osler.engine.EngineException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A program compiled for a device, and the tensors made for it. Its texts have the methods {@code own}, {@code blank} and
 * {@code fill}. Methods may run on several threads at once; tensors are made and filled by one.
 *
 * <p>Owns all native memory it took; {@link #close} gives it back.
 */
final class TorchModule implements AutoCloseable {
    /** libtorch's codes of number formats. DJL's names must not be used: its bfloat16 ends the process. */
    static final int FLOAT32 = 6;

    static final int FLOAT16 = 5;
    static final int BFLOAT16 = 15;
    static final int INT8 = 1;
    static final int INT32 = 3;

    private final PtNDManager manager;
    private final PtSymbolBlock module;
    private final Device device;

    private TorchModule(PtNDManager manager, PtSymbolBlock module) {
        this.manager = manager;
        this.module = module;
        this.device = manager.getDevice();
    }

    static TorchModule load(TorchProgram program, Device device) {
        PtNDManager manager = (PtNDManager) NDManager.newBaseManager(device, "PyTorch");
        try {
            return new TorchModule(manager, compiled(manager, program));
        } catch (RuntimeException | Error e) {
            manager.close();
            throw e;
        }
    }

    private static PtSymbolBlock compiled(PtNDManager manager, TorchProgram program) {
        try {
            Path file = Files.createTempFile("osler-program", ".pt");
            try {
                TorchArchive.write(program, file);
                return JniUtils.loadModule(manager, file, false, new String[0], new String[0], false);
            } finally {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new EngineException(
                    EngineException.Code.FAILED,
                    "directory for temporary files",
                    "cannot hold a program of a few kilobytes (%s); set java.io.tmpdir".formatted(e.getMessage()),
                    e);
        }
    }

    PtNDManager manager() {
        return manager;
    }

    /** A manager for the tensors of one call. */
    PtNDManager newManager() {
        return manager.newSubManager(device);
    }

    Device device() {
        return device;
    }

    /** Runs a method; the result is the caller's to close. */
    IValue run(String method, IValue... arguments) {
        return TorchSetup.run(module, method, arguments);
    }

    /** A vector in memory of its own, float32 or in the format of what flows. */
    PtNDArray own(float[] values, boolean float32) {
        return own(values, float32, values.length);
    }

    PtNDArray own(float[] values, boolean float32, long... shape) {
        try (PtNDArray borrowed = tensor(values, shape);
                IValue value = IValue.from(borrowed);
                IValue kind = IValue.from(float32)) {
            return call("own", value, kind);
        }
    }

    /**
     * A float32 tensor whose numbers lie in a Java buffer as long as it is open: for the moment of a call. What must
     * outlive it is copied, for a conversion to the format it has already would be the same memory.
     */
    PtNDArray tensor(float[] values, long... shape) {
        ByteBuffer bytes = ByteBuffer.allocateDirect(Math.multiplyExact(values.length, Float.BYTES))
                .order(ByteOrder.nativeOrder());
        bytes.asFloatBuffer().put(values);
        return manager.create(bytes, new Shape(shape), DataType.FLOAT32);
    }

    /** An uninitialised matrix of one of the number formats above. */
    PtNDArray blank(int rows, int columns, int dtype) {
        try (PtNDManager scratch = newManager();
                IValue near = longs(scratch, new long[0]);
                IValue rowValue = IValue.from((long) rows);
                IValue columnValue = IValue.from((long) columns);
                IValue dtypeValue = IValue.from((long) dtype)) {
            return call("blank", rowValue, columnValue, dtypeValue, near);
        }
    }

    /** Writes rows from a direct buffer into a matrix from row {@code at} on, converting to its format. */
    void fill(PtNDArray matrix, int at, ByteBuffer rows, DataType type, int count, int columns) {
        ByteBuffer part = rows.duplicate().order(ByteOrder.nativeOrder()).limit(count * columns * type.getNumOfBytes());
        try (PtNDArray borrowed = manager.create(part, new Shape(count, columns), type)) {
            fill(matrix, at, borrowed);
        }
    }

    /** Writes rows into a matrix from row {@code at} on, converting to its format. */
    void fill(PtNDArray matrix, int at, PtNDArray part) {
        try (IValue matrixValue = IValue.from(matrix);
                IValue atValue = IValue.from((long) at);
                IValue partValue = IValue.from(part);
                IValue done = run("fill", matrixValue, atValue, partValue)) {
            assert done.isLong();
        }
    }

    /** Calls a method that returns one tensor; the tensor belongs to this module's manager. */
    PtNDArray call(String method, IValue... arguments) {
        try (IValue result = run(method, arguments)) {
            return result.toTensor(manager);
        }
    }

    /** Calls a method that returns a list of tensors. */
    PtNDArray[] callForList(String method, IValue... arguments) {
        try (IValue result = run(method, arguments)) {
            return result.toTensorArray(manager);
        }
    }

    /** Whole numbers on the device. */
    static IValue longs(PtNDManager owner, long[] values) {
        return IValue.from((PtNDArray) owner.create(values, new Shape(values.length)));
    }

    @Override
    public void close() {
        module.close();
        manager.close();
    }
}
