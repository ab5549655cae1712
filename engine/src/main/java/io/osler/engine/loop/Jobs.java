package io.osler.engine.loop;

import io.osler.engine.Generation;
import io.osler.engine.GenerationEvent;
import io.osler.engine.GenerationRequest;
import io.osler.engine.Grammar;
import io.osler.engine.Reading;
import io.osler.engine.ReadingRequest;
import io.osler.models.config.DecoderShape;
import io.osler.models.text.Tokenizer;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/** Turns requests into jobs: checked, with the work that carries them out. Any thread. */
public final class Jobs {
    private final Tokenizer tokenizer;
    private final Set<Integer> stopIds;
    private final DecoderShape shape;

    public Jobs(Tokenizer tokenizer, Set<Integer> stopIds, DecoderShape shape) {
        this.tokenizer = tokenizer;
        this.stopIds = stopIds;
        this.shape = shape;
    }

    /** @param listener hears pieces and the end, on the engine's thread */
    public Job<Generation> generation(GenerationRequest request, Consumer<GenerationEvent> listener) {
        requireIds("prompt", request.prompt());
        return request.grammar()
                .map(grammar -> guided(request, grammar, listener))
                .orElseGet(() -> free(request, listener));
    }

    private Job<Generation> guided(GenerationRequest request, Grammar grammar, Consumer<GenerationEvent> listener) {
        int[] prompt = request.prompt();
        GrammarWork work = new GrammarWork(grammar, prompt.length + grammar.tokensMax());
        return job(work, request, listener, usage -> {
            int[] ids = work.tokens().stream().mapToInt(Generation.Token::id).toArray();
            return new Generation(
                    tokenizer.decode(ids),
                    work.tokens(),
                    work.decisions(),
                    work.finished().orElseThrow(),
                    usage);
        });
    }

    private Job<Generation> free(GenerationRequest request, Consumer<GenerationEvent> listener) {
        FreeWork work =
                new FreeWork(request, tokenizer, stopIds, piece -> listener.accept(new GenerationEvent.Piece(piece)));
        return job(
                work,
                request,
                listener,
                usage -> new Generation(
                        work.text(), work.tokens(), List.of(), work.finished().orElseThrow(), usage));
    }

    @FunctionalInterface
    private interface Composer {
        Generation compose(Generation.Usage usage);
    }

    private Job<Generation> job(
            Work work, GenerationRequest request, Consumer<GenerationEvent> listener, Composer composer) {
        int[] begun = work.begin();
        int[] tokens = Arrays.copyOf(request.prompt(), request.prompt().length + begun.length);
        System.arraycopy(begun, 0, tokens, request.prompt().length, begun.length);
        return new Job<>(work, tokens, tokens.length - 1, shape.layers(), request.timeLimit(), usage -> {
            Generation generation = composer.compose(new Generation.Usage(
                    request.prompt().length,
                    usage.reusedTokens(),
                    usage.readTokens(),
                    usage.steps(),
                    usage.draftedTokens(),
                    usage.keptTokens(),
                    usage.queued(),
                    usage.untilAnswer(),
                    usage.answering()));
            listener.accept(new GenerationEvent.Finished(generation));
            return generation;
        });
    }

    public Job<Reading> reading(ReadingRequest request) {
        requireIds("tokens", request.tokens());
        requireIds("ids", request.ids());
        int[] layers = request.hiddenLayers();
        if (layers.length > 0 && layers[layers.length - 1] > shape.layers()) {
            throw new IllegalArgumentException(
                    "hiddenLayers asks for %d, the model has %d".formatted(layers[layers.length - 1], shape.layers()));
        }
        boolean shallow = layers.length > 0 && request.logitRows().length == 0;
        ReadingWork work = new ReadingWork(request);
        return new Job<>(
                work,
                request.tokens(),
                Math.min(request.firstRow(), request.tokens().length),
                shallow ? layers[layers.length - 1] : shape.layers(),
                request.timeLimit(),
                usage -> work.reading());
    }

    private void requireIds(String name, int[] ids) {
        for (int i = 0; i < ids.length; i++) {
            if (ids[i] < 0 || ids[i] >= shape.vocabulary()) {
                throw new IllegalArgumentException("%s holds token id %d at index %d, expected 0 to %d"
                        .formatted(name, ids[i], i, shape.vocabulary() - 1));
            }
        }
    }
}
