package io.osler.engine.arch;

import io.osler.models.config.DecoderShape;
import io.osler.models.config.Rope;
import io.osler.models.config.SlidingWindow;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Llama and the families that differ from it in one trait each.
 *
 * @param window which layers slide, as Mistral's first did
 * @param trait  what queries and keys meet before attention
 */
record Llama(DecoderShape shape, Rope rope, SlidingWindow window, Trait trait) implements Architecture {
    /** What stands between the projections and the rotation. */
    enum Trait {
        /** Llama, Mistral. */
        PLAIN,
        /** Qwen2: biases on queries, keys and values. */
        BIASED,
        /** Qwen3: a norm of each query and key head. */
        NORMED
    }

    @Override
    public String programPart() {
        return "llama";
    }

    @Override
    public List<WeightSlot> layerSlots(String layer) {
        List<WeightSlot> slots = new ArrayList<>(List.of(
                WeightSlot.norm(layer + "input_layernorm.weight"),
                WeightSlot.linear(
                        layer + "self_attn.q_proj.weight",
                        layer + "self_attn.k_proj.weight",
                        layer + "self_attn.v_proj.weight"),
                WeightSlot.linear(layer + "self_attn.o_proj.weight"),
                WeightSlot.norm(layer + "post_attention_layernorm.weight"),
                WeightSlot.linear(layer + "mlp.gate_proj.weight", layer + "mlp.up_proj.weight"),
                WeightSlot.linear(layer + "mlp.down_proj.weight")));
        switch (trait) {
            case PLAIN -> {}
            case BIASED ->
                slots.add(WeightSlot.bias(
                        layer + "self_attn.q_proj.bias",
                        layer + "self_attn.k_proj.bias",
                        layer + "self_attn.v_proj.bias"));
            case NORMED -> {
                slots.add(WeightSlot.norm(layer + "self_attn.q_norm.weight"));
                slots.add(WeightSlot.norm(layer + "self_attn.k_norm.weight"));
            }
        }
        return slots;
    }

    @Override
    public List<Rope> ropes() {
        return List.of(rope);
    }

    @Override
    public double attentionScale() {
        return 1 / Math.sqrt(shape.headSize());
    }

    @Override
    public Map<String, Object> ownValues() {
        return Map.of(
                "biased",
                Architecture.bool(trait == Trait.BIASED),
                "normedHeads",
                Architecture.bool(trait == Trait.NORMED));
    }
}
