package io.osler.engine;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * A short continuation from a point of a text.
 *
 * @param point  how many of the text's tokens stand before it, at least 1
 * @param tokens of the continuation; may be empty
 * @param ids    token ids whose logits are wanted behind the token before the point and behind each of {@code tokens}
 */
public record Branch(int point, int[] tokens, int... ids) {
    public Branch {
        if (ids.length == 0) {
            throw new IllegalArgumentException("ids is empty, expected the token ids asked for");
        }
    }

    ReadingRequest request(int[] text) {
        int[] all = Arrays.copyOf(text, point + tokens.length);
        System.arraycopy(tokens, 0, all, point, tokens.length);
        return ReadingRequest.of(all)
                .withLogits(IntStream.range(point - 1, all.length).toArray(), ids);
    }
}
