package io.osler.models;

import io.osler.models.config.Gemma3Config;
import io.osler.models.config.LlamaConfig;
import io.osler.models.config.ModelConfig;
import io.osler.models.lora.LoraAdapter;
import io.osler.models.weights.GgufFile;
import io.osler.models.weights.TensorInfo;
import io.osler.models.weights.Weights;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A decoder's weights under one set of names and in one convention, whatever file they lie in.
 *
 * <p>Names and row order are Hugging Face's ({@code model.layers.3.self_attn.q_proj.weight}); norm weights are the
 * factors that are multiplied with, so Gemma's stored {@code w} is read as {@code 1 + w}. Matrices are
 * {@code [rows = outputs][columns = inputs]}. Adapters change what is read, not the file. Safe for many threads.
 */
public final class DecoderWeights implements WeightRows {
    private static final Pattern LAYER = Pattern.compile("model\\.layers\\.(\\d+)\\.(.+)\\.(weight|bias)");

    /** What an adapter may change: matrices that are multiplied with, and nothing that is looked up or normalises. */
    private static final Pattern LINEAR = Pattern.compile(
            "(model\\.layers\\.\\d+\\.(self_attn\\.[qkvo]|mlp\\.(gate|up|down))_proj|lm_head)\\.weight");

    private static final Map<String, String> GGUF_TOP = Map.of(
            "model.embed_tokens.weight", "token_embd.weight",
            "model.norm.weight", "output_norm.weight",
            "lm_head.weight", "output.weight");
    private static final Map<String, String> GGUF_PARTS = Map.ofEntries(
            Map.entry("input_layernorm", "attn_norm"),
            Map.entry("self_attn.q_proj", "attn_q"),
            Map.entry("self_attn.k_proj", "attn_k"),
            Map.entry("self_attn.v_proj", "attn_v"),
            Map.entry("self_attn.o_proj", "attn_output"),
            Map.entry("self_attn.q_norm", "attn_q_norm"),
            Map.entry("self_attn.k_norm", "attn_k_norm"),
            Map.entry("pre_feedforward_layernorm", "ffn_norm"),
            Map.entry("post_feedforward_layernorm", "post_ffw_norm"),
            Map.entry("mlp.gate_proj", "ffn_gate"),
            Map.entry("mlp.up_proj", "ffn_up"),
            Map.entry("mlp.down_proj", "ffn_down"));

    private final Weights weights;
    private final ModelConfig config;
    private final boolean gguf;
    private final List<LoraAdapter> adapters;

    public DecoderWeights(Weights weights, ModelConfig config) {
        this(weights, config, List.of());
    }

    private DecoderWeights(Weights weights, ModelConfig config, List<LoraAdapter> adapters) {
        this.weights = weights;
        this.config = config;
        this.gguf = weights instanceof GgufFile;
        this.adapters = adapters;
    }

    /**
     * The same weights with an adapter's changes added; several adapters add up. The adapter stays its opener's to
     * close, after the last read.
     *
     * @throws ModelException ARCHITECTURE_UNSUPPORTED when it changes a weight that this model has not, or has in
     *     another size
     */
    public DecoderWeights withAdapter(LoraAdapter adapter) {
        adapter.weightNames().forEach(name -> requireFits(adapter, name));
        List<LoraAdapter> more = new ArrayList<>(adapters);
        more.add(adapter);
        return new DecoderWeights(weights, config, List.copyOf(more));
    }

    /** What the model says of itself. */
    public ModelConfig config() {
        return config;
    }

    @Override
    public int rows(String name) {
        return Math.toIntExact(weights.tensor(stored(name)).rows());
    }

    @Override
    public int columns(String name) {
        return Math.toIntExact(weights.tensor(stored(name)).columns());
    }

    @Override
    public void readRows(String name, long rowBegin, int rows, float[] target, int targetOffset) {
        TensorInfo tensor = weights.tensor(stored(name));
        int headsInterleaved = headsInterleaved(name);
        int columns = Math.toIntExact(tensor.columns());
        if (headsInterleaved == 0) {
            weights.readRows(tensor, rowBegin, rows, target, targetOffset);
        } else {
            for (int row = 0; row < rows; row++) {
                long from = interleavedRow(rowBegin + row, headsInterleaved, tensor.rows());
                weights.readRows(tensor, from, 1, target, targetOffset + row * columns);
            }
        }
        if (storesNormMinusOne(name)) {
            for (int i = 0; i < rows * columns; i++) {
                target[targetOffset + i] += 1f;
            }
        }
        adapters.forEach(adapter -> adapter.addRows(name, rowBegin, rows, target, targetOffset));
    }

    private void requireFits(LoraAdapter adapter, String name) {
        if (name.equals("lm_head.weight") && config.shape().tiedHead()) {
            throw misfit(
                    adapter, "it changes lm_head.weight, which this model has not: its head is its embedding table");
        }
        Optional<TensorInfo> base = LINEAR.matcher(name).matches() ? weights.find(stored(name)) : Optional.empty();
        if (base.isEmpty()) {
            throw misfit(
                    adapter,
                    "it changes %s, expected a matrix of this model's %d layers such as %s"
                            .formatted(name, config.shape().layers(), "model.layers.0.self_attn.q_proj.weight"));
        }
        long rows = base.get().rows();
        long columns = base.get().columns();
        if (adapter.outputs(name) != rows || adapter.inputs(name) != columns) {
            throw misfit(
                    adapter,
                    "its change of %s is [%d, %d], expected [%d, %d] as the weight is"
                            .formatted(name, adapter.outputs(name), adapter.inputs(name), rows, columns));
        }
    }

    private static ModelException misfit(LoraAdapter adapter, String message) {
        return new ModelException(
                ModelException.Code.ARCHITECTURE_UNSUPPORTED,
                adapter.path().toString(),
                message + ". It was trained for another model");
    }

    private boolean storesNormMinusOne(String name) {
        return config instanceof Gemma3Config && !gguf && name.endsWith("norm.weight");
    }

    /** GGUF keeps the two halves of a Llama head interleaved, for a rotation of neighbouring pairs. */
    private int headsInterleaved(String name) {
        if (!gguf || !(config instanceof LlamaConfig)) {
            return 0;
        }
        if (name.endsWith("q_proj.weight")) {
            return config.shape().heads();
        }
        return name.endsWith("k_proj.weight") ? config.shape().kvHeads() : 0;
    }

    /** Where Hugging Face's row (head, half, pair) lies in GGUF's order (head, pair, half). */
    private static long interleavedRow(long row, int heads, long rows) {
        long headSize = rows / heads;
        long inHead = row % headSize;
        long half = inHead / (headSize / 2);
        long pair = inHead % (headSize / 2);
        return row - inHead + 2 * pair + half;
    }

    private String stored(String name) {
        return gguf ? ggufName(name) : name;
    }

    private String ggufName(String name) {
        String top = GGUF_TOP.get(name);
        if (top != null) {
            return top;
        }
        Matcher layer = LAYER.matcher(name);
        if (!layer.matches()) {
            throw unknown(name);
        }
        String part = layer.group(2);
        String ggufPart = part.equals("post_attention_layernorm")
                ? config instanceof Gemma3Config ? "post_attention_norm" : "ffn_norm"
                : GGUF_PARTS.get(part);
        if (ggufPart == null) {
            throw unknown(name);
        }
        return "blk.%s.%s.%s".formatted(layer.group(1), ggufPart, layer.group(3));
    }

    private static IllegalArgumentException unknown(String name) {
        return new IllegalArgumentException(
                "weight name is '%s', expected one such as model.layers.3.self_attn.q_proj.weight".formatted(name));
    }
}
