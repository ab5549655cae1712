package io.osler.engine.torch;

import ai.djl.Device;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.jni.IValue;
import io.osler.engine.ComputeDevice;
import io.osler.engine.EngineException;
import io.osler.engine.WeightForm;
import io.osler.engine.arch.EncoderArchitecture;
import io.osler.engine.embed.LayeredRunner;
import io.osler.models.WeightRows;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An encoder as a program of the engine. Texts of a call lie one after the other without padding, so each product serves
 * all their tokens, and only attention goes length by length.
 *
 * <p>Owns all native memory it took; {@link #close} gives it back.
 */
public final class TorchEncoder implements LayeredRunner {
    private final TorchModule module;
    private final EncoderArchitecture architecture;
    private final WeightForm form;
    private final int threadsOfCall;
    private final IValue weights;
    private final IValue scales;
    private final IValue distances;

    private TorchEncoder(
            TorchModule module,
            EncoderArchitecture architecture,
            WeightForm form,
            int threadsOfCall,
            PackedWeights packed) {
        this.module = module;
        this.architecture = architecture;
        this.form = form;
        this.threadsOfCall = threadsOfCall;
        weights = IValue.listFrom(packed.weights());
        scales = IValue.listFrom(packed.scales());
        long[] rows = architecture.distances();
        try (PtNDArray borrowed = (PtNDArray) module.manager().create(rows, new Shape(rows.length))) {
            distances = IValue.from(module.call("copy", IValue.from(borrowed)));
        }
    }

    /**
     * Loads libtorch where need be, compiles the program and moves the weights to the device.
     *
     * @param exact         whether vectors are to be compared with each other
     * @param threadsOfCall CPU threads of one call
     * @throws EngineException FORM_UNSUPPORTED, DEVICE_MISSING or LIBRARY_MISSING
     */
    public static TorchEncoder load(
            EncoderArchitecture architecture,
            WeightRows source,
            WeightForm wanted,
            boolean exact,
            ComputeDevice wantedDevice,
            int threadsOfCall) {
        TorchSetup.load();
        TorchSetup.prepareThread(threadsOfCall);
        Device device = TorchSetup.device(wantedDevice);
        WeightForm form = wanted == WeightForm.AUTO ? usual(device, exact) : wanted;
        requireRunnable(form, device);
        TorchModule module = TorchModule.load(program(architecture, form), device);
        try {
            int tableDtype = form == WeightForm.BF16 ? TorchModule.BFLOAT16 : TorchModule.FLOAT32;
            PackedWeights packed = PackedWeights.load(
                    module,
                    architecture.slots(),
                    source,
                    new PackedWeights.Layout(form, tableDtype, Int8Rounding.ofEncoder(form)));
            return new TorchEncoder(module, architecture, form, threadsOfCall, packed);
        } catch (RuntimeException | Error e) {
            module.close();
            throw e;
        }
    }

    private static TorchProgram program(EncoderArchitecture architecture, WeightForm form) {
        Map<String, Object> values = new HashMap<>(architecture.programValues());
        values.put("dtype", form == WeightForm.BF16 ? TorchModule.BFLOAT16 : TorchModule.FLOAT32);
        Int8Rounding int8 = Int8Rounding.ofEncoder(form);
        values.putAll(int8.programValues());
        List<String> parts = new ArrayList<>(List.of("memory", architecture.programPart()));
        if (form == WeightForm.INT8) {
            parts.addAll(List.of(int8.product().programPart(), "rounding-int8", "affine-int8"));
        } else {
            parts.add("affine-plain");
        }
        return TorchProgram.of(parts, values);
    }

    /** On a CPU int8 is 1.6 times as fast, but the nearest of 200 sentences is another one for one in ten. */
    private static WeightForm usual(Device device, boolean exact) {
        if (device.isGpu()) {
            return WeightForm.BF16;
        }
        return exact ? WeightForm.F32 : WeightForm.INT8;
    }

    private static void requireRunnable(WeightForm form, Device device) {
        if (form == WeightForm.INT4) {
            throw new EngineException(
                    EngineException.Code.FORM_UNSUPPORTED,
                    "weight form INT4",
                    "is for language models; encoders run in f32, bf16 or int8");
        }
        if (form == WeightForm.INT8 && device.isGpu()) {
            throw new EngineException(
                    EngineException.Code.FORM_UNSUPPORTED,
                    "weight form INT8",
                    "runs on the CPU only so far; use bf16 on a CUDA device");
        }
    }

    @Override
    public int dimension() {
        return architecture.config().shape().hidden();
    }

    @Override
    public int tokensMax() {
        return architecture.config().tokensMax();
    }

    @Override
    public boolean takesSeveralLengths() {
        return true;
    }

    @Override
    public WeightForm weightForm() {
        return form;
    }

    @Override
    public void prepareThread() {
        TorchSetup.prepareThread(threadsOfCall);
    }

    @Override
    public int layers() {
        return architecture.config().shape().layers();
    }

    @Override
    public String deviceName() {
        return module.device().getDeviceType();
    }

    @Override
    public float[][] encode(List<int[]> texts) {
        float[] flat = run("encode", texts, Optional.empty());
        float[][] vectors = new float[texts.size()][dimension()];
        for (int i = 0; i < vectors.length; i++) {
            System.arraycopy(flat, i * dimension(), vectors[i], 0, dimension());
        }
        return vectors;
    }

    @Override
    public float[][][] states(List<int[]> texts, int[] layers) {
        requireLayers(layers);
        float[] flat = run("states", texts, Optional.of(layers));
        int rows = rows(texts);
        float[][][] states = new float[texts.size()][][];
        int row = 0;
        for (int text = 0; text < states.length; text++) {
            states[text] = new float[texts.get(text).length][layers.length * dimension()];
            for (float[] token : states[text]) {
                for (int layer = 0; layer < layers.length; layer++) {
                    System.arraycopy(flat, (layer * rows + row) * dimension(), token, layer * dimension(), dimension());
                }
                row++;
            }
        }
        return states;
    }

    /** @param layers for a method that takes them */
    private float[] run(String method, List<int[]> texts, Optional<int[]> layers) {
        int rows = rows(texts);
        long[] tokens = new long[rows];
        long[] positions = new long[rows];
        int at = 0;
        for (int[] text : texts) {
            requireInside(text);
            for (int i = 0; i < text.length; i++) {
                tokens[at] = text[i];
                positions[at++] = architecture.config().firstPosition() + (long) i;
            }
        }
        try (PtNDManager call = module.newManager();
                IValue tokenValue = TorchModule.longs(call, tokens);
                IValue positionValue = TorchModule.longs(call, positions);
                IValue groups = IValue.listFrom(groups(texts));
                IValue asked = IValue.listFrom(
                        Arrays.stream(layers.orElse(new int[0])).asLongStream().toArray());
                IValue result = module.run(
                        method,
                        layers.isPresent()
                                ? new IValue[] {tokenValue, positionValue, groups, asked, distances, weights, scales}
                                : new IValue[] {tokenValue, positionValue, groups, distances, weights, scales})) {
            return result.toTensor(call).toFloatArray();
        } catch (EngineException e) {
            throw e;
        } catch (RuntimeException e) { // DJL's own, with libtorch's account of it
            throw new EngineException(
                    EngineException.Code.FAILED,
                    "encoding of %d texts, %d tokens".formatted(texts.size(), rows),
                    "failed inside libtorch (%s)"
                            .formatted(String.valueOf(e.getMessage())
                                    .lines()
                                    .findFirst()
                                    .orElse("no message")),
                    e);
        }
    }

    private static int rows(List<int[]> texts) {
        return texts.stream().mapToInt(text -> text.length).sum();
    }

    private void requireLayers(int[] layers) {
        for (int i = 0; i < layers.length; i++) {
            if (layers[i] <= (i == 0 ? 0 : layers[i - 1]) || layers[i] > layers()) {
                throw new IllegalArgumentException("layers are %s, expected rising numbers of 1 to %d"
                        .formatted(Arrays.toString(layers), layers()));
            }
        }
        if (layers.length == 0) {
            throw new IllegalArgumentException("layers are none, expected at least one");
        }
    }

    /** How many texts of which length follow. */
    private static long[] groups(List<int[]> texts) {
        List<Long> groups = new ArrayList<>();
        for (int begin = 0, end; begin < texts.size(); begin = end) {
            int length = texts.get(begin).length;
            end = begin + 1;
            while (end < texts.size() && texts.get(end).length == length) {
                end++;
            }
            groups.add((long) end - begin);
            groups.add((long) length);
        }
        return groups.stream().mapToLong(Long::longValue).toArray();
    }

    /** An index out of range is a crash or garbage inside libtorch, so nothing wrong may get there. */
    private void requireInside(int[] text) {
        if (text.length < 1 || text.length > tokensMax()) {
            throw new IllegalArgumentException(
                    "a text has %d tokens, expected 1 to %d".formatted(text.length, tokensMax()));
        }
        int vocabulary = architecture.config().shape().vocabulary();
        for (int token : text) {
            if (token < 0 || token >= vocabulary) {
                throw new EngineException(
                        EngineException.Code.FAILED,
                        "token id " + token,
                        "the model has %d: its tokenizer is another model's; pull the model again"
                                .formatted(vocabulary));
            }
        }
    }

    @Override
    public void close() {
        distances.close();
        scales.close();
        weights.close();
        module.close();
    }
}
