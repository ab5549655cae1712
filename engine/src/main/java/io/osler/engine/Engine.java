package io.osler.engine;

import io.osler.engine.arch.Architecture;
import io.osler.engine.cache.PrefixNode;
import io.osler.engine.loop.EngineLoop;
import io.osler.engine.loop.Job;
import io.osler.engine.loop.Jobs;
import io.osler.engine.loop.LoopLimits;
import io.osler.engine.loop.PrefixFile;
import io.osler.engine.torch.TorchDecoder;
import io.osler.engine.torch.TorchSetup;
import io.osler.models.ModelDirectory;
import io.osler.models.text.ChatTemplate;
import io.osler.models.text.Tokenizer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.zip.CRC32C;

/**
 * A language model ready to read and generate. {@code Engine} owns the {@link ModelDirectory} it opened and all device
 * memory; closing it closes both.
 *
 * <p>Safe for many threads, virtual ones too: one thread of its own drives the device and carries all requests forward
 * together, a step at a time; those that begin alike share what they have in common, found by itself, in the same batch
 * and from earlier ones. Tokenising and building prompts happens on callers' threads meanwhile.
 *
 * <p>What else is in the batch changes a request's numbers by no more than rounding: each row's products are sums of the
 * same terms, but libtorch may order them differently for another number of rows. In {@code F32} logits differ by less
 * than 1e-4; a choice between two tokens closer than that may fall either way.
 */
public final class Engine implements AutoCloseable {
    /** A step of one row takes as long as so many more rows would add (bench/results). */
    private static final double STEP_COST_CPU = 24;

    /** Reading the weights takes as long as computing so many rows: the ridge of an H200; not measured here. */
    private static final double STEP_COST_GPU = 200;

    /** Between reading a prefix and pinning it others may take its place. */
    private static final int PIN_ATTEMPTS = 3;

    private final ModelDirectory model;
    private final EngineOptions options;
    private final Thread thread;
    private final TorchDecoder decoder;
    private final EngineLoop loop;
    private final Jobs jobs;

    private Engine(ModelDirectory model, EngineOptions options) {
        this.model = model;
        this.options = options;
        Architecture architecture = Architecture.of(model.config());
        MemoryPlan memory = MemoryPlan.of(architecture.shape(), options, model.path());
        CompletableFuture<TorchDecoder> loaded = new CompletableFuture<>();
        CompletableFuture<EngineLoop> begun = new CompletableFuture<>();
        // libtorch keeps settings per thread, so that the one which loads is the one which runs.
        this.thread = Thread.ofPlatform().name("osler-engine").daemon().start(() -> {
            try (TorchDecoder opened =
                    TorchDecoder.load(architecture, model.weights(), options, memory.positions(), memory.slots())) {
                loaded.complete(opened);
                begun.join().run();
            } catch (RuntimeException | Error e) {
                loaded.completeExceptionally(e);
            }
        });
        try {
            this.decoder = await(loaded);
            this.loop = new EngineLoop(
                    decoder,
                    new LoopLimits(
                            options.sequencesMax(),
                            options.stepTokensMax(),
                            decoder.isGpu() ? STEP_COST_GPU : STEP_COST_CPU,
                            options.draftTokensMax(),
                            options.queueMax()));
        } catch (RuntimeException | Error e) {
            begun.completeExceptionally(e); // so that the thread lets go of what it loaded
            throw e;
        }
        this.jobs = new Jobs(model.tokenizer(), model.stopIds(), architecture.shape());
        begun.complete(loop);
    }

    /**
     * Opens a model.
     *
     * @param path a GGUF file, or a directory with a model
     * @throws io.osler.models.ModelException when the files are not a model this engine can run
     * @throws EngineException                when libtorch, the device or memory is missing
     */
    public static Engine open(Path path, EngineOptions options) {
        ModelDirectory model = ModelDirectory.open(path, options.adapters());
        try {
            return new Engine(model, options);
        } catch (RuntimeException | Error e) {
            model.close();
            throw e;
        }
    }

    /** Generates and waits. */
    public Generation generate(GenerationRequest request) {
        requireOtherThread();
        return await(submit(request));
    }

    /** Generates and waits, telling a listener as text comes up; see {@link #submit(GenerationRequest, Consumer)}. */
    public Generation generate(GenerationRequest request, Consumer<GenerationEvent> listener) {
        requireOtherThread();
        return await(submit(request, listener));
    }

    /** Queues a request; see {@link #submit(GenerationRequest, Consumer)}. */
    public CompletableFuture<Generation> submit(GenerationRequest request) {
        return submit(request, event -> {});
    }

    /**
     * Queues a request. Cancelling the future ends it at the next step and frees what it held.
     *
     * @param listener called on the engine's thread, so it should not linger; what it throws ends this request alone
     * @return completes with the answer, or exceptionally with an {@link EngineException}: CONTEXT_EXCEEDED when prompt
     *     and answer outgrow the context, DEADLINE_EXCEEDED, CLOSED, FAILED
     * @throws EngineException CONTEXT_EXCEEDED or MEMORY_SHORT when the prompt can never fit, QUEUE_FULL, CLOSED
     */
    public CompletableFuture<Generation> submit(GenerationRequest request, Consumer<GenerationEvent> listener) {
        return loop.submit(jobs.generation(request, listener)).future();
    }

    /**
     * Queues many requests, in the order of their prompts' tokens so that those that begin alike meet. Waits where the
     * queue is full.
     *
     * @return in the order of the requests; each completes by itself, as {@link #submit(GenerationRequest, Consumer)}
     *     says, with what that throws too
     */
    public List<CompletableFuture<Generation>> submitAll(List<GenerationRequest> requests) {
        return queued(requests, GenerationRequest::prompt, request -> jobs.generation(request, event -> {}));
    }

    /**
     * Generates answers to many requests and waits.
     *
     * @return in the order of the requests
     * @throws EngineException the first failure; the others are cancelled
     */
    public List<Generation> generateAll(List<GenerationRequest> requests) {
        return awaitAll(submitAll(requests));
    }

    /** Reads and waits; see {@link #submit(ReadingRequest)}. */
    public Reading read(ReadingRequest request) {
        requireOtherThread();
        return await(submit(request));
    }

    /** Queues tokens to read; as {@link #submit(GenerationRequest, Consumer)}. */
    public CompletableFuture<Reading> submit(ReadingRequest request) {
        return loop.submit(jobs.reading(request)).future();
    }

    /** Queues many; as {@link #submitAll}. */
    public List<CompletableFuture<Reading>> submitReadings(List<ReadingRequest> requests) {
        return queued(requests, ReadingRequest::tokens, jobs::reading);
    }

    /** Reads many and waits; as {@link #generateAll}. */
    public List<Reading> readAll(List<ReadingRequest> requests) {
        return awaitAll(submitReadings(requests));
    }

    /**
     * Reads a text once, opens branches from its points and tells the logits asked for at each. All branches share what
     * stands before their point, and run together.
     *
     * @param tokens of the text
     * @return for each branch its logits {@code [rows][ids]}: the first row is the answer behind the token before its
     *     point, each further one behind a token of the branch
     */
    public List<float[][]> score(int[] tokens, List<Branch> branches) {
        int[] points = branches.stream().mapToInt(Branch::point).toArray();
        for (int point : points) {
            if (point < 1 || point > tokens.length) {
                throw new IllegalArgumentException(
                        "point is %d, expected 1 to the text's %d tokens".formatted(point, tokens.length));
            }
        }
        int shared = Arrays.stream(points).max().orElse(1) - 1;
        if (shared > 0) {
            read(ReadingRequest.of(Arrays.copyOf(tokens, shared)));
        }
        return readAll(branches.stream().map(branch -> branch.request(tokens)).toList()).stream()
                .map(Reading::logits)
                .toList();
    }

    /**
     * Reads tokens and keeps their keys and values at hand until the result is closed.
     *
     * @throws EngineException CONTEXT_EXCEEDED, MEMORY_SHORT when there is no room for them
     */
    public PinnedPrefix pin(int... tokens) {
        for (int attempt = 0; attempt < PIN_ATTEMPTS; attempt++) {
            read(ReadingRequest.of(tokens));
            Optional<PrefixNode> leaf = await(loop.between(keeper -> keeper.pin(tokens)));
            if (leaf.isPresent()) {
                return new PinnedPrefix(loop, leaf.get(), tokens, fingerprint());
            }
        }
        throw new EngineException(
                EngineException.Code.MEMORY_SHORT,
                "prefix of %d tokens".formatted(tokens.length),
                "was given up for other requests before it could be pinned; open the engine with more cacheBytes");
    }

    /**
     * Brings back what {@link PinnedPrefix#save} wrote, and pins it.
     *
     * @throws EngineException PREFIX_UNUSABLE when the file is damaged or of another model or number format
     */
    public PinnedPrefix restore(Path file) {
        PrefixFile mapped = PrefixFile.open(file);
        PrefixNode leaf = await(loop.between(keeper -> keeper.restore(mapped, fingerprint())));
        return new PinnedPrefix(loop, leaf, mapped.tokens(), fingerprint());
    }

    /** Tells one model and number format from another: the configuration, and rows of its first and last weights. */
    private long fingerprint() {
        CRC32C checksum = new CRC32C();
        checksum.update((model.config() + " " + decoder.form()).getBytes(StandardCharsets.UTF_8));
        String last = "model.layers.%d.mlp.down_proj.weight"
                .formatted(model.config().shape().layers() - 1);
        for (String name : List.of("model.embed_tokens.weight", "model.layers.0.self_attn.q_proj.weight", last)) {
            float[] row = new float[model.weights().columns(name)];
            model.weights().readRows(name, model.weights().rows(name) / 2, 1, row, 0);
            checksum.update(Arrays.toString(row).getBytes(StandardCharsets.UTF_8));
        }
        return checksum.getValue();
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
        return prompt(tokenizer().encode(text));
    }

    /** The same for a text's ids; themselves for a model that wants none. */
    public int[] prompt(int[] ids) {
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

    /** What has been done so far, and what is held now. */
    public EngineStats stats() {
        return loop.counters().stats();
    }

    /** Ends after the step that runs; requests still there fail with CLOSED. A second call does nothing. */
    @Override
    public void close() {
        requireOtherThread();
        loop.close();
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true; // the model's memory must not go before its thread
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        model.close();
    }

    private <R, T> List<CompletableFuture<T>> queued(
            List<R> requests, Function<R, int[]> tokens, Function<R, Job<T>> job) {
        List<Integer> order = IntStream.range(0, requests.size())
                .boxed()
                .sorted(Comparator.comparing(i -> tokens.apply(requests.get(i)), Arrays::compare))
                .toList();
        List<CompletableFuture<T>> futures = new ArrayList<>(Collections.nCopies(requests.size(), null));
        try {
            for (int i : order) {
                futures.set(i, queued(job, requests.get(i)));
            }
            return futures;
        } catch (InterruptedException e) {
            futures.stream().filter(Objects::nonNull).forEach(future -> future.cancel(true));
            throw interrupted(e);
        }
    }

    /** What is wrong with one request must not cost the others. */
    private <R, T> CompletableFuture<T> queued(Function<R, Job<T>> job, R request) throws InterruptedException {
        try {
            return loop.put(job.apply(request)).future();
        } catch (EngineException | IllegalArgumentException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private static <T> List<T> awaitAll(List<CompletableFuture<T>> futures) {
        try {
            return futures.stream().map(Engine::await).toList();
        } finally {
            futures.forEach(future -> future.cancel(true)); // does nothing to those that are done
        }
    }

    /** The engine's thread would wait for itself. */
    private void requireOtherThread() {
        if (Thread.currentThread() == thread) {
            throw new IllegalStateException(
                    "a listener or a stage of a future called the engine and would wait for itself, expected a call from"
                            + " another thread, or submit");
        }
    }

    static <T> T await(Future<T> future) {
        try {
            return future.get();
        } catch (ExecutionException e) {
            throw rethrown(e.getCause());
        } catch (InterruptedException e) {
            future.cancel(true);
            throw interrupted(e);
        }
    }

    private static RuntimeException rethrown(Throwable failure) {
        return switch (failure) {
            case CompletionException wrapped when wrapped.getCause() != null -> rethrown(wrapped.getCause());
            case RuntimeException runtime -> runtime;
            case Error error -> throw error;
            default -> new IllegalStateException(failure);
        };
    }

    private static EngineException interrupted(InterruptedException e) {
        Thread.currentThread().interrupt();
        return new EngineException(
                EngineException.Code.FAILED, "caller", "was interrupted while waiting for the engine", e);
    }
}
