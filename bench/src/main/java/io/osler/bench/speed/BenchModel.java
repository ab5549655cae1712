package io.osler.bench.speed;

import io.osler.engine.ComputeDevice;
import io.osler.engine.Engine;
import io.osler.engine.EngineOptions;
import io.osler.engine.WeightForm;
import io.osler.models.ModelDirectory;
import io.osler.models.config.DecoderShape;
import io.osler.models.store.ModelStore;
import io.osler.models.store.PullProgress;
import java.nio.file.Path;
import java.util.function.UnaryOperator;

/**
 * A model to measure, and how it is opened.
 *
 * @param id      of the store
 * @param path    where it lies
 * @param options what every engine of this measurement has in common
 */
record BenchModel(String id, Path path, EngineOptions options) {
    /** Fetches the model where the store does not have it. */
    static BenchModel of(String id, WeightForm form, ComputeDevice device) {
        Path path = ModelStore.open().pull(id, PullProgress.SILENT).directory();
        return new BenchModel(
                id, path, EngineOptions.DEFAULTS.withWeightForm(form).withDevice(device));
    }

    Engine open() {
        return open(UnaryOperator.identity());
    }

    Engine open(UnaryOperator<EngineOptions> change) {
        return Engine.open(path, change.apply(options));
    }

    BenchModel withForm(WeightForm form) {
        return new BenchModel(id, path, options.withWeightForm(form));
    }

    /** Its sizes, read from the file's head. */
    DecoderShape shape() {
        try (ModelDirectory directory = ModelDirectory.open(path)) {
            return directory.config().shape();
        }
    }

    /** Whether the bars of the 135M model hold for it; they were set for it alone. */
    boolean isSmall() {
        return id.startsWith("smollm2-135m");
    }
}
