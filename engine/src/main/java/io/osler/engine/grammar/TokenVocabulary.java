package io.osler.engine.grammar;

import io.osler.models.text.Tokenizer;
import java.util.Arrays;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * A tokenizer's vocabulary, arranged for {@link TokenAutomaton}. Making one takes some tenths of a second for 150,000
 * entries; make it once per tokenizer and share it.
 *
 * <p>Immutable, safe for many threads. Does not own the tokenizer, and may not outlive it.
 */
public final class TokenVocabulary {
    private final byte[][] tokens;
    private final Function<String, int[]> encoder;
    private final TokenTrie trie;

    /** @param tokens bytes of each id; null where the id may never be written */
    TokenVocabulary(byte[][] tokens, Function<String, int[]> encoder) {
        this.tokens = tokens;
        this.encoder = encoder;
        this.trie = new TokenTrie(tokens);
    }

    /** All its tokens but special ones and those without bytes. */
    public static TokenVocabulary of(Tokenizer tokenizer) {
        byte[][] tokens = IntStream.range(0, tokenizer.size())
                .mapToObj(id -> tokenizer.isSpecial(id) ? null : tokenizer.bytes(id))
                .toArray(byte[][]::new);
        return new TokenVocabulary(tokens, tokenizer::encode);
    }

    /** One more than the highest id; a model's logits may be padded beyond it. */
    public int size() {
        return tokens.length;
    }

    TokenTrie trie() {
        return trie;
    }

    /** Empty where the id may never be written. */
    byte[] bytes(int id) {
        if (id < 0 || id >= tokens.length) {
            throw new IllegalArgumentException("token id is %d, expected 0 to %d".formatted(id, tokens.length - 1));
        }
        return tokens[id] == null ? new byte[0] : tokens[id];
    }

    /** Whether each byte is a token by itself. */
    boolean[] ownBytes() {
        boolean[] own = new boolean[256];
        Arrays.stream(tokens)
                .filter(token -> token != null && token.length == 1)
                .forEach(token -> own[token[0] & 0xFF] = true);
        return own;
    }

    int[] encode(String text) {
        return encoder.apply(text);
    }
}
