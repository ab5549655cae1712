package io.osler.engine.grammar;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.IntStream;

/** The bytes that must come next from a state, and as which tokens. */
final class ForcedText {
    private final TokenVocabulary vocabulary;
    private final byte[] bytes;

    ForcedText(TokenVocabulary vocabulary, ByteArrayOutputStream bytes) {
        this.vocabulary = vocabulary;
        this.bytes = bytes.toByteArray();
    }

    /**
     * As the tokenizer would cut them, so that the model reads what it was trained on; where it gives other bytes (it
     * normalizes, or the text begins inside a character), longest token first. Less than the text where the rest has no
     * token, or is half a character.
     */
    int[] tokens() {
        return whole().map(vocabulary::encode).filter(this::isPrefix).orElseGet(this::longestFirst);
    }

    /** The node of the vocabulary's trie that the bytes from {@code begin} lead to. */
    int nodeFrom(int begin) {
        return vocabulary.trie().find(bytes, begin, bytes.length);
    }

    /** Whole characters, or empty where the bytes begin inside one. */
    private Optional<String> whole() {
        int end = bytes.length;
        while (end > 0 && end > bytes.length - 4 && !isCharacterEnd(end)) {
            end--;
        }
        try {
            ByteBuffer part = ByteBuffer.wrap(bytes, 0, end);
            return Optional.of(StandardCharsets.UTF_8.newDecoder().decode(part).toString());
        } catch (CharacterCodingException _) {
            return Optional.empty();
        }
    }

    /** Whether the character whose lead byte comes last before {@code end} is complete there. */
    private boolean isCharacterEnd(int end) {
        int lead = end - 1;
        while (lead > 0 && (bytes[lead] & 0xC0) == 0x80) {
            lead--;
        }
        int leadingOnes = Integer.numberOfLeadingZeros(~(bytes[lead] << 24));
        return end - lead == Math.max(1, leadingOnes);
    }

    private boolean isPrefix(int[] ids) {
        int at = 0;
        for (int id : ids) {
            byte[] token = vocabulary.bytes(id);
            int end = at + token.length;
            if (token.length == 0 || end > bytes.length || !Arrays.equals(bytes, at, end, token, 0, token.length)) {
                return false;
            }
            at = end;
        }
        return at > bytes.length - 4; // all but half a character
    }

    private int[] longestFirst() {
        IntStream.Builder ids = IntStream.builder();
        for (int at = 0; at < bytes.length; ) {
            int id = vocabulary.trie().longest(bytes, at, bytes.length);
            if (id < 0) {
                break;
            }
            ids.add(id);
            at += vocabulary.bytes(id).length;
        }
        return ids.build().toArray();
    }
}
