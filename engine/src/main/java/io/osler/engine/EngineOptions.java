package io.osler.engine;

/**
 * How an engine is opened.
 *
 * @param weightForm       number format of the matrices
 * @param device           where the model runs
 * @param contextTokensMax most tokens of one sequence, prompt and answer; the cache is sized by it and the model's own
 *                         limit caps it
 * @param threads          CPU threads of one matrix product; 0 for the number of cores. libtorch keeps one number for the
 *                         whole process, so the engine opened last decides
 * @param draftTokensMax   most tokens verified at once under a grammar; 1 decodes one at a time, with the same result
 */
public record EngineOptions(
        WeightForm weightForm, ComputeDevice device, int contextTokensMax, int threads, int draftTokensMax) {
    public static final EngineOptions DEFAULTS = new EngineOptions(WeightForm.AUTO, ComputeDevice.AUTO, 4096, 0, 24);

    public EngineOptions {
        require(contextTokensMax > 0, "contextTokensMax is %d, expected at least 1", contextTokensMax);
        require(threads >= 0, "threads is %d, expected 0 or more", threads);
        require(draftTokensMax > 0, "draftTokensMax is %d, expected at least 1", draftTokensMax);
    }

    public EngineOptions withWeightForm(WeightForm form) {
        return new EngineOptions(form, device, contextTokensMax, threads, draftTokensMax);
    }

    public EngineOptions withDevice(ComputeDevice computeDevice) {
        return new EngineOptions(weightForm, computeDevice, contextTokensMax, threads, draftTokensMax);
    }

    public EngineOptions withContextTokensMax(int tokens) {
        return new EngineOptions(weightForm, device, tokens, threads, draftTokensMax);
    }

    public EngineOptions withThreads(int count) {
        return new EngineOptions(weightForm, device, contextTokensMax, count, draftTokensMax);
    }

    public EngineOptions withDraftTokensMax(int tokens) {
        return new EngineOptions(weightForm, device, contextTokensMax, threads, tokens);
    }

    private static void require(boolean holds, String message, int value) {
        if (!holds) {
            throw new IllegalArgumentException(message.formatted(value));
        }
    }
}
