package io.osler.bench.speed;

import io.osler.engine.ComputeDevice;
import io.osler.engine.Embedder;
import io.osler.engine.WeightForm;
import io.osler.models.EncoderDirectory;
import io.osler.ner.head.HeadReader;
import java.util.Arrays;
import java.util.List;

/**
 * The models that read for heads in a measurement: language models, encoders, or both side by side.
 *
 * @param id     their ids of the store, joined by +
 * @param models in this order
 */
record BenchReader(String id, List<BenchModel> models) {
    /**
     * Fetches the models where the store does not have them.
     */
    static BenchReader of(String id, WeightForm form, ComputeDevice device) {
        return new BenchReader(
                id,
                Arrays.stream(id.split("\\+"))
                        .map(one -> BenchModel.of(one, form, device))
                        .toList());
    }

    HeadReader open() {
        return models.stream().map(BenchReader::open).reduce(HeadReader::and).orElseThrow();
    }

    private static HeadReader open(BenchModel model) {
        return EncoderDirectory.isEncoder(model.path())
                ? HeadReader.of(Embedder.open(model.path(), HeadReader.encoderOptions(model.options())), model.id())
                : HeadReader.of(model.open(), model.id());
    }
}
