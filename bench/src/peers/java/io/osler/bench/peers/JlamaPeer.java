package io.osler.bench.peers;

import com.github.tjake.jlama.model.AbstractModel;
import com.github.tjake.jlama.model.ModelSupport;
import com.github.tjake.jlama.safetensors.DType;
import com.github.tjake.jlama.safetensors.SafeTensorSupport;
import com.github.tjake.jlama.safetensors.prompt.PromptContext;
import com.github.tjake.jlama.tensor.AbstractTensor;
import com.github.tjake.jlama.tensor.KvBufferCache;
import com.github.tjake.jlama.tensor.KvBufferCache.KvBuffer;
import com.github.tjake.jlama.tensor.operations.TensorOperationsProvider;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * Jlama: the only other engine in pure Java that serves these models on a CPU. Its {@code generate} reads the whole
 * prompt every time. Below it, the forward pass and the key-value buffer are public, and a buffer may be set back: so
 * the prefix can be kept, for one sentence at a time. Batches of several sentences it does not offer.
 */
@Command(name = "JlamaPeer", mixinStandardHelpOptions = true)
final class JlamaPeer implements Runnable {
    private static final int PREFILL_TOKENS = 512;
    private static final int DECODE_TOKENS = 128;

    private enum Figure {
        PREFILL,
        DECODE,
        PLAIN,
        GENERATE
    }

    @Parameters(index = "0", paramLabel = "DIRECTORY", description = "config.json, tokenizer.json, *.safetensors.")
    private Path model;

    @Parameters(index = "1", paramLabel = "prompts.jsonl")
    private Path prompts;

    @Option(names = "--sentences", defaultValue = "200")
    private int sentences;

    @Option(names = "--generated", defaultValue = "5", description = "Sentences for generate, which is slow.")
    private int generated;

    @Option(names = "--repeats", defaultValue = "3")
    private int repeats;

    @Option(names = "--threads", defaultValue = "2")
    private int threads;

    @Option(names = "--working", defaultValue = "F32", description = "Type of activations and key-value buffer.")
    private DType working;

    @Option(names = "--quantized", defaultValue = "I8", description = "Type activations are multiplied in.")
    private DType quantized;

    @Option(names = "--q4", paramLabel = "DIRECTORY", description = "First write the weights there in Jlama's Q4.")
    private Path q4;

    @Option(names = "--figures", split = ",", defaultValue = "PREFILL,DECODE,PLAIN,GENERATE")
    private List<Figure> figures;

    private PeerJob job;
    private AbstractModel jlama;
    private int[] prefix;

    public static void main(String[] arguments) {
        System.exit(new CommandLine(new JlamaPeer()).execute(arguments));
    }

    @Override
    public void run() {
        try {
            measure();
        } catch (IOException e) {
            throw new IllegalArgumentException("not readable: %s or %s".formatted(model, prompts), e);
        }
    }

    private void measure() throws IOException {
        Path directory = q4 == null ? model : quantizedInto(q4);
        try (AbstractModel opened = ModelSupport.loadModel(
                directory.toFile(), null, working, quantized, Optional.empty(), Optional.of(threads))) {
            jlama = opened;
            Map<String, Object> facts = Map.of(
                    "peer", "Jlama",
                    "version", "jlama-core 0.8.4, " + TensorOperationsProvider.get().name(),
                    "model", model.getFileName().toString(),
                    "weights", opened.getWeights().getModelDType().name(),
                    "working", working.name(),
                    "threads", threads);
            job = new PeerJob(facts, PeerJob.read(prompts, sentences), repeats);
            prefix = tokens(job.prefix());
            figures.forEach(this::measure);
        }
    }

    private void measure(Figure figure) {
        switch (figure) {
            case PREFILL -> job.measure("prefill of " + PREFILL_TOKENS, "tok/s", this::prefill, Map.of());
            case DECODE -> job.measure("decode B=1 after " + PREFILL_TOKENS, "tok/s", this::decode, Map.of());
            case PLAIN -> plain();
            case GENERATE -> generate();
        }
    }

    private Path quantizedInto(Path target) throws IOException {
        if (Files.exists(target.resolve("config.json"))) {
            return target;
        }
        return SafeTensorSupport.quantizeModel(
                model, DType.Q4, new String[] {"norm"}, new String[0], Optional.of(target));
    }

    private double prefill() {
        try (KvBuffer buffer = buffer()) {
            long begin = System.nanoTime();
            read(Arrays.copyOf(prefix, PREFILL_TOKENS), 0, buffer);
            return PREFILL_TOKENS / PeerJob.seconds(begin);
        }
    }

    private double decode() {
        try (KvBuffer buffer = buffer()) {
            int token = read(Arrays.copyOf(prefix, PREFILL_TOKENS), 0, buffer);
            long begin = System.nanoTime();
            for (int i = 0; i < DECODE_TOKENS; i++) {
                token = read(new int[] {token}, PREFILL_TOKENS + i, buffer);
            }
            return DECODE_TOKENS / PeerJob.seconds(begin);
        }
    }

    /** One sentence after the other behind a prefix that was read once; reading it is not timed. */
    private void plain() {
        double[] rates = new double[repeats];
        List<String> answers = List.of();
        try (KvBuffer buffer = buffer()) {
            read(prefix, 0, buffer);
            for (int round = 0; round < repeats; round++) {
                long begin = System.nanoTime();
                answers = job.prompts().stream()
                        .map(prompt -> write(tokens(prompt.tail()), buffer))
                        .toList();
                rates[round] = answers.size() / PeerJob.seconds(begin);
            }
        }
        Map<String, Object> more = new TreeMap<>(job.score(answers));
        more.putAll(Map.of("sentences", answers.size(), "prefix_tokens", prefix.length));
        job.report("one sentence at a time, prefix kept by hand", "sentences/s", rates, more);
    }

    private String write(int[] tail, KvBuffer buffer) {
        StringBuilder answer = new StringBuilder();
        int position = prefix.length + tail.length;
        int token = read(tail, prefix.length, buffer);
        for (int i = 0; i < tail.length + PeerJob.OUTPUT_TOKENS_BEYOND_TAIL; i++) {
            String piece = jlama.getTokenizer().decode(token);
            if (jlama.getConfig().eosTokens.contains(token) || piece.contains("\n")) {
                break;
            }
            answer.append(piece);
            token = read(new int[] {token}, position++, buffer);
        }
        return answer.toString();
    }

    /** The documented call: the whole prompt each time, no stop at the line end, so the length limit ends it. */
    private void generate() {
        List<PeerJob.Prompt> few = job.prompts().subList(0, Math.min(generated, job.prompts().size()));
        double[] rates = new double[few.size()];
        for (int i = 0; i < rates.length; i++) {
            String text = few.get(i).prefix() + few.get(i).tail();
            int tail = tokens(few.get(i).tail()).length;
            int end = prefix.length + 2 * tail + PeerJob.OUTPUT_TOKENS_BEYOND_TAIL;
            long begin = System.nanoTime();
            PromptContext prompt = PromptContext.of(text);
            jlama.generate(UUID.randomUUID(), prompt, 0, end, (piece, millis) -> {});
            rates[i] = 1 / PeerJob.seconds(begin);
        }
        if (rates.length > 0) {
            job.report("generate, prompt read anew, no stop", "sentences/s", rates, Map.of("sentences", rates.length));
        }
    }

    /** Feeds tokens at positions from {@code begin}; the likeliest next one. */
    private int read(int[] tokens, int begin, KvBuffer buffer) {
        try (AbstractTensor<?, ?> logits = jlama.makeDenseTensor(jlama.getConfig().vocabularySize);
                AbstractTensor<?, ?> states = jlama.batchForward(tokens, begin, buffer)) {
            AbstractTensor<?, ?> last = states.slice(states.shape().first() - 1);
            return jlama.sample(last, 0, 0, logits);
        }
    }

    private int[] tokens(String text) {
        return Arrays.stream(jlama.getTokenizer().encode(text))
                .mapToInt(Math::toIntExact)
                .toArray();
    }

    private KvBuffer buffer() {
        return new KvBufferCache(jlama).getEphemeralKvBuffer();
    }
}
