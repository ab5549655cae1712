package io.osler.engine.arch;

import io.osler.models.config.DecoderShape;
import io.osler.models.config.Gemma3Config;
import io.osler.models.config.LlamaConfig;
import io.osler.models.config.ModelConfig;
import io.osler.models.config.Qwen2Config;
import io.osler.models.config.Qwen3Config;
import io.osler.models.config.Rope;
import io.osler.models.config.SlidingWindow;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What a family adds to the machine: a program text and the order of its weights. One implementation per family, each
 * beside its text in {@code resources/io/osler/engine/arch}; knows nothing of number formats or devices.
 */
public sealed interface Architecture permits Llama, Gemma3 {
    static Architecture of(ModelConfig config) {
        return switch (config) {
            case LlamaConfig(DecoderShape shape, Rope rope, SlidingWindow window) ->
                new Llama(shape, rope, window, Llama.Trait.PLAIN);
            case Qwen2Config(DecoderShape shape, Rope rope, SlidingWindow window) ->
                new Llama(shape, rope, window, Llama.Trait.BIASED);
            case Qwen3Config(DecoderShape shape, Rope rope, SlidingWindow window) ->
                new Llama(shape, rope, window, Llama.Trait.NORMED);
            case Gemma3Config gemma -> new Gemma3(gemma);
        };
    }

    DecoderShape shape();

    /** The resource with the family's {@code step}. */
    String programPart();

    /** Slots of one layer, in the order the text counts from {@code at}. */
    List<WeightSlot> layerSlots(String layer);

    /** Positions: for each kind of layer its rotary embedding, in the order of the program's {@code rope} list. */
    List<Rope> ropes();

    /** Factor on the dot products of attention. */
    double attentionScale();

    /** Which layers see only the latest tokens. */
    SlidingWindow window();

    /** What only this family's text asks for. */
    Map<String, Object> ownValues();

    /** All slots: the embedding table, the layers, the last norm, the head, and the head once more to be read by row. */
    default List<WeightSlot> slots() {
        List<WeightSlot> slots = new ArrayList<>();
        slots.add(WeightSlot.table(EMBEDDING));
        for (int layer = 0; layer < shape().layers(); layer++) {
            slots.addAll(layerSlots("model.layers." + layer + "."));
        }
        slots.add(WeightSlot.norm("model.norm.weight"));
        slots.add(WeightSlot.linear(headName()));
        if (!shape().tiedHead()) {
            slots.add(WeightSlot.table(headName()));
        }
        return slots;
    }

    /** Values for the names in the program texts; the number format adds its own. */
    default Map<String, Object> programValues() {
        DecoderShape shape = shape();
        int perLayer = layerSlots("").size();
        int finalNorm = 1 + shape.layers() * perLayer;
        Map<String, Object> values = new HashMap<>(ownValues());
        values.put("layers", shape.layers());
        values.put("heads", shape.heads());
        values.put("kvHeads", shape.kvHeads());
        values.put("allHeads", shape.heads() + 2 * shape.kvHeads());
        values.put("group", shape.groupSize());
        values.put("headSize", shape.headSize());
        values.put("halfHead", shape.headSize() / 2);
        values.put("queryWidth", shape.heads() * shape.headSize());
        values.put("intermediate", shape.intermediate());
        values.put("normEpsilon", shape.normEpsilon());
        values.put("attentionScale", attentionScale());
        values.put("sliding", window().layers().stream().map(Architecture::bool).collect(Collectors.joining(", ")));
        values.put("weightsPerLayer", perLayer);
        values.put("finalNorm", finalNorm);
        values.put("head", finalNorm + 1);
        values.put("plainHead", shape.tiedHead() ? 0 : finalNorm + 2);
        return values;
    }

    /** A truth value as program texts write it. */
    static String bool(boolean value) {
        return value ? "True" : "False";
    }

    private String headName() {
        return shape().tiedHead() ? EMBEDDING : "lm_head.weight";
    }

    /** The embedding table's name. */
    String EMBEDDING = "model.embed_tokens.weight";
}
