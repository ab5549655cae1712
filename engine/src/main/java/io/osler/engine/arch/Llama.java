package io.osler.engine.arch;

import io.osler.models.config.DecoderShape;
import io.osler.models.config.Rope;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Llama, and Qwen2, which is Llama with biases on queries, keys and values.
 *
 * @param biased whether those biases are there
 */
record Llama(DecoderShape shape, Rope rope, boolean biased) implements Architecture {
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
        if (biased) {
            slots.add(WeightSlot.bias(
                    layer + "self_attn.q_proj.bias", layer + "self_attn.k_proj.bias", layer + "self_attn.v_proj.bias"));
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
        return Map.of("biased", biased ? "True" : "False");
    }
}
