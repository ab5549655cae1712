package io.osler.engine.torch;

import ai.djl.Device;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.IValue;
import io.osler.engine.WeightForm;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Which program text multiplies by int8 matrices. */
enum Int8Product {
    /** {@code torch._int_mm} on the matrix as it is: on every CPU. */
    PLAIN("product-int8"),
    /** FBGEMM on a matrix laid out for it: where libtorch has it and the CPU sums products in 32 bits (VNNI, AMX). */
    PACKED("product-int8-packed"),
    /** The same of numbers a bit shorter: where two products are summed in 16 bits (AVX2, AVX-512 without VNNI). */
    NARROW("product-int8-packed");

    private static final Logger LOG = LoggerFactory.getLogger(Int8Product.class);

    private static final int ROWS = 5;
    private static final int INPUTS = 40;
    private static final int OUTPUTS = 33;

    private final String programPart;

    Int8Product(String programPart) {
        this.programPart = programPart;
    }

    String programPart() {
        return programPart;
    }

    /** The widest packed one that gives what {@link #PLAIN} gives, else that; asked once per process. */
    static Int8Product best() {
        return Best.PRODUCT;
    }

    /** {@link #best} where the form multiplies whole numbers; others ask for no product, and nothing is tried for them. */
    static Int8Product of(WeightForm form) {
        return form == WeightForm.INT8 ? best() : PLAIN;
    }

    private static final class Best {
        private static final Int8Product PRODUCT = Stream.of(PACKED, NARROW)
                .filter(Int8Product::isExact)
                .findFirst()
                .orElseGet(Best::plain);

        private static Int8Product plain() {
            LOG.warn("FBGEMM does not serve this CPU; int8 weights may be many times slower than float32;"
                    + " try --weights f32");
            return PLAIN;
        }
    }

    /**
     * Where FBGEMM adds two products in 16 bits, the largest overflow; a libtorch without FBGEMM refuses. So the largest
     * are tried.
     */
    private boolean isExact() {
        try {
            Int8Rounding numbers = Int8Rounding.of(this, false);
            return Arrays.equals(PLAIN.product(numbers), product(numbers));
        } catch (RuntimeException e) { // DJL's own, with libtorch's account of it
            LOG.debug("int8 matrices stay unpacked: {}", e.getMessage());
            return false;
        }
    }

    /** A product of whole numbers of the largest magnitude; sums are exact in float32. */
    private float[] product(Int8Rounding numbers) {
        float[] x = new float[ROWS * INPUTS];
        for (int i = 0; i < x.length; i++) {
            x[i] = i % 7 < 5 ? numbers.activationMax() : -numbers.activationMax();
        }
        float[] weight = new float[OUTPUTS * INPUTS];
        for (int i = 0; i < weight.length; i++) {
            weight[i] = i % 11 < 8 ? numbers.weightMax() : -numbers.weightMax();
        }
        float[] ones = new float[OUTPUTS];
        Arrays.fill(ones, 1);
        Map<String, Object> values = new HashMap<>(numbers.programValues());
        values.put("dtype", TorchModule.FLOAT32);
        TorchProgram program = TorchProgram.of(List.of("memory", programPart), values);
        try (TorchModule module = TorchModule.load(program, Device.cpu());
                PtNDArray rows = module.own(x, true, ROWS, INPUTS);
                PtNDArray entries = module.own(weight, true, OUTPUTS, INPUTS);
                PtNDArray whole = module.blank(OUTPUTS, INPUTS, TorchModule.INT8)) {
            module.fill(whole, 0, entries);
            PackedWeights.Int8Matrix matrix = PackedWeights.int8(module, this, 0, whole, module.own(ones, true));
            try (IValue rowsValue = IValue.from(rows);
                    IValue weights = IValue.listFrom(matrix.weight());
                    IValue scales = IValue.listFrom(matrix.scales());
                    IValue at = IValue.from(0L);
                    PtNDArray result = module.call("product", rowsValue, weights, scales, at)) {
                return result.toFloatArray();
            }
        }
    }
}
