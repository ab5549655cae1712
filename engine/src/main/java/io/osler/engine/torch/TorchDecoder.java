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
import io.osler.engine.EngineOptions;
import io.osler.engine.WeightForm;
import io.osler.engine.arch.Architecture;
import io.osler.models.DecoderWeights;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A decoder on the device: its program, its weights and one key/value cache.
 *
 * <p>Everything happens on one thread, the one that called {@link #load}; nothing here is safe for others. Owns all
 * native memory it took; {@link #close} gives it back.
 */
public final class TorchDecoder implements AutoCloseable {
    /** libtorch's codes of number formats. DJL's names must not be used: its bfloat16 ends the process. */
    static final int FLOAT32 = 6;

    static final int BFLOAT16 = 15;
    static final int INT8 = 1;
    static final int INT32 = 3;

    private final PtNDManager manager;
    private final PtSymbolBlock module;
    private final Device device;
    private final WeightForm form;
    private final int positionsMax;
    private IValue weights;
    private IValue scales;
    private IValue rope;
    private IValue cache;

    private TorchDecoder(PtNDManager manager, PtSymbolBlock module, WeightForm form, int positionsMax) {
        this.form = form;
        this.manager = manager;
        this.module = module;
        this.device = manager.getDevice();
        this.positionsMax = positionsMax;
    }

    /**
     * Loads libtorch where need be, compiles the program and moves the weights to the device.
     *
     * @param positionsMax size of the cache in tokens
     */
    public static TorchDecoder load(
            Architecture architecture, DecoderWeights weights, EngineOptions options, int positionsMax) {
        TorchSetup.load();
        TorchSetup.prepareThread(options.threads());
        Device device = TorchSetup.device(options.device());
        WeightForm form = options.weightForm()
                .resolve(device.isGpu(), architecture.shape().parameters());
        requireRunnable(architecture, form, device);
        PtNDManager manager = (PtNDManager) NDManager.newBaseManager(device, "PyTorch");
        try {
            PtSymbolBlock module = module(manager, program(architecture, form));
            TorchDecoder decoder = new TorchDecoder(manager, module, form, positionsMax);
            PackedWeights packed = PackedWeights.load(decoder, architecture.slots(), weights, form);
            decoder.weights = IValue.listFrom(packed.weights());
            decoder.scales = IValue.listFrom(packed.scales());
            decoder.rope = IValue.listFrom(RopeTables.of(architecture, positionsMax).stream()
                    .map(table -> decoder.own(table, true, positionsMax, table.length / positionsMax))
                    .toArray(PtNDArray[]::new));
            decoder.cache = decoder.newCache();
            return decoder;
        } catch (RuntimeException | Error e) {
            manager.close();
            throw e;
        }
    }

    private static TorchProgram program(Architecture architecture, WeightForm form) {
        Map<String, Object> values = new HashMap<>(architecture.programValues());
        boolean flowsFloat32 = form == WeightForm.F32 || form == WeightForm.INT8;
        values.put("dtype", flowsFloat32 ? FLOAT32 : BFLOAT16);
        values.put("tableDtype", form == WeightForm.F32 ? FLOAT32 : BFLOAT16);
        values.put("groupInts", Quantizer.GROUP_INTS);
        String linear = switch (form) {
            case F32, BF16 -> "linear-plain";
            case AUTO -> throw new IllegalStateException("AUTO was not resolved");
            case INT8 -> "linear-int8";
            case INT4 -> "linear-int4";
        };
        return TorchProgram.of(List.of("blocks", linear, architecture.programPart()), values);
    }

    private static void requireRunnable(Architecture architecture, WeightForm form, Device device) {
        if ((form == WeightForm.INT4 || form == WeightForm.INT8) && device.isGpu()) {
            throw new EngineException(
                    EngineException.Code.FORM_UNSUPPORTED,
                    "weight form " + form,
                    "runs on the CPU only so far; use bf16 on a CUDA device");
        }
        int hidden = architecture.shape().hidden();
        if (form == WeightForm.INT4 && hidden % Quantizer.GROUP_INTS != 0) {
            throw new EngineException(
                    EngineException.Code.FORM_UNSUPPORTED,
                    "weight form INT4",
                    "the model's width is %d, expected a multiple of %d; use int8"
                            .formatted(hidden, Quantizer.GROUP_INTS));
        }
    }

    private static PtSymbolBlock module(PtNDManager manager, TorchProgram program) {
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

    /**
     * Runs tokens through all layers, after what the cache already holds, and keeps their keys and values.
     *
     * @param tokens ids of the step, at least one
     * @param start  tokens before them; what the cache held from there on is overwritten
     * @param rows   indexes into {@code tokens} whose logits are wanted; none is fine
     * @param ids    the token ids wanted; none means the whole vocabulary
     */
    public Logits step(int[] tokens, int start, int[] rows, int[] ids) {
        if (start < 0 || start + tokens.length > positionsMax) {
            throw new IllegalArgumentException("step covers positions %d to %d, the cache has %d"
                    .formatted(start, start + tokens.length, positionsMax));
        }
        try (PtNDManager step = manager.newSubManager(device);
                IValue tokenValue = longs(step, tokens);
                IValue startValue = IValue.from((long) start);
                IValue rowValue = longs(step, rows);
                IValue idValue = longs(step, ids);
                IValue result = TorchSetup.run(
                        module, "step", tokenValue, startValue, rowValue, idValue, weights, scales, rope, cache)) {
            PtNDArray logits = result.toTensor(step);
            int width = Math.toIntExact(logits.getShape().get(1));
            return new Logits(logits.toFloatArray(), rows.length, width);
        }
    }

    /** The form the weights are in; never {@code AUTO}. */
    public WeightForm form() {
        return form;
    }

    public int positionsMax() {
        return positionsMax;
    }

    /** Name of the device, for people. */
    public String deviceName() {
        return device.getDeviceType();
    }

    @Override
    public void close() {
        for (IValue value : new IValue[] {cache, rope, scales, weights}) {
            if (value != null) {
                value.close();
            }
        }
        module.close();
        manager.close();
    }

    PtNDManager manager() {
        return manager;
    }

    /** A vector in memory of its own, float32 or in the format of what flows. */
    PtNDArray own(float[] values, boolean float32) {
        return own(values, float32, values.length);
    }

    private PtNDArray own(float[] values, boolean float32, long... shape) {
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
        try (PtNDManager scratch = manager.newSubManager(device);
                IValue near = longs(scratch, new int[0]);
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
                IValue done = TorchSetup.run(module, "fill", matrixValue, atValue, partValue)) {
            assert done.isLong();
        }
    }

    /** Calls a method that returns one tensor; the tensor belongs to this decoder's manager. */
    PtNDArray call(String method, IValue... arguments) {
        try (IValue result = TorchSetup.run(module, method, arguments)) {
            return result.toTensor(manager);
        }
    }

    /** Calls a method that returns a list of tensors. */
    PtNDArray[] callForList(String method, IValue... arguments) {
        try (IValue result = TorchSetup.run(module, method, arguments)) {
            return result.toTensorArray(manager);
        }
    }

    private IValue newCache() {
        try (PtNDManager scratch = manager.newSubManager(device);
                IValue near = longs(scratch, new int[0]);
                IValue positions = IValue.from((long) positionsMax)) {
            return IValue.from(call("cache", positions, near));
        }
    }

    private static IValue longs(PtNDManager owner, int[] values) {
        long[] wide = new long[values.length];
        for (int i = 0; i < values.length; i++) {
            wide[i] = values[i];
        }
        return IValue.from((PtNDArray) owner.create(wide, new Shape(wide.length)));
    }
}
