package io.osler.bench.peers;

import de.kherud.llama.InferenceParameters;
import de.kherud.llama.LlamaModel;
import de.kherud.llama.ModelParameters;
import de.kherud.llama.args.LogFormat;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * llama.cpp inside the JVM, through {@code de.kherud:llama}: completions one at a time with the prompt cache on, and
 * with several slots that are decoded together. Its slots do not share a prefix: each reads it once and keeps it.
 */
@Command(name = "LlamaJvmPeer", mixinStandardHelpOptions = true)
final class LlamaJvmPeer implements Runnable {
    private static final int BATCH_TOKENS = 512;
    private static final int OWN_TOKENS = 300;

    @Parameters(index = "0", paramLabel = "MODEL.gguf")
    private Path model;

    @Parameters(index = "1", paramLabel = "prompts.jsonl")
    private Path prompts;

    @Option(names = "--sentences", defaultValue = "200")
    private int sentences;

    @Option(names = "--repeats", defaultValue = "3")
    private int repeats;

    @Option(names = "--threads", defaultValue = "2")
    private int threads;

    @Option(names = "--slots", split = ",", defaultValue = "1,8", description = "1 is one sentence at a time.")
    private List<Integer> slots;

    @Option(names = "--flash", description = "With flash attention.")
    private boolean flash;

    private PeerJob job;

    public static void main(String[] arguments) {
        System.exit(new CommandLine(new LlamaJvmPeer()).execute(arguments));
    }

    @Override
    public void run() {
        LlamaModel.setLogger(LogFormat.TEXT, (level, message) -> {});
        Map<String, Object> facts = Map.of(
                "peer", "llama.cpp in the JVM",
                "version", "de.kherud:llama 4.2.0",
                "model", model.getFileName().toString(),
                "threads", threads,
                "flash_attention", flash);
        try {
            job = new PeerJob(facts, PeerJob.read(prompts, sentences), repeats);
        } catch (IOException e) {
            throw new IllegalArgumentException("prompts %s are not readable".formatted(prompts), e);
        }
        slots.forEach(this::measure);
    }

    private void measure(int slots) {
        int prefixTokens;
        try (LlamaModel small = new LlamaModel(parameters(1, BATCH_TOKENS))) {
            prefixTokens = small.encode(job.prefix()).length;
        }
        try (LlamaModel llama = new LlamaModel(parameters(slots, prefixTokens + OWN_TOKENS))) {
            int[] limits = job.prompts().stream()
                    .mapToInt(prompt -> llama.encode(prompt.tail()).length + PeerJob.OUTPUT_TOKENS_BEYOND_TAIL)
                    .toArray();
            fillSlots(llama, slots);
            double[] rates = new double[repeats];
            List<String> answers = List.of();
            for (int round = 0; round < repeats; round++) {
                long begin = System.nanoTime();
                answers = answers(llama, slots, limits);
                rates[round] = answers.size() / PeerJob.seconds(begin);
            }
            Map<String, Object> more = new TreeMap<>(job.score(answers));
            more.putAll(Map.of("slots", slots, "sentences", answers.size(), "prefix_tokens", prefixTokens));
            String figure = slots == 1 ? "one sentence at a time, prefix cached" : "continuous batches, prefix per slot";
            job.report(figure, "sentences/s", rates, more);
        }
    }

    /** Sends as many prompts at once as there are slots, so that each has read the prefix before time is taken. */
    private void fillSlots(LlamaModel llama, int slots) {
        int[] few = IntStream.range(0, slots).map(slot -> 2).toArray();
        answers(llama, slots, few);
    }

    /** Answers to the first {@code limits.length} prompts; the engine's queue keeps {@code slots} of them running. */
    private List<String> answers(LlamaModel llama, int slots, int[] limits) {
        int count = Math.min(limits.length, job.prompts().size());
        try (ExecutorService callers = Executors.newFixedThreadPool(slots)) {
            List<Callable<String>> calls = new ArrayList<>(count);
            for (int i = 0; i < count; i++) {
                InferenceParameters inference = inference(job.prompts().get(i), limits[i]);
                calls.add(() -> llama.complete(inference));
            }
            return callers.invokeAll(calls).stream().map(Future::resultNow).toList();
        } catch (InterruptedException e) {
            throw new IllegalStateException("interrupted while %d sentences were under way".formatted(count), e);
        }
    }

    private static InferenceParameters inference(PeerJob.Prompt prompt, int limit) {
        return new InferenceParameters(prompt.prefix() + prompt.tail())
                .setCachePrompt(true)
                .setTemperature(0)
                .setNPredict(limit)
                .setStopStrings("\n");
    }

    private ModelParameters parameters(int slots, int tokens) {
        ModelParameters parameters = new ModelParameters()
                .setModel(model.toString())
                .setCtxSize(slots * tokens)
                .setParallel(slots)
                .enableContBatching()
                .setBatchSize(BATCH_TOKENS)
                .setUbatchSize(BATCH_TOKENS)
                .setThreads(threads)
                .setThreadsBatch(threads)
                .setGpuLayers(0)
                .disableLog();
        return flash ? parameters.enableFlashAttn() : parameters;
    }
}
