package io.osler.engine.torch;

import ai.djl.ndarray.types.DataType;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.IValue;
import io.osler.engine.WeightForm;
import io.osler.engine.arch.WeightSlot;
import io.osler.models.WeightRows;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;

/**
 * A model's weights in the form its program reads: two lists of tensors on the device, as long as the list of slots.
 *
 * @param weights matrices, tables and norms
 * @param scales  what {@code linear} needs beside a packed matrix; empty tensors elsewhere
 */
record PackedWeights(PtNDArray[] weights, PtNDArray[] scales) {
    /**
     * How weights lie on the device.
     *
     * @param tableDtype number format of tables, and of matrices in a plain form
     * @param int8       how matrices are rounded and multiplied by in {@code INT8}
     */
    record Layout(WeightForm form, int tableDtype, Int8Rounding int8) {
        /** As decoders have it: tables in bfloat16 beside packed matrices. */
        static Layout ofDecoder(WeightForm form, Int8Rounding int8) {
            return new Layout(form, form == WeightForm.F32 ? TorchModule.FLOAT32 : TorchModule.BFLOAT16, int8);
        }
    }

    static PackedWeights load(TorchModule module, List<WeightSlot> slots, WeightRows source, Layout layout) {
        int tableDtype = layout.tableDtype();
        PtNDArray[] weights = new PtNDArray[slots.size()];
        PtNDArray[] scales = new PtNDArray[slots.size()];
        Arrays.fill(scales, module.own(new float[0], true));
        Loader loader = new Loader(module, source, layout.int8());
        for (int i = 0; i < weights.length; i++) {
            WeightSlot slot = slots.get(i);
            switch (slot.use()) {
                case NORM -> weights[i] = module.own(loader.vector(slot), true);
                case BIAS -> weights[i] = module.own(loader.vector(slot), false);
                case TABLE -> weights[i] = loader.plain(slot, tableDtype);
                case LINEAR -> {
                    switch (layout.form()) {
                        case F32, BF16 -> {
                            // A tied head in a plain form is the embedding table itself.
                            boolean tied = i > 0
                                    && slot.names().equals(slots.getFirst().names());
                            weights[i] = tied ? weights[0] : loader.plain(slot, tableDtype);
                        }
                        case AUTO -> throw new IllegalStateException("AUTO was not resolved");
                        case INT8 -> loader.int8(slot, weights, scales, i);
                        case INT4 -> loader.int4(slot, weights, scales, i);
                    }
                }
            }
        }
        return new PackedWeights(weights, scales);
    }

    /**
     * What the program reads of an int8 matrix.
     *
     * @param weight empty when the program keeps the matrix itself, as it lays it out
     */
    record Int8Matrix(PtNDArray weight, PtNDArray scales) {}

    /** Takes over a matrix [out, in] and its scales [out] as weight {@code i}. */
    static Int8Matrix int8(TorchModule module, Int8Product product, int i, PtNDArray whole, PtNDArray scales) {
        return switch (product) {
            case PLAIN -> new Int8Matrix(whole, scales);
            case PACKED, NARROW -> {
                try (whole;
                        scales;
                        IValue matrix = IValue.from(whole);
                        IValue steps = IValue.from(scales);
                        IValue at = IValue.from((long) i);
                        IValue done = module.run("pack", matrix, steps, at)) {
                    assert done.isLong();
                }
                PtNDArray nothing = module.own(new float[0], true);
                yield new Int8Matrix(nothing, nothing);
            }
        };
    }

    /**
     * Decodes the slots' matrices chunk by chunk through buffers that are used again and again: a model of gigabytes
     * needs no second copy of anything, and no fresh memory but its own.
     */
    private static final class Loader {
        private static final int CHUNK_ELEMENTS = 1 << 20;

        private final TorchModule module;
        private final WeightRows source;
        private final Int8Rounding int8;
        private float[] values = new float[CHUNK_ELEMENTS];
        private ByteBuffer staging = direct(CHUNK_ELEMENTS);

        Loader(TorchModule module, WeightRows source, Int8Rounding int8) {
            this.module = module;
            this.source = source;
            this.int8 = int8;
        }

        /** The slot's vectors one after the other. */
        float[] vector(WeightSlot slot) {
            float[] all =
                    new float[slot.names().stream().mapToInt(source::columns).sum()];
            int at = 0;
            for (String name : slot.names()) {
                source.readRows(name, 0, 1, all, at);
                at += source.columns(name);
            }
            return all;
        }

        /** The slot's matrices row upon row in a floating-point format. */
        PtNDArray plain(WeightSlot slot, int dtype) {
            int columns = columns(slot);
            PtNDArray target = module.blank(rows(slot), columns, dtype);
            eachChunk(slot, (at, count) -> {
                staging.asFloatBuffer().put(values, 0, count * columns);
                module.fill(target, at, staging, DataType.FLOAT32, count, columns);
            });
            return target;
        }

        void int8(WeightSlot slot, PtNDArray[] weights, PtNDArray[] scales, int i) {
            int columns = columns(slot);
            PtNDArray target = module.blank(rows(slot), columns, TorchModule.INT8);
            float[] rowScales = new float[rows(slot)];
            byte[] whole = new byte[values.length];
            eachChunk(slot, (at, count) -> {
                inParallel(
                        count,
                        row -> rowScales[at + row] =
                                Quantizer.int8(values, row * columns, columns, int8.weightMax(), whole));
                staging.clear().put(whole, 0, count * columns).clear();
                module.fill(target, at, staging, DataType.INT8, count, columns);
            });
            Int8Matrix matrix = PackedWeights.int8(module, int8.product(), i, target, module.own(rowScales, true));
            weights[i] = matrix.weight();
            scales[i] = matrix.scales();
        }

        void int4(WeightSlot slot, PtNDArray[] weights, PtNDArray[] scales, int i) {
            int columns = columns(slot);
            int perRow = 2 * columns / Quantizer.GROUP_INTS;
            float[] scaleAndMiddle = new float[rows(slot) * perRow];
            int[] whole = new int[values.length];
            try (PtNDArray unpacked = module.blank(rows(slot), columns, TorchModule.INT32)) {
                eachChunk(slot, (at, count) -> {
                    inParallel(
                            count,
                            row -> Quantizer.int4(
                                    values, row * columns, columns, whole, scaleAndMiddle, (at + row) * perRow));
                    staging.asIntBuffer().put(whole, 0, count * columns);
                    module.fill(unpacked, at, staging, DataType.INT32, count, columns);
                });
                try (PtNDArray both = module.tensor(scaleAndMiddle, rows(slot), perRow / 2, 2);
                        IValue matrix = IValue.from(unpacked);
                        IValue groups = IValue.from(both)) {
                    PtNDArray[] packed = module.callForList("pack", matrix, groups);
                    weights[i] = packed[0];
                    scales[i] = packed[1];
                }
            }
        }

        @FunctionalInterface
        private interface Chunk {
            /** Takes {@code count} rows in {@code values}, which are rows {@code at} and on of the slot. */
            void take(int at, int count);
        }

        private void eachChunk(WeightSlot slot, Chunk chunk) {
            int columns = columns(slot);
            int chunkRows = Math.max(1, CHUNK_ELEMENTS / columns);
            if (columns > values.length) { // a single row is longer than a chunk
                values = new float[columns];
                staging = direct(columns);
            }
            int at = 0;
            for (String name : slot.names()) {
                for (int begin = 0; begin < source.rows(name); begin += chunkRows) {
                    int first = begin;
                    int count = Math.min(chunkRows, source.rows(name) - begin);
                    inParallel(count, row -> source.readRows(name, first + row, 1, values, row * columns));
                    chunk.take(at, count);
                    at += count;
                }
            }
        }

        private int rows(WeightSlot slot) {
            return slot.names().stream().mapToInt(source::rows).sum();
        }

        private int columns(WeightSlot slot) {
            return source.columns(slot.names().getFirst());
        }

        private static void inParallel(int rows, IntConsumer row) {
            IntStream.range(0, rows).parallel().forEach(row);
        }

        private static ByteBuffer direct(int elements) {
            return ByteBuffer.allocateDirect(Math.multiplyExact(elements, Float.BYTES))
                    .order(ByteOrder.nativeOrder());
        }
    }
}
