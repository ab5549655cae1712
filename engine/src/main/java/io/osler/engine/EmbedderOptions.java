package io.osler.engine;

import io.osler.models.config.EncoderRecipe;
import java.util.Optional;

/**
 * How an embedder is opened.
 *
 * @param kind        what runs the encoder
 * @param weightForm  number format of the matrices in the engine's program; an ONNX file has its own. AUTO is BF16 on CUDA,
 *                    on a CPU F32 when {@code exact} and else INT8
 * @param device      where the encoder runs
 * @param threads     CPU threads; each encodes on its own. 0 for the number of cores
 * @param batchTokens most tokens of one call, a longer text aside. Measured on CPUs: from about 250 on products are at their
 *                    best, and what passes between them still lies in the cache of a core; a GPU wants more
 * @param recipe      pooling, length and prefix; empty for what the model's files or the catalogue say
 * @param normalised  whether vectors have length 1
 * @param exact       whether AUTO is to be the form for vectors that are compared: INT8 is 1.6 times as fast on CPUs and moves
 *                    near neighbours a little, which heads do not mind
 */
public record EmbedderOptions(
        EncoderKind kind,
        WeightForm weightForm,
        ComputeDevice device,
        int threads,
        int batchTokens,
        Optional<EncoderRecipe> recipe,
        boolean normalised,
        boolean exact) {
    public static final EmbedderOptions DEFAULTS = new EmbedderOptions(
            EncoderKind.AUTO, WeightForm.AUTO, ComputeDevice.AUTO, 0, 256, Optional.empty(), true, true);

    public EmbedderOptions {
        if (threads < 0) {
            throw new IllegalArgumentException("threads is %d, expected 0 or more".formatted(threads));
        }
        if (batchTokens < 1) {
            throw new IllegalArgumentException("batchTokens is %d, expected at least 1".formatted(batchTokens));
        }
    }

    public EmbedderOptions withKind(EncoderKind encoderKind) {
        return new EmbedderOptions(encoderKind, weightForm, device, threads, batchTokens, recipe, normalised, exact);
    }

    public EmbedderOptions withWeightForm(WeightForm form) {
        return new EmbedderOptions(kind, form, device, threads, batchTokens, recipe, normalised, exact);
    }

    public EmbedderOptions withDevice(ComputeDevice computeDevice) {
        return new EmbedderOptions(kind, weightForm, computeDevice, threads, batchTokens, recipe, normalised, exact);
    }

    public EmbedderOptions withThreads(int count) {
        return new EmbedderOptions(kind, weightForm, device, count, batchTokens, recipe, normalised, exact);
    }

    public EmbedderOptions withBatchTokens(int tokens) {
        return new EmbedderOptions(kind, weightForm, device, threads, tokens, recipe, normalised, exact);
    }

    public EmbedderOptions withRecipe(EncoderRecipe encoderRecipe) {
        return new EmbedderOptions(
                kind, weightForm, device, threads, batchTokens, Optional.of(encoderRecipe), normalised, exact);
    }

    public EmbedderOptions withNormalised(boolean unitLength) {
        return new EmbedderOptions(kind, weightForm, device, threads, batchTokens, recipe, unitLength, exact);
    }

    public EmbedderOptions withExact(boolean forComparing) {
        return new EmbedderOptions(kind, weightForm, device, threads, batchTokens, recipe, normalised, forComparing);
    }

    /** Threads that encode at once. */
    int workers() {
        return threads > 0 ? threads : Runtime.getRuntime().availableProcessors();
    }
}
