package io.osler.engine.torch;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBlock;
import ai.djl.nn.Activation;
import ai.djl.nn.Block;
import ai.djl.nn.core.Linear;
import ai.djl.nn.norm.Dropout;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;
import io.osler.engine.tagger.TaggerNetwork;
import io.osler.engine.tagger.TaggerSizes;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The network of {@link TaggerNetwork}, with dropout behind each layer, as DJL trains it. Sequences lie one after the other, {@code w} empty
 * rows before, between and behind them.
 *
 * <pre>
 * inputs   states [N, D], extras [N, E] when there are any, present [N, 1] (0 for an empty row)
 * output   logits [N - 2w, C], the first for row w
 * </pre>
 */
final class TaggerBlock extends AbstractBlock {
    private final TaggerSizes sizes;
    private final Linear projection;
    private final Linear hidden;
    private final Linear output;
    private final Dropout dropout;

    TaggerBlock(TaggerSizes sizes, float rate) {
        this.sizes = sizes;
        this.projection = addChildBlock(
                "projection", Linear.builder().setUnits(sizes.projected()).build());
        this.hidden = addChildBlock(
                "hidden", Linear.builder().setUnits(sizes.hidden()).build());
        this.output = addChildBlock(
                "output", Linear.builder().setUnits(sizes.classes()).build());
        this.dropout = addChildBlock("dropout", Dropout.builder().optRate(rate).build());
    }

    @Override
    protected NDList forwardInternal(
            ParameterStore store, NDList inputs, boolean training, PairList<String, Object> parameters) {
        NDArray states = inputs.head();
        NDArray present = inputs.get(inputs.size() - 1);
        NDArray seen = run(dropout, store, Activation.gelu(run(projection, store, states, training)), training);
        if (sizes.extras() > 0) {
            seen = seen.concat(inputs.get(1), 1);
        }
        NDArray context = context(seen.mul(present));
        NDArray inner = run(dropout, store, Activation.gelu(run(hidden, store, context, training)), training);
        return new NDList(run(output, store, inner, training));
    }

    private NDArray context(NDArray seen) {
        if (sizes.window() == 0) {
            return seen;
        }
        long rows = seen.getShape().get(0) - 2L * sizes.window();
        NDList parts = new NDList();
        for (int k = 0; k <= 2 * sizes.window(); k++) {
            parts.add(seen.get(new NDIndex("%d:%d".formatted(k, k + rows))));
        }
        return NDArrays.concat(parts, 1);
    }

    private static NDArray run(Block block, ParameterStore store, NDArray input, boolean training) {
        return block.forward(store, new NDList(input), training).singletonOrThrow();
    }

    @Override
    protected void initializeChildBlocks(NDManager manager, DataType type, Shape... inputs) {
        projection.initialize(manager, type, new Shape(1, sizes.states()));
        hidden.initialize(manager, type, new Shape(1, sizes.context()));
        output.initialize(manager, type, new Shape(1, sizes.hidden()));
        dropout.initialize(manager, type, new Shape(1, sizes.states()));
    }

    @Override
    public Shape[] getOutputShapes(Shape[] inputs) {
        return new Shape[] {new Shape(inputs[0].get(0) - 2L * sizes.window(), sizes.classes())};
    }

    /** All that was learnt, under the names of {@link TaggerNetwork#lengths}. */
    Map<String, float[]> tensors() {
        Map<String, float[]> tensors = new LinkedHashMap<>();
        put("projection", projection, tensors);
        put("hidden", hidden, tensors);
        put("output", output, tensors);
        return tensors;
    }

    /** A block keeps weights as [outputs][inputs], the network as [inputs][outputs]. */
    private static void put(String name, Linear layer, Map<String, float[]> tensors) {
        NDArray weight = layer.getParameters().get("weight").getArray();
        int outputs = (int) weight.getShape().get(0);
        int inputs = (int) weight.getShape().get(1);
        float[] stored = weight.toFloatArray();
        float[] turned = new float[stored.length];
        for (int o = 0; o < outputs; o++) {
            for (int i = 0; i < inputs; i++) {
                turned[i * outputs + o] = stored[o * inputs + i];
            }
        }
        tensors.put(name + ".weight", turned);
        tensors.put(name + ".bias", layer.getParameters().get("bias").getArray().toFloatArray());
    }
}
