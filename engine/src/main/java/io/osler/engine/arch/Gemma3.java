package io.osler.engine.arch;

import io.osler.models.config.DecoderShape;
import io.osler.models.config.Gemma3Config;
import io.osler.models.config.Rope;
import io.osler.models.config.SlidingWindow;
import java.util.List;
import java.util.Map;

/** Gemma 3, text part. */
record Gemma3(Gemma3Config config) implements Architecture {
    @Override
    public DecoderShape shape() {
        return config.shape();
    }

    @Override
    public String programPart() {
        return "gemma3";
    }

    @Override
    public List<WeightSlot> layerSlots(String layer) {
        return List.of(
                WeightSlot.norm(layer + "input_layernorm.weight"),
                WeightSlot.linear(
                        layer + "self_attn.q_proj.weight",
                        layer + "self_attn.k_proj.weight",
                        layer + "self_attn.v_proj.weight"),
                WeightSlot.linear(layer + "self_attn.o_proj.weight"),
                WeightSlot.norm(layer + "pre_feedforward_layernorm.weight"),
                WeightSlot.linear(layer + "mlp.gate_proj.weight", layer + "mlp.up_proj.weight"),
                WeightSlot.linear(layer + "mlp.down_proj.weight"),
                WeightSlot.norm(layer + "self_attn.q_norm.weight"),
                WeightSlot.norm(layer + "self_attn.k_norm.weight"),
                WeightSlot.norm(layer + "post_attention_layernorm.weight"),
                WeightSlot.norm(layer + "post_feedforward_layernorm.weight"));
    }

    @Override
    public List<Rope> ropes() {
        return List.of(config.rope(), config.ropeLocal());
    }

    @Override
    public double attentionScale() {
        return config.attentionScale();
    }

    @Override
    public SlidingWindow window() {
        return config.window();
    }

    @Override
    public Map<String, Object> ownValues() {
        return Map.of("embeddingScale", Math.sqrt(config.shape().hidden()));
    }
}
