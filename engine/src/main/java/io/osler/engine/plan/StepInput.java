package io.osler.engine.plan;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToIntFunction;

/**
 * All a step needs to know. Its rows are ragged: each slice's tokens one after the other.
 *
 * @param slices       what to compute
 * @param askedRows    rows whose logits over {@code ids} are wanted
 * @param ids          token ids wanted of {@code askedRows}, any number when there are such rows
 * @param wholeRows    rows whose logits over the whole vocabulary are wanted
 * @param hiddenRows   rows whose hidden states are wanted
 * @param hiddenLayers after how many layers, rising; 0 is the embedding, the model's number of layers the normalised end
 * @param layers       how many layers to run
 */
public record StepInput(
        List<Slice> slices,
        int[] askedRows,
        int[] ids,
        int[] wholeRows,
        int[] hiddenRows,
        int[] hiddenLayers,
        int layers) {
    private static final int[] NONE = {};

    /** One sequence alone, all it has read before in the slots from 0 on: logits of some rows over the vocabulary. */
    public static StepInput ofSequence(int[] tokens, int position, int[] wholeRows, int layers) {
        List<KvSpan> past = position == 0 ? List.of() : List.of(new KvSpan(0, position, 0));
        Slice slice = new Slice(tokens, position, position, past);
        return new StepInput(List.of(slice), NONE, NONE, wholeRows, NONE, NONE, layers);
    }

    public int rows() {
        return slices.stream().mapToInt(Slice::count).sum();
    }

    public int[] tokens() {
        return slices.stream()
                .flatMapToInt(slice -> Arrays.stream(slice.tokens()))
                .toArray();
    }

    public int[] positions() {
        return eachRow(Slice::position);
    }

    /** Where each row's key and value go. */
    public int[] slots() {
        return eachRow(Slice::slot);
    }

    private int[] eachRow(ToIntFunction<Slice> first) {
        List<int[]> parts = new ArrayList<>(slices.size());
        for (Slice slice : slices) {
            int[] part = new int[slice.count()];
            Arrays.setAll(part, i -> first.applyAsInt(slice) + i);
            parts.add(part);
        }
        return parts.stream().flatMapToInt(Arrays::stream).toArray();
    }
}
