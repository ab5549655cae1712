package io.osler.ner.cli;

import io.osler.engine.ComputeDevice;
import io.osler.engine.EngineOptions;
import io.osler.engine.WeightForm;
import picocli.CommandLine.Option;

/** Where and how a model runs. Filled by picocli. */
final class EngineChoice {
    @Option(
            names = "--weights",
            paramLabel = "FORM",
            converter = LowerCaseName.OfWeights.class,
            defaultValue = "auto",
            description = "Number format of the weights as they run: auto, f32, bf16, int8, int4 (default:"
                    + " ${DEFAULT-VALUE}).")
    private WeightForm weights;

    @Option(
            names = "--device",
            paramLabel = "NAME",
            converter = LowerCaseName.OfDevice.class,
            defaultValue = "auto",
            description = "auto, cpu, cuda (default: ${DEFAULT-VALUE}).")
    private ComputeDevice device;

    @Option(
            names = "--threads",
            paramLabel = "N",
            defaultValue = "0",
            description = "CPU threads; 0 for all free cores (default: ${DEFAULT-VALUE}).")
    private int threads;

    ComputeDevice device() {
        return device;
    }

    /** @throws IllegalArgumentException when a number is out of range */
    EngineOptions options() {
        return EngineOptions.DEFAULTS.withWeightForm(weights).withDevice(device).withThreads(threads);
    }
}
