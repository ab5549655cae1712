package io.osler.engine.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.IValue;
import io.osler.engine.ComputeDevice;
import io.osler.engine.EngineOptions;
import io.osler.engine.WeightForm;
import io.osler.engine.arch.Architecture;
import io.osler.engine.arch.WeightSlot;
import io.osler.models.DecoderWeights;
import io.osler.models.config.HuggingFaceConfig;
import io.osler.models.config.ModelConfig;
import io.osler.models.weights.Weights;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each form's matrix product against its plain twin, a double loop in Java. */
class LinearTest {
    /** What a small model gets of each product, and a large one of the narrow. */
    enum Rounding {
        PLAIN(Int8Product.PLAIN, true),
        PACKED(Int8Product.PACKED, true),
        NARROW(Int8Product.NARROW, true),
        NARROW_OF_LARGE(Int8Product.NARROW, false);

        private final Int8Product product;
        private final boolean small;

        Rounding(Int8Product product, boolean small) {
            this.product = product;
            this.small = small;
        }

        Int8Rounding numbers() {
            return Int8Rounding.of(product, small);
        }
    }

    private static final Path LLAMA = Path.of("src/test/resources/golden/llama");
    private static final ModelConfig CONFIG = HuggingFaceConfig.read(LLAMA.resolve("config.json"));

    /**
     * Shares are what rounding gives, doubled: bfloat16 2^-9; int8 a step of max/127 over normal values, on both sides; int4 15 steps
     * over the range of 32 normal values.
     */
    @ParameterizedTest
    @CsvSource({
        "F32, PLAIN, 1, 1e-6",
        "F32, PLAIN, 33, 1e-6",
        "BF16, PLAIN, 1, 0.005",
        "BF16, PLAIN, 33, 0.005",
        "INT8, PLAIN, 1, 0.02",
        "INT8, PLAIN, 3, 0.02",
        "INT8, PLAIN, 33, 0.02",
        "INT8, PACKED, 1, 0.02",
        "INT8, PACKED, 3, 0.02",
        "INT8, PACKED, 33, 0.02",
        "INT8, NARROW, 1, 0.02",
        "INT8, NARROW, 3, 0.02",
        "INT8, NARROW, 33, 0.02",
        "INT8, NARROW_OF_LARGE, 1, 0.02",
        "INT8, NARROW_OF_LARGE, 3, 0.02",
        "INT8, NARROW_OF_LARGE, 33, 0.02",
        "INT4, PLAIN, 1, 0.16",
        "INT4, PLAIN, 3, 0.16",
        "INT4, PLAIN, 17, 0.16",
        "INT4, PLAIN, 33, 0.16"
    })
    void productIsThePlainTwins(WeightForm form, Rounding int8, int rows, double share) {
        assumeExactHere(int8);
        int inputs = 64;
        int outputs = 96;
        SplittableRandom random = new SplittableRandom(7);
        float[] x = normal(random, rows * inputs);
        float[] weight = normal(random, outputs * inputs);
        try (TorchDecoder decoder = open(form, int8.numbers())) {
            double error = error(
                    product(decoder, "linear", form, int8.numbers(), x, rows, weight, outputs, inputs),
                    x,
                    weight,
                    inputs);
            assertThat(error).isLessThan(share);
            assertThat(error)
                    .as("a form that rounds must differ, or it was not used")
                    .isGreaterThan(0);
        }
    }

    /** One channel fifty times the others takes all levels of one int8 digit; with two, the weights' rounding is left. */
    @ParameterizedTest
    @CsvSource({
        "PLAIN, 1",
        "PLAIN, 5",
        "PLAIN, 33",
        "PACKED, 1",
        "PACKED, 5",
        "PACKED, 33",
        "NARROW, 1",
        "NARROW, 5",
        "NARROW, 33"
    })
    void twoDigitsSaveWhatAnOutlierTakes(Rounding int8, int rows) {
        assumeExactHere(int8);
        int inputs = 64;
        int outputs = 96;
        SplittableRandom random = new SplittableRandom(9);
        float[] x = normal(random, rows * inputs);
        for (int row = 0; row < rows; row++) {
            x[row * inputs + 17] *= 50;
        }
        float[] weight = normal(random, outputs * inputs);
        for (int out = 0; out < outputs; out++) {
            weight[out * inputs + 17] = 0; // all that counts is what the others have left
        }
        try (TorchDecoder decoder = open(WeightForm.INT8, int8.numbers())) {
            float[] one = product(decoder, "linear", WeightForm.INT8, int8.numbers(), x, rows, weight, outputs, inputs);
            float[] two =
                    product(decoder, "linearOfNorm", WeightForm.INT8, int8.numbers(), x, rows, weight, outputs, inputs);
            assertThat(error(two, x, weight, inputs)).isLessThan(0.012);
            if (int8 == Rounding.NARROW) { // digits of 7 bits come in twos everywhere, in a model as small as this
                assertThat(one).containsExactly(two);
            } else {
                assertThat(error(one, x, weight, inputs)).isGreaterThan(0.05);
            }
        }
    }

    /** The int32 sums are the same; only the order of two roundings to float32 differs. */
    @ParameterizedTest
    @CsvSource({
        "PACKED, linear, 1",
        "PACKED, linear, 33",
        "PACKED, linearOfNorm, 1",
        "PACKED, linearOfNorm, 33",
        "NARROW, linear, 1",
        "NARROW, linear, 33",
        "NARROW, linearOfNorm, 1",
        "NARROW, linearOfNorm, 33",
        "NARROW_OF_LARGE, linear, 1",
        "NARROW_OF_LARGE, linear, 33",
        "NARROW_OF_LARGE, linearOfNorm, 1",
        "NARROW_OF_LARGE, linearOfNorm, 33"
    })
    void packedMatricesGiveWhatPlainOnesGive(Rounding rounding, String method, int rows) {
        assumeExactHere(rounding);
        Int8Rounding packed = rounding.numbers();
        Int8Rounding plain = new Int8Rounding(
                Int8Product.PLAIN,
                packed.activationMax(),
                packed.weightMax(),
                packed.twoDigits(),
                packed.twoDigitsOfSharp());
        int inputs = 72;
        int outputs = 50;
        SplittableRandom random = new SplittableRandom(11);
        float[] x = normal(random, rows * inputs);
        float[] weight = normal(random, outputs * inputs);
        Map<Int8Product, float[]> products = new EnumMap<>(Int8Product.class);
        for (Int8Rounding int8 : List.of(packed, plain)) {
            try (TorchDecoder decoder = open(WeightForm.INT8, int8)) {
                products.put(
                        int8.product(),
                        product(decoder, method, WeightForm.INT8, int8, x, rows, weight, outputs, inputs));
            }
        }
        assertThat(products.get(packed.product())).containsExactly(products.get(Int8Product.PLAIN), within(1e-4f));
    }

    /** Sums of the largest numbers overflow 16 bits already in pairs, which is how CPUs without VNNI may add them. */
    @ParameterizedTest
    @EnumSource
    void productOfTheLargestNumbersIsExact(Rounding int8) {
        assumeExactHere(int8);
        int rows = 33;
        int inputs = 64;
        int outputs = 96;
        SplittableRandom random = new SplittableRandom(13);
        float[] x = largest(random, rows * inputs, int8.numbers().activationMax());
        float[] weight = largest(random, outputs * inputs, int8.numbers().weightMax());
        try (TorchDecoder decoder = open(WeightForm.INT8, int8.numbers())) {
            float[] product =
                    product(decoder, "linear", WeightForm.INT8, int8.numbers(), x, rows, weight, outputs, inputs);
            assertThat(error(product, x, weight, inputs)).isLessThan(1e-6);
        }
    }

    /** A second digit costs speed, a bit costs exactness: who gets which was measured (docs/decisions/0003 and 0011). */
    @Test
    void roundingFollowsModelAndCpu() {
        assertThat(Int8Rounding.of(Int8Product.PACKED, true))
                .isEqualTo(new Int8Rounding(Int8Product.PACKED, 127, 127, false, true));
        assertThat(Int8Rounding.of(Int8Product.PACKED, false))
                .isEqualTo(new Int8Rounding(Int8Product.PACKED, 127, 127, false, false));
        assertThat(Int8Rounding.of(Int8Product.NARROW, true))
                .isEqualTo(new Int8Rounding(Int8Product.NARROW, 63, 127, true, true));
        assertThat(Int8Rounding.of(Int8Product.NARROW, false))
                .isEqualTo(new Int8Rounding(Int8Product.NARROW, 127, 64, false, false));
    }

    /** FBGEMM's activations are unsigned, from 1 to 2 a + 1 (docs/decisions/0011). */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void narrowNumbersFit16BitsInPairs(boolean small) {
        Int8Rounding numbers = Int8Rounding.of(Int8Product.NARROW, small);
        assertThat(2 * (2 * numbers.activationMax() + 1) * numbers.weightMax()).isLessThanOrEqualTo(Short.MAX_VALUE);
    }

    /** Every x86-64 CPU with AVX-512 VNNI, which this project's figures are from, takes packed matrices. */
    @Test
    void packedMatricesAreTakenWhereTheCpuSumsThemExactly() throws IOException {
        Path cpu = Path.of("/proc/cpuinfo");
        assumeTrue(Files.exists(cpu) && Files.readString(cpu).contains("avx512_vnni"));
        TorchSetup.load();
        assertThat(Int8Product.best()).isEqualTo(Int8Product.PACKED);
    }

    /** Without a packed product int8 is tens of times slower than float32 (docs/decisions/0011). */
    @Test
    void anX86CpuWithAvx2TakesAPackedProduct() throws IOException {
        Path cpu = Path.of("/proc/cpuinfo");
        assumeTrue(Files.exists(cpu) && Files.readString(cpu).contains("avx2"));
        TorchSetup.load();
        assertThat(Int8Product.best()).isNotEqualTo(Int8Product.PLAIN);
    }

    /** What a CPU would sum wrongly is never taken there, so there is nothing to hold to its twin. */
    private static void assumeExactHere(Rounding int8) {
        TorchSetup.load();
        Int8Product product = int8.product;
        assumeTrue(
                product == Int8Product.PLAIN || product == Int8Product.best(), "this CPU takes " + Int8Product.best());
    }

    /** Root of the squared differences to the plain product over root of its squares. */
    private static double error(float[] product, float[] x, float[] weight, int inputs) {
        int rows = x.length / inputs;
        int outputs = weight.length / inputs;
        double difference = 0;
        double size = 0;
        for (int row = 0; row < rows; row++) {
            for (int out = 0; out < outputs; out++) {
                double sum = 0;
                for (int in = 0; in < inputs; in++) {
                    sum += (double) x[row * inputs + in] * weight[out * inputs + in];
                }
                difference += Math.pow(product[row * outputs + out] - sum, 2);
                size += sum * sum;
            }
        }
        return Math.sqrt(difference / size);
    }

    private static float[] product(
            TorchDecoder decoder,
            String method,
            WeightForm form,
            Int8Rounding int8,
            float[] x,
            int rows,
            float[] weight,
            int outputs,
            int inputs) {
        List<WeightSlot> slots = List.of(new WeightSlot(List.of("w"), WeightSlot.Use.LINEAR));
        DecoderWeights source = new DecoderWeights(new FloatWeights("w", outputs, inputs, weight), CONFIG);
        PackedWeights packed =
                PackedWeights.load(decoder.module(), slots, source, PackedWeights.Layout.ofDecoder(form, int8));
        PtNDArray input =
                decoder.module().call("own", IValue.from(decoder.module().tensor(x, rows, inputs)), IValue.from(false));
        PtNDArray result = decoder.module()
                .call(
                        method,
                        IValue.from(input),
                        IValue.listFrom(packed.weights()),
                        IValue.listFrom(packed.scales()),
                        IValue.from(0L));
        // A float32 matrix filled from the product can be read, whatever format the product has.
        PtNDArray float32 = decoder.module().blank(rows, outputs, TorchModule.FLOAT32);
        decoder.module().fill(float32, 0, result);
        return float32.toFloatArray();
    }

    private static float[] normal(SplittableRandom random, int count) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return values;
    }

    /** {@code max} three times in four, else its opposite. */
    private static float[] largest(SplittableRandom random, int count, int max) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = random.nextInt(4) > 0 ? max : -max;
        }
        return values;
    }

    private static TorchDecoder open(WeightForm form, Int8Rounding int8) {
        TorchSetup.load();
        EngineOptions options = EngineOptions.DEFAULTS
                .withWeightForm(form)
                .withDevice(ComputeDevice.CPU)
                .withThreads(1);
        try (Weights weights = Weights.open(LLAMA.resolve("model.safetensors"))) {
            return TorchDecoder.load(
                    Architecture.of(CONFIG), new DecoderWeights(weights, CONFIG), options, 16, 16, int8);
        }
    }
}
