package io.osler.engine.loop;

import io.osler.engine.EngineException;
import io.osler.engine.torch.Logits;
import io.osler.engine.torch.TorchDecoder;
import java.util.Arrays;

/**
 * The one sequence whose keys and values the device holds. What it has computed stays until it is overwritten, so a
 * prompt that begins like the one before is read only from where they part.
 *
 * <pre>
 * |---- tokens computed ----|---- free ----|
 * 0                     length()     positionsMax
 * </pre>
 */
final class KvSequence {
    /** Tokens read at once: attention scores of a chunk stay within the caches, and cancellation is noticed. */
    private static final int CHUNK_TOKENS = 512;

    private static final int[] NONE = {};

    private final TorchDecoder decoder;
    private final int[] tokens;
    private int length;
    private int tokensRead;
    private int steps;

    KvSequence(TorchDecoder decoder) {
        this.decoder = decoder;
        this.tokens = new int[decoder.positionsMax()];
    }

    int length() {
        return length;
    }

    int positionsMax() {
        return tokens.length;
    }

    /** Tokens that went through the model since this sequence began to exist. */
    int tokensRead() {
        return tokensRead;
    }

    /** Forward passes since this sequence began to exist. */
    int steps() {
        return steps;
    }

    /**
     * Reads a prompt but for its last token, which the first step needs to ask for logits.
     *
     * @return how many of its tokens were still there
     */
    int readPrompt(int[] prompt) {
        int wanted = prompt.length - 1;
        int shared = Arrays.mismatch(tokens, 0, length, prompt, 0, wanted);
        int kept = shared < 0 ? wanted : shared;
        length = kept;
        for (int at = kept; at < wanted; at += CHUNK_TOKENS) {
            step(Arrays.copyOfRange(prompt, at, Math.min(wanted, at + CHUNK_TOKENS)), NONE, NONE);
        }
        return kept;
    }

    /** Appends tokens; logits for the asked rows, over the asked ids or, when none are given, the vocabulary. */
    Logits step(int[] next, int[] rows, int[] ids) {
        if (length + next.length > tokens.length) {
            throw new EngineException(
                    EngineException.Code.CONTEXT_EXCEEDED,
                    "prompt and answer",
                    "reach %d tokens, the context holds %d; shorten the text or open the engine with a larger contextTokensMax"
                            .formatted(length + next.length, tokens.length));
        }
        Logits logits = decoder.step(next, length, rows, ids);
        System.arraycopy(next, 0, tokens, length, next.length);
        length += next.length;
        tokensRead += next.length;
        steps++;
        return logits;
    }

    /** Forgets everything after the first {@code newLength} tokens. */
    void truncate(int newLength) {
        if (newLength > length) {
            throw new IllegalStateException("truncate to %d, the sequence has %d".formatted(newLength, length));
        }
        length = newLength;
    }
}
