package io.osler.engine.loop;

import io.osler.engine.Generation.FinishReason;
import io.osler.engine.Generation.Token;
import io.osler.engine.GenerationRequest;
import io.osler.engine.sample.Sampler;
import io.osler.engine.torch.Logits;
import io.osler.models.text.Tokenizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/** Generates free text, one token after the other. */
final class FreeLoop {
    private static final int[] LAST_ROW = {0};
    private static final int[] WHOLE_VOCABULARY = {};

    private final KvSequence sequence;
    private final Tokenizer tokenizer;
    private final Set<Integer> stopIds;
    private final List<Token> tokens = new ArrayList<>();

    FreeLoop(KvSequence sequence, Tokenizer tokenizer, Set<Integer> stopIds) {
        this.sequence = sequence;
        this.tokenizer = tokenizer;
        this.stopIds = stopIds;
    }

    List<Token> tokens() {
        return tokens;
    }

    FinishReason run(GenerationRequest request, int lastOfPrompt, StopScanner text, Consumer<String> pieces) {
        Sampler sampler = new Sampler(request.sampling());
        int last = lastOfPrompt;
        while (tokens.size() < request.tokensMax() && sequence.length() < sequence.positionsMax()) {
            Logits logits = sequence.step(new int[] {last}, LAST_ROW, WHOLE_VOCABULARY);
            last = sampler.draw(logits, 0);
            if (stopIds.contains(last)) {
                return FinishReason.END_OF_TURN;
            }
            tokens.add(new Token(last, Sampler.logProbability(logits, 0, last)));
            boolean stopped = text.add(tokenizer.bytes(last));
            pieces.accept(text.release());
            if (stopped) {
                return FinishReason.STOP_STRING;
            }
        }
        return FinishReason.LENGTH;
    }
}
