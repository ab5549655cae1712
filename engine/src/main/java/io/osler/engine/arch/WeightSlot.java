package io.osler.engine.arch;

import java.util.List;

/**
 * One entry of the weight list a program reads by index: one tensor of the model, or several stacked row upon row so
 * that one matrix product serves them all.
 *
 * @param names Hugging Face names
 * @param use   what the program does with it
 */
public record WeightSlot(List<String> names, Use use) {
    /** What a program does with a weight. */
    public enum Use {
        /** A matrix looked up by row: float32 or bfloat16. */
        TABLE,
        /** Multiplied by {@code linear}: in the form the options ask for. */
        LINEAR,
        /** A vector that is added: in the number format of what flows through the layers. */
        BIAS,
        /** A vector of norm factors: float32. */
        NORM
    }

    static WeightSlot table(String name) {
        return new WeightSlot(List.of(name), Use.TABLE);
    }

    static WeightSlot bias(String... names) {
        return new WeightSlot(List.of(names), Use.BIAS);
    }

    static WeightSlot linear(String... names) {
        return new WeightSlot(List.of(names), Use.LINEAR);
    }

    static WeightSlot norm(String name) {
        return new WeightSlot(List.of(name), Use.NORM);
    }
}
