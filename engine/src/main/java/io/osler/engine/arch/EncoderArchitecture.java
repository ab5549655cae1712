package io.osler.engine.arch;

import io.osler.models.config.BertConfig;
import io.osler.models.config.EncoderConfig;
import io.osler.models.config.EncoderShape;
import io.osler.models.config.MpnetConfig;
import io.osler.models.config.Pooling;
import io.osler.models.config.RobertaConfig;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What an encoder family adds to the machine: the order of its weights, and the values for {@code bert.torchscript}, which
 * serves them all. Knows nothing of number formats or devices.
 *
 * @param config  sizes and family
 * @param pooling how tokens' states become a vector; decides whether the pooler's weights are read
 */
public record EncoderArchitecture(EncoderConfig config, Pooling pooling) {
    private static final int WEIGHTS_PER_LAYER = 12;
    private static final int WEIGHTS_BEFORE_LAYERS = 5;

    /** The resource with {@code encode}. */
    public String programPart() {
        return "bert";
    }

    /** All slots: tables, the norm of the embeddings, the layers, the pooler where it is used. */
    public List<WeightSlot> slots() {
        List<WeightSlot> slots = new ArrayList<>();
        slots.add(WeightSlot.table("embeddings.word_embeddings.weight"));
        slots.add(WeightSlot.table("embeddings.position_embeddings.weight"));
        slots.add(WeightSlot.table(
                switch (config) {
                    case BertConfig _, RobertaConfig _ -> "embeddings.token_type_embeddings.weight";
                    case MpnetConfig _ -> "encoder.relative_attention_bias.weight";
                }));
        addNorm(slots, "embeddings.LayerNorm");
        for (int layer = 0; layer < config.shape().layers(); layer++) {
            addLayer(slots, "encoder.layer." + layer + ".");
        }
        if (pooling == Pooling.POOLER) {
            addAffine(slots, "pooler.dense");
        }
        return slots;
    }

    /** Values for the names in the program text; the number format adds its own. */
    public Map<String, Object> programValues() {
        EncoderShape shape = config.shape();
        Map<String, Object> values = new HashMap<>();
        values.put("layers", shape.layers());
        values.put("heads", shape.heads());
        values.put("headSize", shape.headSize());
        values.put("hidden", shape.hidden());
        values.put("normEpsilon", shape.normEpsilon());
        values.put("tokensMax", config.tokensMax());
        values.put("weightsPerLayer", WEIGHTS_PER_LAYER);
        values.put("poolerAt", WEIGHTS_BEFORE_LAYERS + WEIGHTS_PER_LAYER * shape.layers());
        values.put("typed", Architecture.bool(!(config instanceof MpnetConfig)));
        values.put("distant", Architecture.bool(config instanceof MpnetConfig));
        values.put("mean", Architecture.bool(pooling == Pooling.MEAN));
        values.put("pooler", Architecture.bool(pooling == Pooling.POOLER));
        return values;
    }

    /** For each distance from {@code 1 - tokensMax} to {@code tokensMax - 1} its row in the table; empty without one. */
    public long[] distances() {
        if (!(config instanceof MpnetConfig mpnet)) {
            return new long[0];
        }
        long[] rows = new long[2 * config.tokensMax() - 1];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = mpnet.bucket(i + 1 - config.tokensMax());
        }
        return rows;
    }

    private void addLayer(List<WeightSlot> slots, String layer) {
        switch (config) {
            case BertConfig _, RobertaConfig _ -> {
                String self = layer + "attention.self.";
                addAffine(slots, self + "query", self + "key", self + "value");
                addAffine(slots, layer + "attention.output.dense");
                addNorm(slots, layer + "attention.output.LayerNorm");
            }
            case MpnetConfig _ -> {
                String attention = layer + "attention.attn.";
                addAffine(slots, attention + "q", attention + "k", attention + "v");
                addAffine(slots, attention + "o");
                addNorm(slots, layer + "attention.LayerNorm");
            }
        }
        addAffine(slots, layer + "intermediate.dense");
        addAffine(slots, layer + "output.dense");
        addNorm(slots, layer + "output.LayerNorm");
    }

    private static void addAffine(List<WeightSlot> slots, String... modules) {
        slots.add(WeightSlot.linear(named(modules, ".weight")));
        slots.add(WeightSlot.bias(named(modules, ".bias")));
    }

    private static void addNorm(List<WeightSlot> slots, String module) {
        slots.add(WeightSlot.norm(module + ".weight"));
        slots.add(WeightSlot.norm(module + ".bias"));
    }

    private static String[] named(String[] modules, String ending) {
        return List.of(modules).stream().map(module -> module + ending).toArray(String[]::new);
    }
}
