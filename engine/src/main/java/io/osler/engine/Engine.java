package io.osler.engine;

import io.osler.engine.arch.Architecture;
import io.osler.engine.loop.EngineLoop;
import io.osler.engine.torch.TorchDecoder;
import io.osler.engine.torch.TorchSetup;
import io.osler.models.ModelDirectory;
import io.osler.models.config.DecoderShape;
import io.osler.models.text.ChatTemplate;
import io.osler.models.text.Tokenizer;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;

/**
 * A language model ready to generate. {@code Engine} owns the {@link ModelDirectory} it opened and all device memory;
 * closing it closes both.
 *
 * <p>Safe for many threads: requests run one after the other, in the order they came, on one thread that alone drives
 * the device. A prompt that begins like the one before it is read only from where they part.
 */
public final class Engine implements AutoCloseable {
    private final ModelDirectory model;
    private final EngineOptions options;
    private final ExecutorService thread;
    private final TorchDecoder decoder;
    private final EngineLoop loop;
    private volatile boolean closed;

    private Engine(ModelDirectory model, EngineOptions options) {
        this.model = model;
        this.options = options;
        this.thread = Executors.newSingleThreadExecutor(
                Thread.ofPlatform().name("osler-engine").daemon().factory());
        Architecture architecture = Architecture.of(model.config());
        int positions =
                Math.min(options.contextTokensMax(), architecture.shape().contextMax());
        requireMemory(architecture.shape(), positions);
        try {
            this.decoder =
                    await(thread.submit(() -> TorchDecoder.load(architecture, model.weights(), options, positions)));
        } catch (RuntimeException | Error e) {
            thread.shutdownNow();
            throw e;
        }
        this.loop = new EngineLoop(decoder, model.tokenizer(), model.stopIds(), options.draftTokensMax());
    }

    /**
     * Opens a model.
     *
     * @param path a GGUF file, or a directory with a model
     * @throws io.osler.models.ModelException when the files are not a model this engine can run
     * @throws EngineException                when libtorch, the device or memory is missing
     */
    public static Engine open(Path path, EngineOptions options) {
        ModelDirectory model = ModelDirectory.open(path);
        try {
            return new Engine(model, options);
        } catch (RuntimeException | Error e) {
            model.close();
            throw e;
        }
    }

    /** Generates and waits. */
    public Generation generate(GenerationRequest request) {
        return generate(request, event -> {});
    }

    /**
     * Generates and waits, telling a listener as text comes up.
     *
     * @param listener called on the engine's thread
     * @throws EngineException CONTEXT_EXCEEDED when the prompt leaves no room, CLOSED after {@link #close}
     */
    public Generation generate(GenerationRequest request, Consumer<GenerationEvent> listener) {
        try {
            return await(thread.submit(() -> loop.run(request, listener)));
        } catch (RejectedExecutionException e) {
            throw new EngineException(
                    EngineException.Code.CLOSED, model.path().toString(), "the engine is closed; open another", e);
        }
    }

    /** Continues a text freely: the model's first token, the text, and what the model adds. */
    public String complete(String text) {
        return generate(GenerationRequest.of(prompt(text))).text();
    }

    /** Answers the last message of a conversation, through the model's own chat template. */
    public String chat(List<ChatTemplate.Message> messages) {
        ChatTemplate template = model.chatTemplate()
                .orElseThrow(() -> new IllegalArgumentException(
                        "%s has no chat template; it is a base model, use complete".formatted(model.path())));
        return generate(GenerationRequest.of(tokenizer().encodeTemplate(template.render(messages))))
                .text();
    }

    /** Ids of a plain text, after the token the model wants first. */
    public int[] prompt(String text) {
        int[] ids = tokenizer().encode(text);
        return model.bosId()
                .map(bos -> {
                    int[] all = new int[ids.length + 1];
                    all[0] = bos;
                    System.arraycopy(ids, 0, all, 1, ids.length);
                    return all;
                })
                .orElse(ids);
    }

    public Tokenizer tokenizer() {
        return model.tokenizer();
    }

    public ModelDirectory model() {
        return model;
    }

    public EngineOptions options() {
        return options;
    }

    /** Most tokens of one sequence. */
    public int contextTokensMax() {
        return decoder.positionsMax();
    }

    /** The form the weights are in; never {@code AUTO}. */
    public WeightForm weightForm() {
        return decoder.form();
    }

    /** Where it runs, for people. */
    public String deviceName() {
        return decoder.deviceName();
    }

    /** What libtorch was found, for people; loads it where need be. */
    public static String describeLibrary() {
        return TorchSetup.describe();
    }

    /** CUDA devices that libtorch sees. */
    public static int gpuCount() {
        return TorchSetup.gpuCount();
    }

    /** Lets the running request finish, then gives all memory back. A second call does nothing. */
    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        await(thread.submit(decoder::close));
        thread.close();
        model.close();
    }

    /** Weights and cache must fit in what the machine has: an honest error now, not the kernel's killer later. */
    private void requireMemory(DecoderShape shape, int positions) {
        WeightForm form = options.weightForm().resolve(false, shape.parameters());
        double cache = 2.0 * shape.layers() * shape.kvHeads() * shape.headSize() * positions * Float.BYTES;
        double table = (double) shape.vocabulary() * shape.hidden() * (form == WeightForm.F32 ? 4 : 2);
        double needed = shape.parameters() * form.bytesPerWeight() + cache + table;
        long there = MachineMemory.availableBytes();
        if (options.device() != ComputeDevice.CUDA && needed > there) {
            throw new EngineException(
                    EngineException.Code.MEMORY_SHORT,
                    model.path().toString(),
                    "needs about %.1f GB as %s with a context of %d tokens, %.1f GB are available; use a smaller weight form, context or model"
                            .formatted(needed / 1e9, form, positions, there / 1e9));
        }
    }

    private static <T> T await(Future<T> future) {
        try {
            return future.get();
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case RuntimeException failure -> throw failure;
                case Error failure -> throw failure;
                default -> throw new IllegalStateException(e.getCause());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new EngineException(
                    EngineException.Code.FAILED, "caller", "was interrupted while waiting for the engine", e);
        }
    }
}
