package io.osler.engine;

import io.osler.models.config.DecoderShape;
import java.nio.file.Path;

/**
 * What an engine takes of the machine's memory, settled before anything is loaded: an honest error now, not the kernel's
 * killer later.
 *
 * @param positions most tokens of a sequence
 * @param slots     tokens whose keys and values the pool holds
 */
record MemoryPlan(int positions, int slots) {
    private static final long CACHE_BYTES = 1L << 30;

    static MemoryPlan of(DecoderShape shape, EngineOptions options, Path model) {
        int positions = Math.min(options.contextTokensMax(), shape.contextMax());
        long slotBytes = 2L * shape.layers() * shape.kvHeads() * shape.headSize() * Float.BYTES;
        long cache = options.cacheBytes() == 0 ? Math.max(CACHE_BYTES, slotBytes * positions) : options.cacheBytes();
        long slots = cache / slotBytes;
        if (slots < 2) {
            throw new IllegalArgumentException(
                    "cacheBytes is %d, expected at least %d, two tokens of this model".formatted(cache, 2 * slotBytes));
        }
        requireMemory(shape, options, model, (double) slots * slotBytes);
        return new MemoryPlan(positions, (int) Math.min(slots, 1 << 24));
    }

    private static void requireMemory(DecoderShape shape, EngineOptions options, Path model, double cache) {
        WeightForm form = options.weightForm().resolve(false);
        double table = (double) shape.vocabulary() * shape.hidden() * (form == WeightForm.F32 ? 4 : 2);
        double needed = shape.parameters() * form.bytesPerWeight() + cache + table;
        long there = MachineMemory.availableBytes();
        if (options.device() != ComputeDevice.CUDA && needed > there) {
            throw new EngineException(
                    EngineException.Code.MEMORY_SHORT,
                    model.toString(),
                    "needs about %.1f GB as %s, %.1f GB of it for keys and values; %.1f GB are available; use a smaller weight form, cacheBytes, context or model"
                            .formatted(needed / 1e9, form, cache / 1e9, there / 1e9));
        }
    }
}
