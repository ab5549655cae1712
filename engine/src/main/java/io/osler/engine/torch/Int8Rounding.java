package io.osler.engine.torch;

import io.osler.engine.WeightForm;
import io.osler.engine.arch.Architecture;
import java.util.Map;

/**
 * How numbers are rounded for a product of int8: by how much, and activations to how many digits. Where two products are
 * summed in 16 bits, one side has to give up a bit, or they overflow: (2 a + 1) w + (2 a + 1) w stays below 2^15.
 *
 * @param activationMax    greatest whole number a of an activation's digit
 * @param weightMax        greatest whole number w of a weight
 * @param twoDigits        whether every product has a second digit, for what the first leaves of an activation
 * @param twoDigitsOfSharp whether those have that read what a norm wrote, with a few large channels
 */
record Int8Rounding(
        Int8Product product, int activationMax, int weightMax, boolean twoDigits, boolean twoDigitsOfSharp) {
    private static final int FULL = 127;
    private static final int HALF = 63;

    private static final long LARGE_PARAMETERS = 500_000_000L;

    /** For a decoder; measured at 0.135 and 1.5 billion parameters. */
    static Int8Rounding ofDecoder(WeightForm form, long parameters) {
        return of(Int8Product.of(form), parameters < LARGE_PARAMETERS);
    }

    /** For an encoder; they are small. */
    static Int8Rounding ofEncoder(WeightForm form) {
        return of(Int8Product.of(form), true);
    }

    /** What costs a model least on this CPU: docs/decisions/0003 and 0011. */
    static Int8Rounding of(Int8Product product, boolean small) {
        if (product == Int8Product.NARROW) {
            return small
                    ? new Int8Rounding(product, HALF, FULL, true, true)
                    : new Int8Rounding(product, FULL, HALF + 1, false, false);
        }
        return new Int8Rounding(product, FULL, FULL, false, small);
    }

    /** What the programs of rounding and product have to know. */
    Map<String, Object> programValues() {
        return Map.of(
                "int8Largest", activationMax + ".",
                "int8Finer", 2 * activationMax + ".",
                "int8Zero", activationMax + 1,
                "twoDigits", Architecture.bool(twoDigits),
                "twoDigitsOfSharp", Architecture.bool(twoDigitsOfSharp));
    }
}
