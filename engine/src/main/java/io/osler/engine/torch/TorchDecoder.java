package io.osler.engine.torch;

import ai.djl.Device;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.jni.IValue;
import io.osler.engine.EngineException;
import io.osler.engine.EngineOptions;
import io.osler.engine.WeightForm;
import io.osler.engine.arch.Architecture;
import io.osler.engine.plan.Logits;
import io.osler.engine.plan.Slice;
import io.osler.engine.plan.StepInput;
import io.osler.engine.plan.StepOutput;
import io.osler.models.DecoderWeights;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A decoder on the device: its program, its weights and the pool of keys and values.
 *
 * <p>Everything happens on one thread, the one that called {@link #load}; nothing here is safe for others. Owns all
 * native memory it took; {@link #close} gives it back.
 */
public final class TorchDecoder implements AutoCloseable {
    private final TorchModule module;
    private final WeightForm form;
    private final Architecture architecture;
    private final int positionsMax;
    private final int slots;
    private final ThreadTeam threads;
    private IValue weights;
    private IValue scales;
    private IValue rope;
    private IValue pool;

    private TorchDecoder(
            TorchModule module,
            Architecture architecture,
            WeightForm form,
            int positionsMax,
            int slots,
            ThreadTeam threads) {
        this.threads = threads;
        this.architecture = architecture;
        this.slots = slots;
        this.form = form;
        this.module = module;
        this.positionsMax = positionsMax;
    }

    /**
     * Loads libtorch where need be, compiles the program and moves the weights to the device.
     *
     * @param positionsMax most positions of a sequence
     * @param slots        size of the pool: how many tokens' keys and values it holds
     */
    public static TorchDecoder load(
            Architecture architecture, DecoderWeights weights, EngineOptions options, int positionsMax, int slots) {
        TorchSetup.load();
        boolean cuda = TorchSetup.device(options.device()).isGpu();
        Int8Rounding int8 = Int8Rounding.ofDecoder(
                options.weightForm().resolve(cuda), architecture.shape().parameters());
        return load(architecture, weights, options, positionsMax, slots, int8);
    }

    static TorchDecoder load(
            Architecture architecture,
            DecoderWeights weights,
            EngineOptions options,
            int positionsMax,
            int slots,
            Int8Rounding int8) {
        ThreadTeam threads = ThreadTeam.of(options.threads());
        Device device = TorchSetup.device(options.device());
        WeightForm form = options.weightForm().resolve(device.isGpu());
        requireRunnable(architecture, form, device);
        TorchModule module = TorchModule.load(program(architecture, form, int8, device.isGpu()), device);
        try {
            TorchDecoder decoder = new TorchDecoder(module, architecture, form, positionsMax, slots, threads);
            PackedWeights packed = PackedWeights.load(
                    module, architecture.slots(), weights, PackedWeights.Layout.ofDecoder(form, int8));
            decoder.weights = IValue.listFrom(packed.weights());
            decoder.scales = IValue.listFrom(packed.scales());
            decoder.rope = IValue.listFrom(RopeTables.of(architecture, positionsMax).stream()
                    .map(table -> module.own(table, true, positionsMax, table.length / positionsMax))
                    .toArray(PtNDArray[]::new));
            decoder.pool = decoder.newPool();
            return decoder;
        } catch (RuntimeException | Error e) {
            module.close();
            throw e;
        }
    }

    private static TorchProgram program(Architecture architecture, WeightForm form, Int8Rounding int8, boolean cuda) {
        Map<String, Object> values = new HashMap<>(architecture.programValues());
        boolean flowsFloat32 = form == WeightForm.F32 || form == WeightForm.INT8;
        values.put("dtype", flowsFloat32 ? TorchModule.FLOAT32 : TorchModule.BFLOAT16);
        values.put("tableDtype", form == WeightForm.F32 ? TorchModule.FLOAT32 : TorchModule.BFLOAT16);
        values.put("poolDtype", cuda ? TorchModule.BFLOAT16 : TorchModule.FLOAT32);
        values.put("groupInts", Quantizer.GROUP_INTS);
        values.putAll(int8.programValues());
        values.putAll(StepCall.PLACES);
        List<String> parts = new ArrayList<>(
                List.of("memory", "blocks", cuda ? "flash-cuda" : "flash-cpu", architecture.programPart()));
        switch (form) {
            case F32, BF16 -> parts.add("linear-plain");
            case AUTO -> throw new IllegalStateException("AUTO was not resolved");
            case INT8 -> parts.addAll(List.of(int8.product().programPart(), "rounding-int8", "linear-int8"));
            case INT4 -> parts.add("linear-int4");
        }
        return TorchProgram.of(parts, values);
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

    /**
     * Runs a step and keeps the keys and values of its rows in their slots.
     *
     * @throws EngineException FAILED when libtorch refuses, for want of memory for instance; the pool's other slots are
     *                         as they were
     */
    public StepOutput step(StepInput input) {
        requireInside(input);
        threads.adapt();
        StepCall call = StepCall.of(input, architecture.window().tokens());
        try (PtNDManager step = module.newManager();
                IValue flat = TorchModule.longs(step, call.flat());
                IValue sizes = IValue.listFrom(call.sizes());
                IValue calls = IValue.listFrom(call.calls());
                IValue windowCalls = IValue.listFrom(call.windowCalls());
                IValue layers = IValue.from((long) input.layers());
                IValue asked = IValue.listFrom(
                        Arrays.stream(input.hiddenLayers()).asLongStream().toArray());
                IValue result = module.run(
                        "step", flat, sizes, calls, windowCalls, layers, asked, weights, scales, rope, pool)) {
            PtNDArray[] answers = result.toTensorArray(step);
            return new StepOutput(
                    logits(answers[0], input.askedRows().length),
                    logits(answers[1], input.wholeRows().length),
                    answers[2].toFloatArray(),
                    architecture.shape().hidden());
        } catch (EngineException e) {
            throw e;
        } catch (RuntimeException e) { // DJL's own, with libtorch's account of it
            throw new EngineException(
                    EngineException.Code.FAILED,
                    "step of %d rows".formatted(input.rows()),
                    "failed inside libtorch (%s)".formatted(firstLine(e)),
                    e);
        }
    }

    /** Keys and values of a layer's consecutive slots: float32 {@code [count][2][kvHeads][headSize]}, flat. */
    public float[] kept(int layer, int begin, int count) {
        requireRange("slot", begin, begin + count, slots);
        try (IValue layerValue = IValue.from((long) layer);
                IValue beginValue = IValue.from((long) begin);
                IValue countValue = IValue.from((long) count);
                PtNDArray rows = module.call("kept", pool, layerValue, beginValue, countValue)) {
            return rows.toFloatArray();
        }
    }

    /** Puts what {@link #kept} gave, float32 in native order in a direct buffer, into other slots. */
    public void restore(int layer, int begin, ByteBuffer rows) {
        int width = 2 * architecture.shape().kvHeads() * architecture.shape().headSize();
        int count = rows.remaining() / (width * Float.BYTES);
        requireRange("slot", begin, begin + count, slots);
        try (PtNDArray borrowed = module.manager()
                        .create(
                                rows,
                                new Shape(
                                        count,
                                        2,
                                        architecture.shape().kvHeads(),
                                        architecture.shape().headSize()),
                                DataType.FLOAT32);
                IValue layerValue = IValue.from((long) layer);
                IValue beginValue = IValue.from((long) begin);
                IValue rowsValue = IValue.from(borrowed);
                IValue done = module.run("restore", pool, layerValue, beginValue, rowsValue)) {
            assert done.isLong();
        }
    }

    private static Logits logits(PtNDArray values, int rows) {
        return new Logits(
                values.toFloatArray(),
                rows,
                rows == 0 ? 0 : Math.toIntExact(values.getShape().get(1)));
    }

    private static String firstLine(RuntimeException e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("no message");
    }

    /** An index out of range is a crash or garbage inside libtorch, so nothing wrong may get there. */
    private void requireInside(StepInput input) {
        int rows = input.rows();
        int vocabulary = architecture.shape().vocabulary();
        for (Slice slice : input.slices()) {
            requireRange("position", slice.position(), slice.position() + slice.tokens().length, positionsMax);
            requireRange("slot", slice.slot(), slice.slot() + slice.tokens().length, slots);
            slice.past().forEach(span -> requireRange("slot", span.begin(), span.end(), slots));
            for (int token : slice.tokens()) {
                requireRange("token id", token, token + 1, vocabulary);
            }
        }
        requireAll("token id", input.ids(), vocabulary);
        requireAll("row", input.askedRows(), rows);
        requireAll("row", input.wholeRows(), rows);
        requireAll("row", input.hiddenRows(), rows);
        requireAll("layer", input.hiddenLayers(), input.layers() + 1);
        requireRange(
                "layers",
                input.layers(),
                input.layers() + 1,
                architecture.shape().layers() + 1);
    }

    private static void requireAll(String what, int[] values, int size) {
        for (int value : values) {
            requireRange(what, value, value + 1, size);
        }
    }

    private static void requireRange(String what, int begin, int end, int size) {
        if (begin < 0 || end > size) {
            throw new IllegalArgumentException(
                    "%s %d to %d, expected within 0 to %d".formatted(what, begin, end - 1, size - 1));
        }
    }

    /** The form the weights are in; never {@code AUTO}. */
    public WeightForm form() {
        return form;
    }

    public int positionsMax() {
        return positionsMax;
    }

    /** Tokens whose keys and values the pool holds. */
    public int slots() {
        return slots;
    }

    public Architecture architecture() {
        return architecture;
    }

    public boolean isGpu() {
        return module.device().isGpu();
    }

    /** Name of the device, for people. */
    public String deviceName() {
        return module.device().getDeviceType();
    }

    @Override
    public void close() {
        for (IValue value : new IValue[] {pool, rope, scales, weights}) {
            if (value != null) {
                value.close();
            }
        }
        module.close();
    }

    /** What runs the program and holds its tensors. */
    TorchModule module() {
        return module;
    }

    private IValue newPool() {
        try (PtNDManager scratch = module.newManager();
                IValue near = TorchModule.longs(scratch, new long[0]);
                IValue count = IValue.from((long) slots)) {
            return IValue.listFrom(module.callForList("pool", count, near));
        }
    }
}
