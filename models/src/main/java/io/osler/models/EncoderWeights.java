package io.osler.models;

import io.osler.models.config.EncoderConfig;
import io.osler.models.weights.TensorInfo;
import io.osler.models.weights.Weights;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * An encoder's weights under the names transformers has for the bare model ({@code encoder.layer.3.output.dense.weight}).
 * Files of models with a head put the family's name before them, and those converted from TensorFlow call a norm's
 * weight and bias gamma and beta.
 */
public final class EncoderWeights implements WeightRows {
    private final Weights weights;
    private final EncoderConfig config;

    public EncoderWeights(Weights weights, EncoderConfig config) {
        this.weights = weights;
        this.config = config;
    }

    /** Whether there is such a weight: a pooler, for instance, is not in every file. */
    public boolean contains(String name) {
        return find(name).isPresent();
    }

    @Override
    public int rows(String name) {
        return Math.toIntExact(tensor(name).rows());
    }

    @Override
    public int columns(String name) {
        return Math.toIntExact(tensor(name).columns());
    }

    @Override
    public void readRows(String name, long rowBegin, int rows, float[] target, int targetOffset) {
        weights.readRows(tensor(name), rowBegin, rows, target, targetOffset);
    }

    private TensorInfo tensor(String name) {
        return find(name).orElseGet(() -> weights.tensor(name)); // which says what is there instead
    }

    private Optional<TensorInfo> find(String name) {
        String old = name.replace("LayerNorm.weight", "LayerNorm.gamma").replace("LayerNorm.bias", "LayerNorm.beta");
        return Stream.of("", config.family() + ".")
                .flatMap(prefix -> List.of(name, old).stream().map(prefix::concat))
                .flatMap(candidate -> weights.find(candidate).stream())
                .findFirst();
    }
}
