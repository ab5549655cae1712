package io.osler.bench.speed;

import io.osler.engine.Engine;
import io.osler.engine.EngineOptions;
import io.osler.engine.EngineStats;
import io.osler.engine.Generation;
import io.osler.engine.GenerationRequest;
import io.osler.engine.ReadingRequest;
import io.osler.models.config.DecoderShape;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

/**
 * 32 sequences over 1,000 tokens. Shared, these are the same for all; not shared, each sequence's first token is another,
 * and so nothing behind it is the same to the engine, which does exactly the same with as much text.
 */
final class SharedPrefixWork {
    static final int SEQUENCES = 32;

    private static final int PREFIX_TOKENS = 1000;
    private static final int OWN_TOKENS = 8;
    private static final int WRITTEN_TOKENS = 32;
    private static final int VERIFIED_TOKENS = 16;

    /** Tokens that {@link #write} writes, all sequences together. */
    static final int WRITTEN = SEQUENCES * WRITTEN_TOKENS;

    private final Engine engine;
    private final List<int[]> prompts;
    private int slotsMost;

    SharedPrefixWork(Engine engine, boolean shared) {
        this.engine = engine;
        FreshPrompts texts = new FreshPrompts(engine);
        int[] prefix = texts.next(PREFIX_TOKENS);
        this.prompts = IntStream.range(0, SEQUENCES)
                .mapToObj(i -> prompt(prefix, texts.next(OWN_TOKENS + VERIFIED_TOKENS), shared))
                .toList();
    }

    /** Room for all sequences with a prefix each, so that nothing is given up in either case. */
    static EngineOptions roomy(EngineOptions options, DecoderShape shape) {
        long slotBytes = 2L * shape.layers() * shape.kvHeads() * shape.headSize() * Float.BYTES;
        long tokens = PREFIX_TOKENS + OWN_TOKENS + 2 * (WRITTEN_TOKENS + VERIFIED_TOKENS);
        return options.withSequencesMax(SEQUENCES).withDraftTokensMax(1).withCacheBytes(SEQUENCES * tokens * slotBytes);
    }

    /** The prompt, and behind it what is to be verified. */
    private static int[] prompt(int[] prefix, int[] own, boolean shared) {
        int[] prompt = Arrays.copyOf(prefix, prefix.length + own.length);
        System.arraycopy(own, 0, prompt, prefix.length, own.length);
        if (!shared) {
            prompt[0] = own[0]; // a token of its own
        }
        return prompt;
    }

    /** Reads all prompts, so that later only what is new is computed. */
    void read() {
        engine.readAll(prompts.stream()
                .map(prompt -> ReadingRequest.of(Arrays.copyOf(prompt, PREFIX_TOKENS + OWN_TOKENS)))
                .toList());
    }

    /** Writes behind each prompt, one token a step for all; how many were written. */
    int write() {
        List<CompletableFuture<Generation>> answers = engine.submitAll(prompts.stream()
                .map(prompt -> GenerationRequest.of(Arrays.copyOf(prompt, PREFIX_TOKENS + OWN_TOKENS)))
                .map(request -> request.withTokensMax(WRITTEN_TOKENS))
                .toList());
        watchSlots(answers);
        return answers.stream()
                .mapToInt(answer -> answer.join().tokens().size())
                .sum();
    }

    /** Reads further tokens behind each prompt and asks for the odds at each, as a draft does; how many. */
    int verify() {
        int first = PREFIX_TOKENS + OWN_TOKENS;
        int[] rows = IntStream.range(first, first + VERIFIED_TOKENS).toArray();
        engine.readAll(prompts.stream()
                .map(prompt -> ReadingRequest.of(prompt).withLogits(rows, prompt[1], prompt[2]))
                .toList());
        return SEQUENCES * VERIFIED_TOKENS;
    }

    /** Most slots of the pool that were taken while sequences were written. */
    int slotsMost() {
        return slotsMost;
    }

    private void watchSlots(List<? extends Future<?>> running) {
        while (!running.stream().allMatch(Future::isDone)) {
            EngineStats stats = engine.stats();
            slotsMost = Math.max(slotsMost, stats.slots() - stats.freeSlots());
            try {
                Thread.sleep(10);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }
}
