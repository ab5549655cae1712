package io.osler.engine.torch;

import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.IValue;
import io.osler.engine.WeightForm;
import io.osler.engine.arch.WeightSlot;
import io.osler.models.DecoderWeights;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A model's weights in the form its program reads: two lists of tensors on the device, as long as the list of slots.
 *
 * @param weights matrices, tables and norms
 * @param scales  what {@code linear} needs beside a packed matrix; empty tensors elsewhere
 */
record PackedWeights(PtNDArray[] weights, PtNDArray[] scales) {
    /** Elements decoded to float32 at a time: 64 MiB, so that a table of gigabytes needs no second copy of its size. */
    private static final int CHUNK_ELEMENTS = 16 << 20;

    static PackedWeights load(TorchDecoder decoder, List<WeightSlot> slots, DecoderWeights source, WeightForm form) {
        PtNDArray[] weights = new PtNDArray[slots.size()];
        PtNDArray[] scales = new PtNDArray[slots.size()];
        PtNDArray none = decoder.tensor(new float[0], 0);
        Arrays.fill(scales, none);
        for (int i = 0; i < weights.length; i++) {
            WeightSlot slot = slots.get(i);
            switch (slot.use()) {
                case NORM -> weights[i] = vector(decoder, slot, source);
                case BIAS -> weights[i] = toModelFormat(decoder, vector(decoder, slot, source));
                case TABLE -> weights[i] = matrix(decoder, slot, source, form == WeightForm.F32);
                case LINEAR -> {
                    boolean tied = slot.names().equals(slots.getFirst().names());
                    if (form.isPlain()) {
                        weights[i] = tied ? weights[0] : matrix(decoder, slot, source, form == WeightForm.F32);
                    } else {
                        PtNDArray[] packed = pack(decoder, matrix(decoder, slot, source, true));
                        weights[i] = packed[0];
                        scales[i] = packed[1];
                    }
                }
            }
        }
        return new PackedWeights(weights, scales);
    }

    private static PtNDArray[] pack(TorchDecoder decoder, PtNDArray matrix) {
        try (matrix;
                IValue value = IValue.from(matrix)) {
            return decoder.callForList("pack", value);
        }
    }

    private static PtNDArray toModelFormat(TorchDecoder decoder, PtNDArray vector) {
        try (vector;
                IValue value = IValue.from(vector)) {
            return decoder.call("plain", value);
        }
    }

    /** The slot's vectors one after the other, float32. */
    private static PtNDArray vector(TorchDecoder decoder, WeightSlot slot, DecoderWeights source) {
        float[] values = new float[slot.names().stream().mapToInt(source::columns).sum()];
        int at = 0;
        for (String name : slot.names()) {
            source.readRows(name, 0, 1, values, at);
            at += source.columns(name);
        }
        return decoder.tensor(values, values.length);
    }

    /** The slot's matrices row upon row, chunk by chunk, as float32 or in the tables' format. */
    private static PtNDArray matrix(TorchDecoder decoder, WeightSlot slot, DecoderWeights source, boolean float32) {
        int rows = slot.names().stream().mapToInt(source::rows).sum();
        int columns = source.columns(slot.names().getFirst());
        PtNDArray target = decoder.blank(rows, columns, float32);
        int chunkRows = Math.max(1, CHUNK_ELEMENTS / columns);
        int at = 0;
        for (String name : slot.names()) {
            for (int begin = 0; begin < source.rows(name); begin += chunkRows) {
                int count = Math.min(chunkRows, source.rows(name) - begin);
                decoder.fill(target, at, decode(source, name, begin, count, columns), count, columns);
                at += count;
            }
        }
        return target;
    }

    /** Decodes rows on all cores: a block format costs about a nanosecond an element. */
    private static float[] decode(DecoderWeights source, String name, int begin, int count, int columns) {
        float[] values = new float[Math.multiplyExact(count, columns)];
        int tasks = Math.min(count, 4 * Runtime.getRuntime().availableProcessors());
        IntStream.range(0, tasks).parallel().forEach(task -> {
            int from = (int) ((long) count * task / tasks);
            int to = (int) ((long) count * (task + 1) / tasks);
            source.readRows(name, begin + from, to - from, values, from * columns);
        });
        return values;
    }
}
