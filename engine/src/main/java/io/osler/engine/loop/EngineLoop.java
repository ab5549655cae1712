package io.osler.engine.loop;

import io.osler.engine.EngineException;
import io.osler.engine.Generation;
import io.osler.engine.Generation.FinishReason;
import io.osler.engine.GenerationEvent;
import io.osler.engine.GenerationRequest;
import io.osler.engine.Grammar;
import io.osler.engine.torch.TorchDecoder;
import io.osler.models.text.Tokenizer;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/** One request after the other on one sequence. Lives on the engine's thread. */
public final class EngineLoop {
    private final KvSequence sequence;
    private final Tokenizer tokenizer;
    private final Set<Integer> stopIds;
    private final int draftTokensMax;

    public EngineLoop(TorchDecoder decoder, Tokenizer tokenizer, Set<Integer> stopIds, int draftTokensMax) {
        this.sequence = new KvSequence(decoder);
        this.tokenizer = tokenizer;
        this.stopIds = stopIds;
        this.draftTokensMax = draftTokensMax;
    }

    /** Read the prompt, let the grammar or the sampler speak, report. */
    public Generation run(GenerationRequest request, Consumer<GenerationEvent> listener) {
        requireRoom(request);
        int tokensBefore = sequence.tokensRead();
        int stepsBefore = sequence.steps();
        long begin = System.nanoTime();
        int[] prompt = request.prompt();
        int reused = sequence.readPrompt(prompt);
        long read = System.nanoTime();

        Answer answer = request.grammar().isPresent() ? constrained(request) : free(request, listener);

        Generation generation = new Generation(
                answer.text,
                answer.tokens,
                answer.decisions,
                answer.reason,
                new Generation.Usage(
                        prompt.length,
                        reused,
                        sequence.tokensRead() - tokensBefore,
                        sequence.steps() - stepsBefore,
                        read - begin,
                        System.nanoTime() - read));
        listener.accept(new GenerationEvent.Finished(generation));
        return generation;
    }

    private record Answer(
            String text, List<Generation.Token> tokens, List<Grammar.Decision> decisions, FinishReason reason) {}

    private Answer constrained(GenerationRequest request) {
        GrammarLoop loop = new GrammarLoop(sequence, draftTokensMax);
        loop.run(request.grammar().orElseThrow(), last(request.prompt()));
        int[] ids = loop.tokens().stream().mapToInt(Generation.Token::id).toArray();
        return new Answer(tokenizer.decode(ids), loop.tokens(), loop.decisions(), FinishReason.GRAMMAR);
    }

    private Answer free(GenerationRequest request, Consumer<GenerationEvent> listener) {
        FreeLoop loop = new FreeLoop(sequence, tokenizer, stopIds);
        StopScanner text = new StopScanner(request.stopStrings());
        Consumer<String> pieces = piece -> {
            if (!piece.isEmpty()) {
                listener.accept(new GenerationEvent.Piece(piece));
            }
        };
        FinishReason reason = loop.run(request, last(request.prompt()), text, pieces);
        pieces.accept(text.finish());
        return new Answer(text.text(), loop.tokens(), List.of(), reason);
    }

    private void requireRoom(GenerationRequest request) {
        if (request.prompt().length >= sequence.positionsMax()) {
            throw new EngineException(
                    EngineException.Code.CONTEXT_EXCEEDED,
                    "prompt",
                    "has %d tokens, the context holds %d; shorten it or open the engine with a larger contextTokensMax"
                            .formatted(request.prompt().length, sequence.positionsMax()));
        }
    }

    private static int last(int[] tokens) {
        return tokens[tokens.length - 1];
    }
}
