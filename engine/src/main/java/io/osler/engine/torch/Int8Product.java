package io.osler.engine.torch;

import ai.djl.Device;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.IValue;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Which program text multiplies by int8 matrices. */
enum Int8Product {
    /** {@code torch._int_mm} on the matrix as it is: on every CPU. */
    PLAIN("product-int8"),
    /** FBGEMM on a matrix laid out for it: where libtorch has it and the CPU sums pairs of products in 32 bits. */
    PACKED("product-int8-packed");

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

    /** {@link #PACKED} where it gives what {@link #PLAIN} gives; asked once per process. */
    static Int8Product best() {
        return Best.PRODUCT;
    }

    private static final class Best {
        private static final Int8Product PRODUCT = packedIsExact() ? PACKED : PLAIN;
    }

    /**
     * Without VNNI FBGEMM adds two products in 16 bits, which the largest overflow; a libtorch without FBGEMM refuses. So the
     * largest are tried.
     */
    private static boolean packedIsExact() {
        try {
            float[] plain = largest(PLAIN);
            float[] packed = largest(PACKED);
            return Arrays.equals(plain, packed);
        } catch (RuntimeException e) { // DJL's own, with libtorch's account of it
            LOG.debug("int8 matrices stay unpacked: {}", e.getMessage());
            return false;
        }
    }

    /** Whole numbers of the largest magnitude; sums are exact in float32. */
    private static float[] largest(Int8Product product) {
        float[] x = new float[ROWS * INPUTS];
        for (int i = 0; i < x.length; i++) {
            x[i] = i % 7 < 5 ? 127 : -127;
        }
        float[] weight = new float[OUTPUTS * INPUTS];
        for (int i = 0; i < weight.length; i++) {
            weight[i] = i % 11 < 8 ? 127 : -127;
        }
        float[] ones = new float[OUTPUTS];
        Arrays.fill(ones, 1);
        TorchProgram program =
                TorchProgram.of(List.of("memory", product.programPart), Map.of("dtype", TorchModule.FLOAT32));
        try (TorchModule module = TorchModule.load(program, Device.cpu());
                PtNDArray rows = module.own(x, true, ROWS, INPUTS);
                PtNDArray values = module.own(weight, true, OUTPUTS, INPUTS);
                PtNDArray whole = module.blank(OUTPUTS, INPUTS, TorchModule.INT8)) {
            module.fill(whole, 0, values);
            PackedWeights.Int8Matrix matrix = PackedWeights.int8(module, product, 0, whole, module.own(ones, true));
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
