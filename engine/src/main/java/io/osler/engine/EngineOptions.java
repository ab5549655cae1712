package io.osler.engine;

import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;

/**
 * How an engine is opened.
 *
 * @param weightForm       number format of the matrices
 * @param device           where the model runs
 * @param contextTokensMax most tokens of one sequence, prompt and answer; the model's own limit caps it
 * @param threads          CPU threads of one matrix product; 0 for the cores that other processes leave free, looked at
 *                         once a second (on Linux; else all)
 * @param draftTokensMax   most tokens of a sequence verified at once; 1 decodes one at a time, with the same result
 * @param cacheBytes       memory for keys and values of all sequences and of the prefixes kept for later; 0 for one
 *                         gigabyte, or what one sequence of the longest context takes when that is more. Taken as it is
 *                         used, never more
 * @param sequencesMax     most sequences in a step
 * @param stepTokensMax    most tokens of a step. Measured on CPUs: products are at their best from about 200 on, and slower
 *                         again where an intermediate result outgrows what the C library keeps for reuse (32 MB); a GPU
 *                         wants more
 * @param queueMax         requests that may wait; more are refused
 * @param adapters         directories of LoRA adapters, merged into the weights in this order
 */
public record EngineOptions(
        WeightForm weightForm,
        ComputeDevice device,
        int contextTokensMax,
        int threads,
        int draftTokensMax,
        long cacheBytes,
        int sequencesMax,
        int stepTokensMax,
        int queueMax,
        List<Path> adapters) {
    public static final EngineOptions DEFAULTS =
            new EngineOptions(WeightForm.AUTO, ComputeDevice.AUTO, 4096, 0, 32, 0, 32, 256, 4096, List.of());

    public EngineOptions {
        require(contextTokensMax > 0, "contextTokensMax is %d, expected at least 1", contextTokensMax);
        require(threads >= 0, "threads is %d, expected 0 or more", threads);
        require(draftTokensMax > 0, "draftTokensMax is %d, expected at least 1", draftTokensMax);
        require(cacheBytes >= 0, "cacheBytes is %d, expected 0 or more", cacheBytes);
        require(sequencesMax > 0, "sequencesMax is %d, expected at least 1", sequencesMax);
        require(
                stepTokensMax >= sequencesMax,
                "stepTokensMax is %d, expected at least sequencesMax, a token for each",
                stepTokensMax);
        require(queueMax > 0, "queueMax is %d, expected at least 1", queueMax);
        adapters = List.copyOf(adapters);
    }

    public EngineOptions withWeightForm(WeightForm form) {
        return changed(fields -> fields.weightForm = form);
    }

    public EngineOptions withDevice(ComputeDevice computeDevice) {
        return changed(fields -> fields.device = computeDevice);
    }

    public EngineOptions withContextTokensMax(int tokens) {
        return changed(fields -> fields.contextTokensMax = tokens);
    }

    public EngineOptions withThreads(int count) {
        return changed(fields -> fields.threads = count);
    }

    public EngineOptions withDraftTokensMax(int tokens) {
        return changed(fields -> fields.draftTokensMax = tokens);
    }

    public EngineOptions withCacheBytes(long bytes) {
        return changed(fields -> fields.cacheBytes = bytes);
    }

    /** Raises {@code stepTokensMax} to a token for each sequence where it is less. */
    public EngineOptions withSequencesMax(int sequences) {
        return changed(fields -> {
            fields.sequencesMax = sequences;
            fields.stepTokensMax = Math.max(sequences, fields.stepTokensMax);
        });
    }

    public EngineOptions withStepTokensMax(int tokens) {
        return changed(fields -> fields.stepTokensMax = tokens);
    }

    public EngineOptions withQueueMax(int requests) {
        return changed(fields -> fields.queueMax = requests);
    }

    public EngineOptions withAdapters(List<Path> directories) {
        return changed(fields -> fields.adapters = directories);
    }

    private EngineOptions changed(Consumer<Fields> change) {
        Fields fields = new Fields(this);
        change.accept(fields);
        return fields.options();
    }

    /** The components, open to change: a record of ten would otherwise be spelled out in each method above. */
    private static final class Fields {
        private WeightForm weightForm;
        private ComputeDevice device;
        private int contextTokensMax;
        private int threads;
        private int draftTokensMax;
        private long cacheBytes;
        private int sequencesMax;
        private int stepTokensMax;
        private int queueMax;
        private List<Path> adapters;

        Fields(EngineOptions from) {
            weightForm = from.weightForm;
            device = from.device;
            contextTokensMax = from.contextTokensMax;
            threads = from.threads;
            draftTokensMax = from.draftTokensMax;
            cacheBytes = from.cacheBytes;
            sequencesMax = from.sequencesMax;
            stepTokensMax = from.stepTokensMax;
            queueMax = from.queueMax;
            adapters = from.adapters;
        }

        EngineOptions options() {
            return new EngineOptions(
                    weightForm,
                    device,
                    contextTokensMax,
                    threads,
                    draftTokensMax,
                    cacheBytes,
                    sequencesMax,
                    stepTokensMax,
                    queueMax,
                    adapters);
        }
    }

    private static void require(boolean holds, String message, long value) {
        if (!holds) {
            throw new IllegalArgumentException(message.formatted(value));
        }
    }
}
